package dev.yubin.mailbox.outline;

import java.util.Arrays;

/** Octets that are kept for a while; those above its limit are counted as lost rather than kept. */
final class OctetBuffer {
    private final int limit;
    private byte[] octets = new byte[128];
    private int size;
    private boolean cut;

    OctetBuffer(int limit) {
        this.limit = limit;
    }

    void add(byte[] from, int start, int end) {
        int taken = Math.min(end - start, limit - size);
        cut |= taken < end - start;
        if (size + taken > octets.length) {
            octets = Arrays.copyOf(octets, Math.min(limit, Math.max(size + taken, 2 * octets.length)));
        }
        System.arraycopy(from, start, octets, size, taken);
        size += taken;
    }

    /** The octets; those from {@link #size} on mean nothing. */
    byte[] octets() {
        return octets;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Whether some did not find room. */
    boolean cut() {
        return cut;
    }

    void clear() {
        size = 0;
        cut = false;
    }
}
