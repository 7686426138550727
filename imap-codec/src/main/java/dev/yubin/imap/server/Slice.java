package dev.yubin.imap.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The octets of a message that a section names: ranges of its content one behind the other, and perhaps a blank line behind them. A value;
 * nothing is read before {@link #read}.
 */
final class Slice {
    private static final byte[] BLANK_LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);

    /** start, end, start, end, ... */
    private final long[] bounds;

    private final boolean blankLine;
    private final long ranged;

    private Slice(long[] bounds, boolean blankLine) {
        this.bounds = bounds;
        this.blankLine = blankLine;
        long sum = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            sum += bounds[i + 1] - bounds[i];
        }
        this.ranged = sum;
    }

    /** The octets from start up to end. */
    static Slice range(long start, long end) {
        return new Slice(new long[] {start, end}, false);
    }

    /** The ranges between these bounds, start, end, start, end, ..., which are not copied, and a blank line. */
    static Slice fields(long[] bounds) {
        return new Slice(bounds, true);
    }

    long octets() {
        return ranged + (blankLine ? BLANK_LINE.length : 0);
    }

    /** Fills {@code into}, which has no more room than there are octets from {@code offset} on. */
    void read(Content content, long offset, ByteBuffer into) throws StoreException {
        long skip = offset;
        for (int i = 0; i < bounds.length && into.hasRemaining(); i += 2) {
            long length = bounds[i + 1] - bounds[i];
            if (skip < length) {
                int limit = into.limit();
                into.limit((int) Math.min(limit, into.position() + length - skip));
                Content.fill(content, bounds[i] + skip, into);
                into.limit(limit);
                skip = 0;
            } else {
                skip -= length;
            }
        }
        if (into.hasRemaining()) {
            into.put(BLANK_LINE, (int) skip, into.remaining());
        }
    }
}
