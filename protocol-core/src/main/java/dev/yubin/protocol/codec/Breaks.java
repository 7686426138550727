package dev.yubin.protocol.codec;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Looks for CR and LF in a buffer eight octets at a time, since most octets of a message are neither. */
final class Breaks {
    private static final long EACH = 0x0101_0101_0101_0101L;
    /** The least octet that is above CR and LF. */
    private static final long ABOVE = '\r' + 1;

    private static final long HIGHEST = 0x8080_8080_8080_8080L;

    /** A view: a ByteBuf that is watched for leaks notes down each time that it is asked. */
    private final ByteBuffer octets;

    private final int start;

    /** In what is readable now. */
    Breaks(ByteBuf in) {
        this.octets = in.nioBuffer().order(ByteOrder.LITTLE_ENDIAN);
        this.start = in.readerIndex();
    }

    /**
     * Where the first CR or LF stands from this index of the buffer on, but beyond each CR LF behind which another octet than a dot is known to stand: in most
     * content that is every line's end, and nothing is to be done about it. -1 where there is none.
     */
    int first(int from) {
        int at = find(from - start);
        while (at >= 0 && endsLineBeforeText(at)) {
            at = find(at + 2);
        }
        return at < 0 ? -1 : start + at;
    }

    private boolean endsLineBeforeText(int at) {
        return at + 2 < octets.limit()
                && octets.get(at) == '\r'
                && octets.get(at + 1) == '\n'
                && octets.get(at + 2) != '.';
    }

    private int find(int from) {
        int at = from;
        int end = octets.limit();
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long eight = octets.getLong(at);
            if (noneIsLow(eight)) {
                continue;
            }
            // The first octet is the lowest, and of several that are marked the lowest is right.
            long marks = zeros(eight ^ EACH * '\r') | zeros(eight ^ EACH * '\n');
            if (marks != 0) {
                return at + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
            }
        }
        for (; at < end; at++) {
            byte octet = octets.get(at);
            if (octet == '\r' || octet == '\n') {
                return at;
            }
        }
        return -1;
    }

    /** Whether all are above CR and LF, as they mostly are: one question in place of two. */
    private static boolean noneIsLow(long octets) {
        return (octets - EACH * ABOVE & ~octets & HIGHEST) == 0;
    }

    /** Marks the highest bit of the lowest octet that is zero, and perhaps of some above it. */
    private static long zeros(long octets) {
        return octets - EACH & ~octets & HIGHEST;
    }
}
