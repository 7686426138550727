package dev.yubin.mailbox;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One or more messages on their way into a mailbox: octets are pushed, {@link #finish} ends a message, {@link #next} begins another, and
 * {@link #commit} makes all of them visible at once or none. Used by one thread at a time.
 */
public interface Append extends AutoCloseable {
    /** A message that is here whole. Its arrays are the taker's. */
    record Whole(Set<Flag> flags, Instant received, byte[] octets, byte[] outline) {}

    /** What {@link #whole} does at the commit. */
    @FunctionalInterface
    interface Taker {
        /** As {@link Append#commit}, of these messages. */
        Appended take(List<Whole> messages) throws StoreException;
    }

    /**
     * An append that keeps its messages in memory until the commit, for a store that takes them whole and has no large ones; parameters as
     * {@link Mailbox#append}.
     */
    static Append whole(Set<Flag> flags, Instant received, Taker taker) {
        return new WholeAppend(flags, received, taker);
    }

    /**
     * Takes the next octets of the present message, as the network brings them, so in many small calls; all that remain in the buffer are taken, and the buffer is not kept.
     *
     * @throws StoreException {@code OVERQUOTA}, {@code TOOBIG}, {@code UNAVAILABLE}
     */
    void write(ByteBuffer octets) throws StoreException;

    /**
     * Ends the present message. Called once for each.
     *
     * @param outline what the library wants to be kept beside it and given back by {@link Mailbox#outlines}: opaque, mostly under 4 KiB
     */
    void finish(byte[] outline) throws StoreException;

    /** Begins another message of the same all-or-none group (RFC 3502), behind {@link #finish}; parameters as {@link Mailbox#append}. */
    void next(Set<Flag> flags, Instant received, OptionalLong octets) throws StoreException;

    /**
     * Makes every finished message visible, with ascending UIDs in the order they came and no other message between them; durable when
     * this returns. UIDs are drawn here, not earlier, so that they ascend in the order of visibility. Called once.
     *
     * @throws StoreException {@code OVERQUOTA}, {@code NONEXISTENT} when the mailbox was deleted meanwhile, {@code UNAVAILABLE}
     */
    Appended commit() throws StoreException;

    /** Throws away what was not committed. Called in every case; does nothing behind {@link #commit}. */
    @Override
    void close();
}
