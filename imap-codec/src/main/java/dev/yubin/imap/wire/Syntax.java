package dev.yubin.imap.wire;

/** Which octet may stand in what: the character classes of RFC 9051 section 9 as one table. */
public final class Syntax {
    private static final int ATOM = 1;
    private static final int ASTRING = 2;
    private static final int LIST = 4;
    private static final int DIGIT = 8;
    private static final int BASE64 = 16;

    private static final byte[] CLASSES = new byte[256];

    static {
        for (int c = 0x21; c < 0x7f; c++) {
            boolean wildcard = c == '%' || c == '*';
            boolean special = "(){\"\\".indexOf(c) >= 0;
            int classes = special || wildcard || c == ']' ? 0 : ATOM;
            classes |= special || wildcard ? 0 : ASTRING;
            classes |= special ? 0 : LIST;
            classes |= c >= '0' && c <= '9' ? DIGIT : 0;
            classes |= (c >= '0' && c <= '9') || Character.isLetter(c) || c == '+' || c == '/' ? BASE64 : 0;
            CLASSES[c] = (byte) classes;
        }
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

    /** tag = 1*(any ASTRING-CHAR except "+") */
    public static boolean isTagChar(int octet) {
        return octet != '+' && is(octet, ASTRING);
    }

    public static boolean isDigit(int octet) {
        return is(octet, DIGIT);
    }

    static boolean isBase64Char(int octet) {
        return octet == '=' || is(octet, BASE64);
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

    private static boolean is(int octet, int classes) {
        return octet >= 0 && octet < 128 && (CLASSES[octet] & classes) != 0;
    }
}
