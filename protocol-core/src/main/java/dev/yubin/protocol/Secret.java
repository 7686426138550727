package dev.yubin.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A password, a token, or what a SASL mechanism exchanges. It prints as {@code [secret]}, so that no log line, exception or debugger's
 * summary shows it. Equality takes the same time wherever the octets differ.
 */
public final class Secret {
    private final byte[] octets;

    private Secret(byte[] octets) {
        this.octets = octets;
    }

    /** The secret whose octets are this text's in UTF-8. */
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The secret of these octets; they are copied. */
    public static Secret of(byte[] octets) {
        return new Secret(octets.clone());
    }

    /** A copy of the octets. */
    public byte[] octets() {
        return octets.clone();
    }

    /**
     * The octets read as UTF-8.
     *
     * @throws CharacterCodingException when they are not UTF-8
     */
    public String text() throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(octets))
                .toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(octets, secret.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** {@code [secret]}, always. */
    @Override
    public String toString() {
        return "[secret]";
    }
}
