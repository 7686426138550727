package dev.yubin.imap.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Part;
import dev.yubin.mailbox.text.TransferDecoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Octets of a message on their way to the client, read a window at a time. Used by one thread. */
final class Source {
    static final int WINDOW = 64 * 1024;
    /** The least that is read to be decoded at once, and so about the most that is decoded too much. */
    private static final int LEAST = 256;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Content content;
    private final Slice slice;
    /** Takes the transfer encoding away; empty where the octets go out as they stand. */
    private final Optional<TransferDecoder> decoder;

    private final long octets;
    /** Where in the slice the next window begins. */
    private long at;
    /** How many octets yet to be decoded come before the first that is wanted. */
    private long skip;

    private long left;
    /** Octets that were decoded behind the last that was wanted. */
    private ByteBuffer over = NOTHING;
    /** A window that was read before it was asked for. */
    private Optional<ByteBuffer> ahead = Optional.empty();

    private Source(Content content, Slice slice, Optional<TransferDecoder> decoder, long at, long skip, long octets) {
        this.content = content;
        this.slice = slice;
        this.decoder = decoder;
        this.at = at;
        this.skip = skip;
        this.octets = octets;
        this.left = octets;
    }

    /** A stretch of a slice, as it stands in the message; empty where it begins behind the end. */
    static Source of(Content content, Slice slice, long from, long most) {
        long start = Math.min(from, slice.octets());
        return new Source(content, slice, Optional.empty(), start, 0, Math.min(most, slice.octets() - start));
    }

    /** A stretch of a part's body without its transfer encoding, which is one that {@link TransferDecoder} knows; it lies within the body. */
    static Source decoded(Content content, Part part, long from, long octets) {
        return new Source(content, body(part), TransferDecoder.of(part.encoding()), 0, from, octets);
    }

    private static Slice body(Part part) {
        return Slice.range(part.bodyStart(), part.bodyEnd());
    }

    /** How many octets a part's body has without its transfer encoding, for which all of it is decoded. */
    static long decodedOctets(Content content, Part part) throws StoreException {
        Source measure = new Source(content, body(part), TransferDecoder.of(part.encoding()), 0, 0, Long.MAX_VALUE);
        long all = 0;
        while (measure.at < measure.slice.octets()) {
            all += measure.window().remaining();
        }
        return all;
    }

    /** The stretch of decoded octets behind this one, of the same content opened again; this one was read to its end. */
    Source onwards(Content again, long octets) {
        Source next = new Source(again, slice, decoder, at, 0, octets);
        next.over = over;
        return next;
    }

    /** Whether all of them were read. */
    boolean isRead() {
        return left == 0;
    }

    /** How many there are in all. */
    long octets() {
        return octets;
    }

    /** Reads the first of them, so that a store that cannot give them says so before they are announced. */
    void readAhead() throws StoreException {
        if (octets > 0) {
            ahead = Optional.of(next());
        }
    }

    /** The next of them, at least one, until all were read. */
    ByteBuffer next() throws StoreException {
        if (ahead.isPresent()) {
            ByteBuffer first = ahead.get();
            ahead = Optional.empty();
            return first;
        }
        ByteBuffer window = window();
        while (window.remaining() <= skip) {
            skip -= window.remaining();
            window = window();
        }
        window.position(window.position() + (int) skip);
        skip = 0;
        int end = (int) Math.min(window.limit(), window.position() + left);
        if (end < window.limit()) {
            over = ByteBuffer.wrap(Arrays.copyOfRange(window.array(), end, window.limit()));
            window.limit(end);
        }
        left -= window.remaining();
        return window;
    }

    /** What the next octets of the slice become, perhaps nothing. */
    private ByteBuffer window() throws StoreException {
        if (over.hasRemaining()) {
            ByteBuffer first = over;
            over = NOTHING;
            return first;
        }
        long wanted = Math.max(LEAST, left > Long.MAX_VALUE - skip ? left : skip + left);
        long rest = decoder.isPresent() ? Math.min(slice.octets() - at, wanted) : left;
        ByteBuffer raw = ByteBuffer.allocate((int) Math.min(WINDOW, rest));
        slice.read(content, at, raw);
        at += raw.position();
        raw.flip();
        return decoder.isPresent() ? decoded(raw, decoder.get()) : raw;
    }

    private ByteBuffer decoded(ByteBuffer raw, TransferDecoder transfer) {
        ByteBuffer decoded = ByteBuffer.allocate(raw.remaining() + 2 * TransferDecoder.HELD);
        transfer.decode(raw, decoded);
        if (at == slice.octets()) {
            transfer.finish(decoded);
        }
        return decoded.flip();
    }
}
