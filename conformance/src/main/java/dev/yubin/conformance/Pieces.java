package dev.yubin.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Octets in pieces, as a network may bring them: for tests of what must not depend on that. */
public final class Pieces {
    private static final int MOST_PIECES = 20_000;

    private Pieces() {}

    /** In pieces of so many octets; of more where the pieces would be too many to try. */
    public static List<byte[]> of(byte[] octets, int size) {
        int least = Math.max(size, octets.length / MOST_PIECES);
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < octets.length; from += least) {
            pieces.add(Arrays.copyOfRange(octets, from, Math.min(octets.length, from + least)));
        }
        return pieces;
    }

    /** In pieces that are long and short; always the same ones for the same octets. */
    public static List<byte[]> uneven(byte[] octets) {
        Random random = new Random(Arrays.hashCode(octets));
        List<byte[]> pieces = new ArrayList<>();
        int to;
        for (int from = 0; from < octets.length; from = to) {
            to = Math.min(octets.length, from + 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
            pieces.add(Arrays.copyOfRange(octets, from, to));
        }
        return pieces;
    }
}
