package dev.yubin.mailbox.outline;

/**
 * How much of a message an outline tells. What lies beyond is still there to be read; the outline shows it as one piece.
 *
 * @param depth        how many parts may lie in each other, the message itself being the first; a multipart or message that is as deep
 *                     as this is shown as {@code application/octet-stream}. At most {@value #MAX_DEPTH}
 * @param parts        how many parts there may be in all; the last one then reaches to the end of its multipart
 * @param fieldOctets  how much of one header field is kept
 * @param headerOctets how much of all header fields together is kept, those of enclosed messages and parts among them; the envelope and
 *                     MIME fields behind it are cut off
 */
public record OutlineLimits(int depth, int parts, int fieldOctets, int headerOctets) {
    /** The greatest depth that may be asked for: an outline is walked by recursion. */
    public static final int MAX_DEPTH = 500;

    /** A depth of 100, 10,000 parts, 64 KiB of a field, 256 KiB of header fields. */
    public static final OutlineLimits DEFAULT = new OutlineLimits(100, 10_000, 64 * 1024, 256 * 1024);

    public OutlineLimits {
        if (depth < 1 || depth > MAX_DEPTH) {
            throw new IllegalArgumentException("depth is 1 to " + MAX_DEPTH + ", not " + depth);
        }
        if (parts < 1 || fieldOctets < 1 || headerOctets < 1) {
            throw new IllegalArgumentException("parts, fieldOctets and headerOctets are at least 1, not " + parts + ", "
                    + fieldOctets + " and " + headerOctets);
        }
    }
}
