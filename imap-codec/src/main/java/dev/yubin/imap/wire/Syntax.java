package dev.yubin.imap.wire;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Which octet may stand in what: the character classes of RFC 9051 section 9 as one table. */
public final class Syntax {
    static final int ATOM = 1;
    static final int ASTRING = 2;
    static final int LIST = 4;
    static final int TAG = 8;
    static final int DIGIT = 16;
    static final int BASE64 = 32;
    /** What stands in a quoted string as it is. */
    static final int PLAIN = 64;
    /** What no CHAR is. */
    static final int EIGHT_BIT = 128;

    private static final int LONGEST_TAG = 255;
    private static final Pattern OBJECT_ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private static final byte[] CLASSES = new byte[256];

    static {
        for (int c = 1; c < 0x80; c++) {
            CLASSES[c] = (byte) ("\r\n\"\\".indexOf(c) >= 0 ? 0 : PLAIN);
        }
        for (int c = 0x21; c < 0x7f; c++) {
            boolean wildcard = c == '%' || c == '*';
            boolean special = "(){\"\\".indexOf(c) >= 0;
            int classes = special || wildcard || c == ']' ? 0 : ATOM;
            classes |= special || wildcard ? 0 : ASTRING;
            classes |= special ? 0 : LIST;
            classes |= special || wildcard || c == '+' ? 0 : TAG;
            classes |= c >= '0' && c <= '9' ? DIGIT : 0;
            boolean base64 = (c >= '0' && c <= '9') || Character.isLetter(c) || "+/=".indexOf(c) >= 0;
            CLASSES[c] |= (byte) (classes | (base64 ? BASE64 : 0));
        }
        Arrays.fill(CLASSES, 0x80, 0x100, (byte) EIGHT_BIT);
    }

    private Syntax() {}

    /** ATOM-CHAR = any CHAR except atom-specials */
    public static boolean isAtomChar(int octet) {
        return is(octet, ATOM);
    }

    /** ASTRING-CHAR = ATOM-CHAR / resp-specials */
    public static boolean isAstringChar(int octet) {
        return is(octet, ASTRING);
    }

    /** list-char = ATOM-CHAR / list-wildcards / resp-specials */
    public static boolean isListChar(int octet) {
        return is(octet, LIST);
    }

    /** tag = 1*(any ASTRING-CHAR except "+"), and not longer than anyone needs it */
    public static boolean isTag(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!is(text.charAt(i), TAG)) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_TAG;
    }

    public static boolean isDigit(int octet) {
        return is(octet, DIGIT);
    }

    /** Where the run of octets ends that are of one of these classes. */
    static int runOf(int classes, byte[] octets, int from, int to) {
        int at = from;
        while (at < to && (CLASSES[octets[at] & 0xff] & classes) != 0) {
            at++;
        }
        return at;
    }

    /** Whether this text is an atom. */
    public static boolean isAtom(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isAtomChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether that word is among them, in any case. */
    public static boolean holds(List<String> words, String word) {
        for (String each : words) {
            if (each.equalsIgnoreCase(word)) {
                return true;
            }
        }
        return false;
    }

    /** The word that an option's name stands for, such as {@code SPECIAL-USE}. */
    public static String word(Enum<?> option) {
        return option.name().replace('_', '-');
    }

    /**
     * An objectid of RFC 8474 section 7: 1 to 255 letters and digits of ASCII, {@code _} and {@code -}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static String checkedObjectId(String id) {
        if (!OBJECT_ID.matcher(id).matches()) {
            throw new IllegalArgumentException("an object identifier has 1 to 255 of A-Z a-z 0-9 _ -");
        }
        return id;
    }

    /**
     * A number of 32 bits, from {@code least} on.
     *
     * @param what it is, for the complaint
     * @throws IllegalArgumentException when it is none
     */
    public static long checked(String what, long number, long least) {
        if (number < least || number > ImapReader.MAX_NUMBER) {
            throw new IllegalArgumentException(what + " is " + least + " to 2^32-1, not " + number);
        }
        return number;
    }

    static boolean is(int octet, int classes) {
        return octet >= 0 && octet < 128 && (CLASSES[octet] & classes) != 0;
    }
}
