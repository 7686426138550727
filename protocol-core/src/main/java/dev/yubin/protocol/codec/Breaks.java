package dev.yubin.protocol.codec;

import io.netty.buffer.ByteBuf;

/** Looks for CR and LF eight octets at a time, since most octets of a message are neither. */
final class Breaks {
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGHEST = 0x8080_8080_8080_8080L;

    private Breaks() {}

    /** Where the first CR or LF stands from one index to before another; -1 where there is none. */
    static int first(ByteBuf in, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long octets =
                    in.getLongLE(at); // the first octet lowest, and of several that are marked the lowest is right
            long marks = zeros(octets ^ EACH * '\r') | zeros(octets ^ EACH * '\n');
            if (marks != 0) {
                return at + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
            }
        }
        for (; at < to; at++) {
            byte octet = in.getByte(at);
            if (octet == '\r' || octet == '\n') {
                return at;
            }
        }
        return -1;
    }

    /** Marks the highest bit of the lowest octet that is zero, and perhaps of some above it. */
    private static long zeros(long octets) {
        return octets - EACH & ~octets & HIGHEST;
    }
}
