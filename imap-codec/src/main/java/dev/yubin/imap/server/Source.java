package dev.yubin.imap.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Part;
import dev.yubin.mailbox.text.TransferDecoder;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Octets of a message on their way to the client, read a window at a time. Used by one thread. */
final class Source {
    static final int WINDOW = 64 * 1024;

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

    /**
     * A stretch of a part's body without its transfer encoding, which is one that {@link TransferDecoder} knows; it is decoded once to be
     * measured and once to be sent.
     */
    static Source decoded(Content content, Part part, long from, long most) throws StoreException {
        Slice body = Slice.range(part.bodyStart(), part.bodyEnd());
        Source measure = new Source(content, body, TransferDecoder.of(part.encoding()), 0, 0, Long.MAX_VALUE);
        long all = 0;
        while (measure.at < body.octets()) {
            all += measure.window().remaining();
        }
        long start = Math.min(from, all);
        return new Source(content, body, TransferDecoder.of(part.encoding()), 0, start, Math.min(most, all - start));
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
        window.position((int) skip);
        skip = 0;
        window.limit((int) Math.min(window.limit(), window.position() + left));
        left -= window.remaining();
        return window;
    }

    /** What the next octets of the slice become, perhaps nothing. */
    private ByteBuffer window() throws StoreException {
        long rest = decoder.isPresent() ? slice.octets() - at : left;
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
