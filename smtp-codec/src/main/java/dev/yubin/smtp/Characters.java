package dev.yubin.smtp;

import java.nio.charset.StandardCharsets;

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
        return letDig(c) || c >= 0x80 || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
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
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** C0, DEL and C1. */
    static boolean control(int c) {
        return c < ' ' || (c >= 0x7f && c < 0xa0);
    }

    /** Whether it is longer than so many octets in UTF-8. */
    static boolean exceeds(int octets, String text) {
        return 3L * text.length() > octets && octets(text) > octets; // a char comes to three at most
    }

    /** How long it is in UTF-8, which is what the limits of RFC 5321 section 4.5.3.1 count. */
    static int octets(String text) {
        return ascii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
