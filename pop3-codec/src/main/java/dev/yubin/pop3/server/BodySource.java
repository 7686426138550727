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

    /** As many octets as it may have at most; where that is not known, no small number. */
    default long octetsAtMost() {
        return Long.MAX_VALUE - 1;
    }

    /**
     * Why nothing of it may be sent; empty when it may.
     *
     * @param first the octets that were read first, a full window of them where there are as many
     */
    default Optional<Refusal> objection(ByteBuffer first) {
        return Optional.empty();
    }

    @Override
    default void close() {}
}
