package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/** A {@link dev.yubin.mailbox.Mailbox} that takes a message in and removes another in one step. It turns on REPLACE (RFC 8508). */
@FunctionalInterface
public interface AtomicReplace {
    /**
     * Begins to add one message to the end of a mailbox of the same account, which may be this one. Its {@link Append#commit} makes it visible and
     * removes the other message from this mailbox in the same step: nobody sees both, or neither. What the other takes counts as free already
     * where both mailboxes share a quota. {@code changes} tell of what went. {@link Append#next} is not called.
     *
     * @param uid    the message that is removed; its {@code \Deleted} does not matter
     * @param target where the new one goes
     * @throws StoreException {@code NONEXISTENT} when there is no mailbox of that name; {@code EXPUNGED} when the message is gone, also from
     *                        {@link Append#commit}, which then adds nothing; else as {@link dev.yubin.mailbox.Mailbox#append}
     */
    Append replace(long uid, MailboxName target, Set<Flag> flags, Instant received, OptionalLong octets)
            throws StoreException;
}
