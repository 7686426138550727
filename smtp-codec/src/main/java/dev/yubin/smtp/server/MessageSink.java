package dev.yubin.smtp.server;

import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

/**
 * Where one message's content goes. {@link #write} is called as pieces come, then either {@link #commit} (in LMTP {@link #commitEach}) or
 * {@link #abort}, exactly once. Each call is on a worker thread and may block; calls never overlap. While a call blocks, no more than a quarter of a
 * megabyte waits for it, and then the client.
 */
public interface MessageSink {
    /**
     * One that hands a message to a handler once it is whole: for an {@link SmtpApplication} that decides about senders and recipients, and would rather not
     * be handed pieces. A truncated message is never seen. Over LMTP all recipients have the handler's one reply.
     *
     * @param inMemoryOctets how much is kept in memory; a larger message is in a temporary file, which is gone when the handler returns
     */
    static MessageSink whole(SmtpPeer peer, Envelope envelope, int inMemoryOctets, MessageHandler handler) {
        return new WholeMessage(peer, envelope, new KeptContent(inMemoryOctets), handler);
    }

    /**
     * Takes a piece: octets as they were before dot-stuffing, lines ending with CR LF. What comes slowly is gathered, up to 64 KiB or to its end.
     *
     * @param content the sink's only during this call; copy what is to be kept
     * @throws SmtpRefusal to refuse the message; the rest is not written, {@link #abort} follows, and the client hears it behind its final dot
     * @throws IOException likewise, and the client hears 451
     */
    void write(ByteBuffer content) throws IOException, SmtpRefusal;

    /**
     * The content is whole. A positive reply takes responsibility for the message: whatever happens from now on, it must not be lost (RFC 5321 section
     * 6.1).
     *
     * @throws SmtpRefusal to refuse it
     * @throws IOException likewise, and the client hears 451
     */
    Reply commit() throws IOException, SmtpRefusal;

    /**
     * The same over LMTP, where each recipient has a reply of his own. RFC 2033 section 4.2.
     *
     * @param recipients how many
     * @return as many replies, in the order of the envelope's recipients
     */
    default List<Reply> commitEach(int recipients) throws IOException, SmtpRefusal {
        return Collections.nCopies(recipients, commit());
    }

    /** The content will not become whole, or was refused: leave no trace of it. */
    void abort();
}
