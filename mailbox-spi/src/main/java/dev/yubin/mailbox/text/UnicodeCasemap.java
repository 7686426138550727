package dev.yubin.mailbox.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** The collation {@code i;unicode-casemap}: RFC 5051. It puts texts in order whatever their case, and e with an accent behind e. */
public final class UnicodeCasemap {
    private UnicodeCasemap() {}

    /**
     * What of a text is compared: two texts are equal where their keys are, and in order where their keys are as unsigned octets
     * ({@link java.util.Arrays#compareUnsigned(byte[], byte[])}).
     */
    public static byte[] key(String text) {
        StringBuilder titled = new StringBuilder(text.length());
        text.codePoints().map(Character::toTitleCase).forEach(titled::appendCodePoint);
        return Normalizer.normalize(titled, Normalizer.Form.NFKD).getBytes(StandardCharsets.UTF_8);
    }
}
