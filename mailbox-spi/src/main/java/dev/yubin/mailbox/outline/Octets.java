package dev.yubin.mailbox.outline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Octets and the strings that stand for them, one character each; and the search for line ends, on which the scanner's speed rests. */
final class Octets {
    static final byte CR = '\r';
    static final byte LF = '\n';

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
    private static final long CARRIAGE_RETURNS = 0x0d0d0d0d0d0d0d0dL;
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

    private Octets() {}

    static String string(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, ISO_8859_1);
    }

    static byte[] of(String string) {
        return string.getBytes(ISO_8859_1);
    }

    /** White space in the sense of RFC 5322 section 2.2, or what takes its place in a string that was not unfolded. */
    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0;
    }

    /** Eight octets at once: the top bit of each that is a line feed. */
    static long lineFeeds(byte[] octets, int at) {
        return equal(octets, at, LINE_FEEDS);
    }

    private static long equal(byte[] octets, int at, long eightTimes) {
        long word = (long) WORD.get(octets, at) ^ eightTimes;
        return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
    }

    /** The index of the first line feed, or -1. */
    static int indexOfLineFeed(byte[] octets, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long found = lineFeeds(octets, i);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (octets[i] == LF) {
                return i;
            }
        }
        return -1;
    }

    static int countLineFeeds(byte[] octets, int from, int to) {
        int count = 0;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            count += Long.bitCount(lineFeeds(octets, i));
        }
        for (; i < to; i++) {
            count += octets[i] == LF ? 1 : 0;
        }
        return count;
    }

    /** How many line feeds have no carriage return before them; {@code before} is the octet before the first one. */
    static int countBareLineFeeds(byte before, byte[] octets, int from, int to) {
        int count = 0;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long found = lineFeeds(octets, i);
            if (found != 0) {
                long firstBehindCr = (i > from ? octets[i - 1] : before) == CR ? 0x80 : 0;
                long behindCr = equal(octets, i, CARRIAGE_RETURNS) << Byte.SIZE | firstBehindCr;
                count += Long.bitCount(found & ~behindCr);
            }
        }
        for (; i < to; i++) {
            count += octets[i] == LF && (i > from ? octets[i - 1] : before) != CR ? 1 : 0;
        }
        return count;
    }
}
