package dev.yubin.smtp;

/** The character classes that several grammars share. RFC 5321 section 4.1.2; octets above 127 join them by RFC 6531 section 3.3. */
final class Characters {
    private Characters() {}

    static boolean letDig(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Ldh-str without its rule about the last character. */
    static boolean ldh(int c) {
        return letDig(c) || c == '-';
    }

    static boolean atext(int c) {
        return letDig(c) || (c < 0x80 && "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0) || c >= 0x80;
    }

    /** Printable, without space. */
    static boolean vchar(int c) {
        return c > ' ' && c < 0x7f;
    }

    /** esmtp-value; section 4.1.2. */
    static boolean esmtpValue(int c) {
        return (vchar(c) && c != '=') || c >= 0x80;
    }

    static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
