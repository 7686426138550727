package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One message on its way into many mailboxes: octets are pushed, {@link #finish} ends them, and each {@link #deliver} puts the message
 * into some mailboxes. Used by one thread at a time.
 */
public interface SharedContent extends AutoCloseable {
    /**
     * A mailbox that the message goes to.
     *
     * @param account as in {@link dev.yubin.mailbox.MailStore#account}
     */
    record Recipient(String account, MailboxName mailbox) {
        public Recipient {
            Objects.requireNonNull(account, "account");
            Objects.requireNonNull(mailbox, "mailbox");
        }
    }

    /**
     * Takes the next octets; all that remain in the buffer are taken, and the buffer is not kept.
     *
     * @throws StoreException {@code TOOBIG}, {@code FULL}, {@code UNAVAILABLE}
     */
    void write(ByteBuffer octets) throws StoreException;

    /** Ends the message; parameters as {@link dev.yubin.mailbox.Append#finish}. */
    void finish(byte[] outline) throws StoreException;

    /**
     * Puts the message into all of these mailboxes or none, durably when this returns. Called behind {@link #finish}, any number of
     * times: once for all where a sender is told one outcome, once for each where LMTP tells each recipient's (RFC 2033 section 4.2).
     *
     * @param to no two of them the same
     * @return where it came to lie, in the order of {@code to}
     * @throws StoreException {@code NONEXISTENT}, {@code OVERQUOTA}, {@code FULL}, {@code UNAVAILABLE}
     */
    List<Appended> deliver(List<Recipient> to, Set<Flag> flags, Instant received) throws StoreException;

    /** Lets go of the content, which stays as long as some mailbox has it. Called in every case. */
    @Override
    void close();
}
