package dev.yubin.mailbox.outline;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Finds the outline of a message while its octets come in, in pieces of any size; where they are cut makes no difference. Each octet is
 * looked at once. Of bodies nothing is kept, of headers what the {@link OutlineLimits} allow, so memory is bounded whatever comes; and
 * whatever comes is a message: nothing of it makes this fail.
 *
 * <p>A line ends with LF, or CR LF. Used by one thread at a time.
 */
public final class OutlineScanner {
    private static final int CHUNK = 8 * 1024;
    private static final int WINDOW = 64 * 1024;

    private final PartTree tree;

    /** The line at hand, where it is one that the tree wants to see. */
    private final OctetBuffer line;

    private boolean holding;
    private boolean atLineStart = true;

    /** Octets before the present segment. */
    private long position;

    private long lineStart;
    private long lines;
    /** Line feeds without a carriage return. */
    private long bareLineFeeds;

    /** How long the line end before the present line is. */
    private int lineEndBefore;

    private byte lastOctet;
    private byte[] chunk;
    private boolean finished;

    /** With {@link OutlineLimits#DEFAULT}. */
    public OutlineScanner() {
        this(OutlineLimits.DEFAULT);
    }

    public OutlineScanner(OutlineLimits limits) {
        Objects.requireNonNull(limits, "limits");
        tree = new PartTree(limits);
        line = new OctetBuffer(Math.max(limits.fieldOctets(), 1024)); // a delimiter must fit in any case
    }

    /** The outline of a message that is kept, read from its beginning to its end by windows. */
    public static Outline scan(Content message) throws StoreException {
        OutlineScanner scanner = new OutlineScanner();
        ByteBuffer window = ByteBuffer.allocate((int) Math.min(WINDOW, message.octets()));
        for (long at = 0; at < message.octets(); at += window.limit()) {
            window.clear().limit((int) Math.min(WINDOW, message.octets() - at));
            Content.fill(message, at, window);
            scanner.write(window.flip());
        }
        return scanner.finish();
    }

    /**
     * Takes the next octets: all that remain in the buffer, whose position stays where it is and which is not kept.
     *
     * @throws IllegalStateException behind {@link #finish}
     */
    public void write(ByteBuffer octets) {
        checkOpen();
        if (octets.hasArray()) {
            int from = octets.arrayOffset() + octets.position();
            scan(octets.array(), from, from + octets.remaining());
            return;
        }
        chunk = chunk == null ? new byte[CHUNK] : chunk;
        ByteBuffer rest = octets.duplicate();
        while (rest.hasRemaining()) {
            int length = Math.min(rest.remaining(), chunk.length);
            rest.get(chunk, 0, length);
            scan(chunk, 0, length);
        }
    }

    /**
     * The message has ended.
     *
     * @throws IllegalStateException when called again
     */
    public Outline finish() {
        checkOpen();
        finished = true;
        if (holding) {
            endLine(position, 0);
        }
        int missingEnd = position > 0 && lastOctet != Octets.LF ? 2 : 0;
        return tree.end(position, position + bareLineFeeds + missingEnd, lines);
    }

    private void checkOpen() {
        if (finished) {
            throw new IllegalStateException("this message has ended; the next needs a scanner of its own");
        }
    }

    private void scan(byte[] octets, int from, int to) {
        int at = from;
        while (at < to) {
            if (atLineStart) {
                beginLine(octets[at], position + (at - from));
            }
            if (holding) {
                at = hold(octets, at, from, to);
            } else if (tree.seesDelimiters()) {
                at = skim(octets, at, from, to);
            } else {
                lines += Octets.countLineFeeds(octets, at, to); // nothing but the message's end can end this
                at = to;
            }
        }
        if (to > from) {
            bareLineFeeds += Octets.countBareLineFeeds(lastOctet, octets, from, to);
            lastOctet = octets[to - 1];
            position += to - from;
        }
    }

    private void beginLine(byte first, long start) {
        atLineStart = false;
        lineStart = start;
        holding = tree.inHeader() || first == '-' && tree.seesDelimiters();
    }

    /** Goes on with a line that is kept; returns where to go on from. */
    private int hold(byte[] octets, int at, int from, int to) {
        if (!tree.inHeader() && line.size() == 1 && octets[at] != '-') { // one hyphen delimits nothing
            holding = false;
            line.clear();
            return at;
        }
        if (!tree.inHeader() && line.isEmpty()) { // the first hyphen alone, so that the second is looked at
            line.add(octets, at, at + 1);
            return at + 1;
        }
        int lineFeed = Octets.indexOfLineFeed(octets, at, to);
        if (lineFeed < 0) {
            line.add(octets, at, to);
            return to;
        }
        line.add(octets, at, lineFeed);
        int lineEnd = lineEndAt(octets, lineFeed, from);
        endLine(position + (lineFeed + 1 - from), lineEnd);
        passLineFeed(lineEnd);
        return lineFeed + 1;
    }

    /** @param lineEnd how long its line end is; 0 where the message ends without one */
    private void endLine(long end, int lineEnd) {
        int length = line.size() - (lineEnd == 2 && !line.cut() ? 1 : 0);
        boolean blank = lineEnd > 0 && end - lineStart == lineEnd;
        tree.line(line.octets(), length, blank, lineStart, end, lineEndBefore, lines);
        line.clear();
        holding = false;
    }

    private void passLineFeed(int lineEnd) {
        lines++;
        lineEndBefore = lineEnd;
        atLineStart = true;
    }

    /** Passes over lines until one begins with a hyphen or the segment ends; returns where to go on from. */
    private int skim(byte[] octets, int start, int from, int to) {
        int at = start;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            for (long found = Octets.lineFeeds(octets, at); found != 0; found &= found - 1) {
                int next = at + (Long.numberOfTrailingZeros(found) >>> 3) + 1;
                if (next == to || octets[next] == '-') {
                    passLineFeed(lineEndAt(octets, next - 1, from));
                    return next;
                }
                lines++;
            }
        }
        for (; at < to; at++) {
            if (octets[at] == Octets.LF) {
                passLineFeed(lineEndAt(octets, at, from));
                return at + 1;
            }
        }
        return to;
    }

    private int lineEndAt(byte[] octets, int lineFeed, int from) {
        byte before = lineFeed > from ? octets[lineFeed - 1] : lastOctet;
        return before == Octets.CR ? 2 : 1;
    }
}
