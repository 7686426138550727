package dev.yubin.protocol.codec;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Looks for CR and LF in a buffer eight octets at a time, since most octets of a message are neither. */
final class Breaks {
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGHEST = 0x8080_8080_8080_8080L;

    /** A view: a ByteBuf that is watched for leaks notes down each time that it is asked. */
    private final ByteBuffer octets;

    private final int start;

    /** In what is readable now. */
    Breaks(ByteBuf in) {
        this.octets = in.nioBuffer().order(ByteOrder.LITTLE_ENDIAN);
        this.start = in.readerIndex();
    }

    /** Where the first CR or LF stands from this index of the buffer on; -1 where there is none. */
    int first(int from) {
        int at = from - start;
        int end = octets.limit();
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            // The first octet is the lowest, and of several that are marked the lowest is right.
            long eight = octets.getLong(at);
            long marks = zeros(eight ^ EACH * '\r') | zeros(eight ^ EACH * '\n');
            if (marks != 0) {
                return start + at + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
            }
        }
        for (; at < end; at++) {
            byte octet = octets.get(at);
            if (octet == '\r' || octet == '\n') {
                return start + at;
            }
        }
        return -1;
    }

    /** Marks the highest bit of the lowest octet that is zero, and perhaps of some above it. */
    private static long zeros(long octets) {
        return octets - EACH & ~octets & HIGHEST;
    }
}
