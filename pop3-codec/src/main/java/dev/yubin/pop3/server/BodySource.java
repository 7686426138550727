package dev.yubin.pop3.server;

import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The octets behind the first line of a reply, fetched a window at a time. Used by one worker at a time. */
interface BodySource extends AutoCloseable {
    /**
     * Puts the next octets into a window that has room.
     *
     * @return how many; -1 at the end
     */
    int read(ByteBuffer into) throws StoreException;

    /** Why it must not be sent at all; empty when it may. Called once, before anything is read. */
    default Optional<Refusal> objection() throws StoreException {
        return Optional.empty();
    }

    @Override
    default void close() {}
}
