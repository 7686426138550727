package dev.yubin.mailbox.outline;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Puts messages into a mailbox with their outlines. This is the way in, for IMAP's APPEND and for delivery alike: who calls
 * {@link Mailbox#append} directly has to make the outline as well. Used by one thread at a time.
 *
 * <pre>{@code
 * try (MessageWriter writer = MessageWriter.open(inbox, Set.of(), Instant.now(), OptionalLong.empty())) {
 *     writer.write(octets); // any number of times
 *     Appended appended = writer.commit();
 * }
 * }</pre>
 */
public final class MessageWriter implements AutoCloseable {
    private final Append append;
    private OutlineScanner scanner = new OutlineScanner();

    private MessageWriter(Append append) {
        this.append = append;
    }

    /** Begins the first message; parameters and failures as {@link Mailbox#append}. */
    public static MessageWriter open(Mailbox mailbox, Set<Flag> flags, Instant received, OptionalLong octets)
            throws StoreException {
        return of(mailbox.append(flags, received, octets));
    }

    /** Goes on with an append that has begun but has no octets yet, such as one of {@link dev.yubin.mailbox.feature.GivenUids}; closes it. */
    public static MessageWriter of(Append append) {
        return new MessageWriter(append);
    }

    /** Takes the next octets of the present message: all that remain in the buffer, which is not kept. Fails as {@link Append#write}. */
    public void write(ByteBuffer octets) throws StoreException {
        scanner.write(octets);
        append.write(octets);
    }

    /** Ends the present message and begins another of the same all-or-none group (RFC 3502). Fails as {@link Append#next}. */
    public void next(Set<Flag> flags, Instant received, OptionalLong octets) throws StoreException {
        append.finish(scanner.finish().encode());
        append.next(flags, received, octets);
        scanner = new OutlineScanner();
    }

    /** Ends the present message and makes all of them visible; durable when this returns. Called once. Fails as {@link Append#commit}. */
    public Appended commit() throws StoreException {
        append.finish(scanner.finish().encode());
        return append.commit();
    }

    /** Throws away what was not committed. Called in every case; does nothing behind {@link #commit}. */
    @Override
    public void close() {
        append.close();
    }
}
