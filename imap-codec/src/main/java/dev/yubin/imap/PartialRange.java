package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;

/**
 * A stretch of what was found, in its order, such as {@code 1:500} for the first five hundred or {@code -1:-100} for the last hundred: partial-range
 * of RFC 9394 section 4.
 *
 * @param fromLast whether places are counted from the last on, which is -1
 * @param from     1 to 2^32-1
 * @param to       likewise; where it is less than {@code from}, the stretch is the same as the other way round
 */
public record PartialRange(boolean fromLast, long from, long to) {
    public PartialRange {
        Syntax.checked("a place among what was found", from, 1);
        Syntax.checked("a place among what was found", to, 1);
    }

    /** The first few, at most so many. */
    public static PartialRange first(long count) {
        return new PartialRange(false, 1, count);
    }

    /** The last few, at most so many. */
    public static PartialRange last(long count) {
        return new PartialRange(true, 1, count);
    }

    /** Where it begins among so many, counted from 0; nowhere before {@link #end} where it has any of them. */
    public long begin(long count) {
        return fromLast ? Math.max(0, count - Math.max(from, to)) : Math.min(count, Math.min(from, to) - 1);
    }

    /** Behind which of so many it ends, counted from 1. */
    public long end(long count) {
        return fromLast ? Math.max(0, count - Math.min(from, to) + 1) : Math.min(count, Math.max(from, to));
    }

    /** partial-range = nz-number ":" nz-number / "-" nz-number ":-" nz-number */
    public static PartialRange read(ImapReader in) throws SyntaxException {
        boolean fromLast = in.accept('-');
        long from = in.nzNumber();
        in.expect(fromLast ? ":-" : ":");
        return new PartialRange(fromLast, from, in.nzNumber());
    }

    public void write(ImapWriter out) {
        out.text(toString());
    }

    /** As on the wire. */
    @Override
    public String toString() {
        String minus = fromLast ? "-" : "";
        return minus + from + ":" + minus + to;
    }
}
