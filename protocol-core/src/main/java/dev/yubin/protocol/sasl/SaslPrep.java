package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.Optional;

/**
 * SASLprep (RFC 4013): the one spelling of a user name or password, however a keyboard composed it. Tables are those of RFC 3454, from
 * to to. Normalization, direction and what is assigned are the JDK's Unicode rather than version 3.2, so that characters younger than
 * 2002 may stand in a password; the old ones are treated alike.
 */
public final class SaslPrep {
    /** C.1.2, mapped to SPACE. It is looked at before B.1, which also has U+200B. */
    private static final int[] NON_ASCII_SPACES = {
        0x00A0, 0x00A0, 0x1680, 0x1680, 0x2000, 0x200B, 0x202F, 0x202F, 0x205F, 0x205F, 0x3000, 0x3000
    };

    /** B.1 */
    private static final int[] COMMONLY_MAPPED_TO_NOTHING = {
        0x00AD, 0x00AD, 0x034F, 0x034F, 0x1806, 0x1806, 0x180B, 0x180D, 0x200B, 0x200D, 0x2060, 0x2060, 0xFE00, 0xFE0F,
        0xFEFF, 0xFEFF
    };

    private static final int[][] PROHIBITED = {
        NON_ASCII_SPACES,
        {0x0000, 0x001F, 0x007F, 0x007F}, // C.2.1 ASCII control characters
        { // C.2.2 non-ASCII control characters
            0x0080, 0x009F, 0x06DD, 0x06DD, 0x070F, 0x070F, 0x180E, 0x180E, 0x200C, 0x200D, 0x2028, 0x2029, 0x2060,
            0x2063, 0x206A, 0x206F, 0xFEFF, 0xFEFF, 0xFFF9, 0xFFFC, 0x1D173, 0x1D17A
        },
        {0xE000, 0xF8FF, 0xF0000, 0xFFFFD, 0x100000, 0x10FFFD}, // C.3 private use
        {0xFDD0, 0xFDEF}, // C.4 non-characters, but for the last two of each plane: see below
        {0xD800, 0xDFFF}, // C.5 surrogates
        {0xFFF9, 0xFFFD}, // C.6 inappropriate for plain text
        {0x2FF0, 0x2FFB}, // C.7 inappropriate for canonical representation
        {0x0340, 0x0341, 0x200E, 0x200F, 0x202A, 0x202E, 0x206A, 0x206F}, // C.8 display properties, deprecated
        {0xE0001, 0xE0001, 0xE0020, 0xE007F} // C.9 tagging
    };

    private SaslPrep() {}

    /** A text to compare with one that is kept; empty when the text is prohibited or nothing is left of it. */
    public static Optional<String> query(String text) {
        String mapped = mapped(text);
        return mapped.isEmpty() || mapped.codePoints().anyMatch(SaslPrep::isProhibited) || mixesDirections(mapped)
                ? Optional.empty()
                : Optional.of(mapped);
    }

    /** A text to keep, which in addition may have no unassigned code point, since nobody knows what it will normalize to. */
    public static Optional<String> stored(String text) {
        return query(text)
                .filter(prepared -> prepared.codePoints().allMatch(c -> Character.getType(c) != Character.UNASSIGNED));
    }

    static Optional<String> query(Secret text) {
        return utf8(text).flatMap(SaslPrep::query);
    }

    static Optional<String> stored(Secret text) {
        return utf8(text).flatMap(SaslPrep::stored);
    }

    private static Optional<String> utf8(Secret text) {
        try {
            return Optional.of(text.text());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Sections 2.1 and 2.2. */
    private static String mapped(String text) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> isIn(NON_ASCII_SPACES, c) ? ' ' : c)
                .filter(c -> !isIn(COMMONLY_MAPPED_TO_NOTHING, c))
                .forEach(mapped::appendCodePoint);
        return Normalizer.normalize(mapped, Normalizer.Form.NFKC);
    }

    /** Section 2.3. */
    private static boolean isProhibited(int c) {
        if ((c & 0xFFFE) == 0xFFFE) {
            return true; // C.4
        }
        for (int[] table : PROHIBITED) {
            if (isIn(table, c)) {
                return true;
            }
        }
        return false;
    }

    /** Section 2.4: text with a letter written right to left has none written left to right, and both begins and ends with such a one. */
    private static boolean mixesDirections(String text) {
        return text.codePoints().anyMatch(SaslPrep::isRightToLeft)
                && (text.codePoints().anyMatch(SaslPrep::isLeftToRight)
                        || !isRightToLeft(text.codePointAt(0))
                        || !isRightToLeft(text.codePointBefore(text.length())));
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    private static boolean isLeftToRight(int c) {
        return Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT;
    }

    private static boolean isIn(int[] ranges, int c) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (c >= ranges[i] && c <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
