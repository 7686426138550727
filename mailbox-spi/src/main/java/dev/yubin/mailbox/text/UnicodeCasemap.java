package dev.yubin.mailbox.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * The collation {@code i;unicode-casemap}: RFC 5051. It finds texts whatever their case and width, and puts them in order so, e with an accent
 * behind e.
 */
public final class UnicodeCasemap {
    private UnicodeCasemap() {}

    /**
     * What of a text is compared: two texts are equal where their keys are, and in order where their keys are as unsigned octets
     * ({@link java.util.Arrays#compareUnsigned(byte[], byte[])}).
     */
    public static byte[] key(String text) {
        return prepared(text).getBytes(StandardCharsets.UTF_8);
    }

    /** The same as a text: one has another in it where one prepared has the other prepared in it. Each character titled, then decomposed. */
    public static String prepared(String text) {
        char[] titled = text.toCharArray();
        for (int i = 0; i < titled.length; i++) {
            if (titled[i] > 0x7f) {
                return decomposed(text);
            }
            titled[i] = Character.toUpperCase(titled[i]);
        }
        return new String(titled);
    }

    private static String decomposed(String text) {
        StringBuilder titled = new StringBuilder(text.length());
        text.codePoints().map(Character::toTitleCase).forEach(titled::appendCodePoint);
        return Normalizer.normalize(titled, Normalizer.Form.NFKD);
    }
}
