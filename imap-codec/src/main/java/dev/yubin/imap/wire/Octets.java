package dev.yubin.imap.wire;

import dev.yubin.protocol.line.Escaped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A few octets as a value, such as a small literal's: copied on the way in and out, never changed. */
public final class Octets {
    public static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] octets;

    private Octets(byte[] octets) {
        this.octets = octets;
    }

    /** These octets; they are copied. */
    public static Octets of(byte[] octets) {
        return new Octets(octets.clone());
    }

    /** The octets of this text in UTF-8. */
    public static Octets of(String text) {
        return new Octets(text.getBytes(StandardCharsets.UTF_8));
    }

    static Octets range(byte[] octets, int from, int to) {
        return new Octets(Arrays.copyOfRange(octets, from, to));
    }

    /** How many there are. */
    public int size() {
        return octets.length;
    }

    /** A copy. */
    public byte[] toArray() {
        return octets.clone();
    }

    /** A view that cannot be written to. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(octets).asReadOnlyBuffer();
    }

    /** Read as UTF-8; what is none becomes U+FFFD. */
    public String text() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    byte[] array() {
        return octets;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** The first of them, escaped. */
    @Override
    public String toString() {
        return Escaped.text(octets, 0);
    }
}
