package dev.yubin.pop3.server;

import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;

/** The octets behind the first line of a reply, fetched a window at a time. Used by one worker at a time. */
interface BodySource extends AutoCloseable {
    /**
     * Puts the next octets into a window that has room.
     *
     * @return how many; -1 at the end
     */
    int read(ByteBuffer into) throws StoreException;

    @Override
    default void close() {}
}
