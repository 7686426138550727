package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A {@link Mailbox} whose messages can keep the UIDs that they had elsewhere, so that when mail moves here, clients that know it already
 * need not fetch it all again (RFC 9051 section 2.3.1.1). UIDs ascend here too: messages come in by ascending UID. Nobody looks at the
 * mailbox before its mail is there. Threads and failures are as {@link dev.yubin.mailbox.MailStore} says.
 */
public interface GivenUids {
    /**
     * Goes on counting where another mailbox stopped. Called once for a mailbox whose mail is to come, and again when that goes on later.
     *
     * @param uidValidity the other mailbox's, 1 to 2^32-1; this one's from now on
     * @param uidNext     UIDNEXT is at least this from now on, for a client may know UIDs of messages that are removed
     * @throws StoreException {@code CANNOT} unless no UID was ever given here, or {@code uidValidity} is this mailbox's already
     * @throws IllegalArgumentException for a number that is not 1 to 2^32-1
     */
    void adopt(long uidValidity, long uidNext) throws StoreException;

    /**
     * As {@link Mailbox#append}, but the first message gets this UID, and those behind {@link Append#next} the ones that follow it.
     * {@link Append#commit} fails with {@code CANNOT} when that UID, or a greater one, was given before.
     */
    Append append(long uid, Set<Flag> flags, Instant received, OptionalLong octets) throws StoreException;
}
