package dev.yubin.imap.server;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Gives texts numbers, 0 for the first, and knows each again: by 128 bits of its SHA-256, so that a long one costs what a short one does, some 30 octets,
 * and nobody can make up two that are taken for one.
 */
final class Digests {
    static final int UNKNOWN = -1;

    private final MessageDigest sha256 = sha256();
    /** Two for each. */
    private long[] digests = new long[32];
    /** Where to find them: the number of one, and one more; 0 where there is none. At least half of them are. */
    private int[] slots = new int[64];

    private int size;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** How many there are. */
    int size() {
        return size;
    }

    /**
     * The number of a text.
     *
     * @param adds whether one that is not known gets one; {@link #UNKNOWN} where it does not
     */
    int number(byte[] text, boolean adds) {
        ByteBuffer digest = ByteBuffer.wrap(sha256.digest(text));
        long begin = digest.getLong();
        long second = digest.getLong();
        int slot = slot(begin, second);
        if (slots[slot] != 0 || !adds) {
            return slots[slot] - 1;
        }
        if (2 * size == digests.length) {
            digests = Arrays.copyOf(digests, digests.length + digests.length / 4 * 2);
        }
        digests[2 * size] = begin;
        digests[2 * size + 1] = second;
        slots[slot] = ++size;
        if (2 * size > slots.length) {
            spread();
        }
        return size - 1;
    }

    /** Where it is, or else where it may be put. */
    private int slot(long begin, long second) {
        int slot = (int) begin & slots.length - 1;
        while (slots[slot] != 0 && !(digests[2 * slots[slot] - 2] == begin && digests[2 * slots[slot] - 1] == second)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private void spread() {
        slots = new int[2 * slots.length];
        for (int i = 0; i < size; i++) {
            slots[slot(digests[2 * i], digests[2 * i + 1])] = i + 1;
        }
    }
}
