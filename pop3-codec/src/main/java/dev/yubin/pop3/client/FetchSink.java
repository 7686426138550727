package dev.yubin.pop3.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where {@link Pop3Client#fetchNew} puts messages. Calls come from a worker, never two at once, and may block: meanwhile no more than a quarter of a MiB waits
 * for them, and then the server. A message ends before the next begins.
 *
 * <p>Any of them may throw {@link RefusedMessageException}, by which this message alone is passed over; it stays on the server, and is asked for again in the next
 * session. Whatever else is thrown ends the session.
 */
public interface FetchSink {
    /**
     * A message begins.
     *
     * @param uniqueId the same in every session. A message comes twice when a crash, or a failure of {@link Seen#add}, fell between {@link Incoming#commit} and the
     *     note of it: a sink that keeps this with the message can tell
     */
    Incoming begin(String uniqueId) throws IOException;

    /** One message on its way in. */
    interface Incoming extends AutoCloseable {
        /**
         * Takes a piece, whole.
         *
         * @param octets those of the message, without the dots that were stuffed; this call's only, so what is to be kept is copied
         */
        void write(ByteBuffer octets) throws IOException;

        /** The message is whole. When this returns, it must outlive a crash: the server may remove it. */
        void commit() throws IOException;

        /** Always the last call. Without {@link #commit} before, the message did not become whole, or was refused: leave no trace of it. */
        @Override
        void close() throws IOException;
    }
}
