package dev.yubin.mailbox.outline;

import java.util.Arrays;
import java.util.Optional;

/** Grows the parts of a message from its lines: those of headers, and those that may be delimiters. Knows nothing of segments. */
final class PartTree {
    private final OutlineLimits limits;
    private final OpenPart root = OpenPart.ofMessage(null, 0);
    private OpenPart current = root;
    private int parts = 1;
    private int boundaries;
    private boolean inHeader = true;

    private HeaderField field;
    private final OctetBuffer value;
    private int headerOctetsLeft;

    PartTree(OutlineLimits limits) {
        this.limits = limits;
        this.value = new OctetBuffer(limits.fieldOctets());
        this.headerOctetsLeft = limits.headerOctets();
    }

    /** Whether each line is to be handed in; otherwise only one that begins with two hyphens, and only where {@link #seesDelimiters}. */
    boolean inHeader() {
        return inHeader;
    }

    /** Whether a delimiter could come. */
    boolean seesDelimiters() {
        return boundaries > 0;
    }

    /**
     * One line.
     *
     * @param octets   the line up to {@code length}, without its line end
     * @param blank    whether there is nothing but a line end
     * @param before   how long the line end before it is
     * @param lines    how many line feeds lie before it
     */
    void line(byte[] octets, int length, boolean blank, long start, long end, int before, long lines) {
        if (seesDelimiters()
                && length >= 2
                && octets[0] == '-'
                && octets[1] == '-'
                && delimiter(octets, length, start, end, before, lines)) {
            return;
        }
        if (inHeader && blank) {
            endHeader(end, lines + 1);
        } else if (inHeader) {
            headerLine(octets, length);
        }
    }

    /** The end of the message, where every part ends that is still open. */
    Outline end(long octets, long sentOctets, long lines) {
        endHeaderAt(octets, lines);
        while (current != root) {
            endCurrent(octets, octets, lines);
        }
        return new Outline(
                octets,
                sentOctets,
                Envelope.of(root.header),
                root.header.value(HeaderField.REFERENCES),
                root.end(octets, octets, lines));
    }

    // ---- header

    private void headerLine(byte[] line, int length) {
        boolean continued = length > 0 && (line[0] == ' ' || line[0] == '\t');
        if (!continued) {
            endField();
            int colon = indexOf(line, length, ':');
            field = HeaderField.named(line, Math.max(colon, 0))
                    .filter(current::wants)
                    .orElse(null);
            keep(line, colon + 1, length);
        } else {
            keep(line, 0, length);
        }
    }

    private void keep(byte[] line, int from, int to) {
        if (field != null) {
            int taken = Math.min(to - from, headerOctetsLeft);
            headerOctetsLeft -= taken;
            value.add(line, from, from + taken);
        }
    }

    private void endField() {
        if (field != null) {
            byte[] octets = value.octets();
            for (int i = 0; i < value.size(); i++) {
                if (octets[i] == 0 || octets[i] == Octets.CR) {
                    octets[i] = ' ';
                }
            }
            current.header.add(field, trimmed(octets, value.size()));
            field = null;
        }
        value.clear();
    }

    private static String trimmed(byte[] octets, int size) {
        int from = 0;
        int to = size;
        while (from < to && (octets[from] == ' ' || octets[from] == '\t')) {
            from++;
        }
        while (to > from && (octets[to - 1] == ' ' || octets[to - 1] == '\t')) {
            to--;
        }
        return Octets.string(octets, from, to);
    }

    private void endHeader(long bodyStart, long linesBefore) {
        endField();
        boolean roomWithin = current.depth < limits.depth() && parts < limits.parts();
        current.beginBody(bodyStart, linesBefore, roomWithin);
        boundaries += current.boundary().length > 0 ? 1 : 0;
        inHeader = false;
        if (current.holdsMessage()) {
            open(OpenPart.ofMessage(current, bodyStart));
        }
    }

    /** The header, and that of a message within it, ends where there is no more. */
    private void endHeaderAt(long end, long lines) {
        while (inHeader) {
            endHeader(end, lines);
        }
    }

    // ---- parts

    private void open(OpenPart part) {
        current = part;
        parts++;
        inHeader = true;
    }

    private void endCurrent(long end, long lineStart, long lines) {
        boundaries -= current.boundary().length > 0 ? 1 : 0;
        current.end(end, lineStart, lines);
        current = current.parent;
    }

    private boolean delimiter(byte[] line, int length, long start, long end, int before, long lines) {
        Optional<Delimiter> found = find(line, length);
        if (found.isEmpty()) {
            return false;
        }
        Delimiter delimiter = found.get();
        if (!delimiter.close && parts >= limits.parts()) {
            return false;
        }
        endHeaderAt(start, lines);
        while (current != delimiter.of) {
            endCurrent(start - before, start, lines);
        }
        if (delimiter.close) {
            current.passCloseDelimiter();
            boundaries--;
        } else {
            open(OpenPart.ofMultipart(current, end));
        }
        return true;
    }

    /** dash-boundary or close-delimiter of that multipart: RFC 2046 section 5.1.1. */
    private record Delimiter(OpenPart of, boolean close) {}

    /**
     * What the line delimits: the innermost multipart whose boundary it bears with nothing behind but white space; where there is none,
     * the one whose boundary is the longest with which it begins, as section 5.1.2 demands. The first comes first since one boundary
     * may begin with another.
     */
    private Optional<Delimiter> find(byte[] line, int length) {
        OpenPart longest = null;
        for (OpenPart part = current; part != null; part = part.parent) {
            byte[] boundary = part.boundary();
            if (boundary.length > 0 && beginsWith(line, length, boundary)) {
                boolean close = hyphensAt(line, length, 2 + boundary.length);
                if (blankFrom(line, length, 2 + boundary.length + (close ? 2 : 0))) {
                    return Optional.of(new Delimiter(part, close));
                }
                longest = longest == null || longest.boundary().length < boundary.length ? part : longest;
            }
        }
        return longest == null
                ? Optional.empty()
                : Optional.of(new Delimiter(longest, hyphensAt(line, length, 2 + longest.boundary().length)));
    }

    private static boolean beginsWith(byte[] line, int length, byte[] boundary) {
        return length >= 2 + boundary.length
                && line[2] == boundary[0]
                && Arrays.equals(line, 2, 2 + boundary.length, boundary, 0, boundary.length);
    }

    private static boolean hyphensAt(byte[] line, int length, int at) {
        return at + 2 <= length && line[at] == '-' && line[at + 1] == '-';
    }

    private static boolean blankFrom(byte[] line, int length, int from) {
        for (int i = from; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != Octets.CR) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(byte[] line, int length, char wanted) {
        for (int i = 0; i < length; i++) {
            if (line[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
