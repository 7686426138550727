package dev.yubin.routing.spool;

import dev.yubin.mailbox.StoreException;
import dev.yubin.smtp.Mail;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** One message on its way into a {@link Spool}. Used by one thread at a time. */
public interface Intake extends AutoCloseable {
    /**
     * Takes the next octets, all that remain in the buffer, which is not kept.
     *
     * @throws StoreException {@code TOOBIG}, {@code FULL}
     */
    void write(ByteBuffer octets) throws StoreException;

    /**
     * The content is whole: from here on the spool answers for the message, which is durable when this returns. Called once.
     *
     * @param mail       the sender, and what he said of the message
     * @param arrived    when
     * @param recipients at least one, numbered from 0 in this order
     * @return the message's id, above 0 and never given again
     */
    long commit(Mail mail, Instant arrived, List<SpooledRecipient> recipients) throws StoreException;

    /** Without a commit before, leaves no trace. */
    @Override
    void close();
}
