package dev.yubin.imap.wire;

import dev.yubin.protocol.line.SyntaxException;

/**
 * Mailbox names of IMAP4rev1, and of folders on disks that are named as those are: RFC 3501 section 5.1.3. One text has one form, so what can be read
 * in two ways is refused. Readers and writers of the protocol do this by themselves.
 */
public final class ModifiedUtf7 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
    private static final byte[] VALUES = new byte[128];

    static {
        java.util.Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            VALUES[ALPHABET.charAt(i)] = (byte) i;
        }
    }

    private ModifiedUtf7() {}

    /** In printable ASCII. */
    public static String encode(String name) {
        StringBuilder out = null;
        for (int i = 0; i < name.length(); ) {
            char c = name.charAt(i);
            if (isPlain(c) && c != '&') {
                if (out != null) {
                    out.append(c);
                }
                i++;
                continue;
            }
            out = out == null ? new StringBuilder(name.length() + 16).append(name, 0, i) : out;
            if (c == '&') {
                out.append("&-");
                i++;
            } else {
                i = encodeRun(name, i, out);
            }
        }
        return out == null ? name : out.toString();
    }

    /** Writes all from {@code i} on that is not printable ASCII; returns where it ends. */
    private static int encodeRun(String name, int i, StringBuilder out) {
        int bits = 0;
        int count = 0;
        out.append('&');
        for (; i < name.length() && !isPlain(name.charAt(i)); i++) {
            bits = bits << 16 | name.charAt(i);
            count += 16;
            while (count >= 6) {
                count -= 6;
                out.append(ALPHABET.charAt(bits >>> count & 0x3f));
            }
            bits &= (1 << count) - 1;
        }
        if (count > 0) {
            out.append(ALPHABET.charAt(bits << 6 - count & 0x3f));
        }
        out.append('-');
        return i;
    }

    /** The name, in Unicode. @throws SyntaxException when it is not what {@link #encode} writes */
    public static String decode(String encoded) throws SyntaxException {
        int first = encoded.indexOf('&');
        for (int i = 0; i < encoded.length(); i++) {
            if (!isPlain(encoded.charAt(i))) {
                throw new SyntaxException("expected a mailbox name in modified UTF-7 (RFC 3501 section 5.1.3),"
                        + " but it has an octet that is not printable ASCII");
            }
        }
        if (first < 0) {
            return encoded;
        }
        StringBuilder out = new StringBuilder(encoded.length()).append(encoded, 0, first);
        for (int i = first; i < encoded.length(); ) {
            char c = encoded.charAt(i);
            if (c != '&') {
                out.append(c);
                i++;
            } else {
                i = decodeRun(encoded, i + 1, out);
            }
        }
        return out.toString();
    }

    /** Reads what stands behind an ampersand, up to the dash that ends it; returns where that is passed. */
    private static int decodeRun(String encoded, int start, StringBuilder out) throws SyntaxException {
        int end = encoded.indexOf('-', start);
        if (end == start) {
            out.append('&');
            return end + 1;
        }
        int bits = 0;
        int count = 0;
        for (int i = start; i < end; i++) {
            int value = VALUES[encoded.charAt(i)];
            if (value < 0) {
                throw invalid();
            }
            bits = bits << 6 | value;
            count += 6;
            if (count >= 16) {
                count -= 16;
                append((char) (bits >>> count), out);
                bits &= (1 << count) - 1;
            }
        }
        boolean goesOn = end + 1 < encoded.length()
                && encoded.charAt(end + 1) == '&'
                && end + 2 < encoded.length()
                && encoded.charAt(end + 2) != '-';
        boolean halfPair = out.length() > 0 && Character.isHighSurrogate(out.charAt(out.length() - 1));
        if (end < 0 || count >= 6 || bits != 0 || goesOn || halfPair) {
            throw invalid();
        }
        return end + 1;
    }

    private static void append(char c, StringBuilder out) throws SyntaxException {
        boolean behindHigh = out.length() > 0 && Character.isHighSurrogate(out.charAt(out.length() - 1));
        if (isPlain(c) || Character.isLowSurrogate(c) != behindHigh) {
            throw invalid();
        }
        out.append(c);
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c < 0x7f;
    }

    private static SyntaxException invalid() {
        return new SyntaxException(
                "expected a mailbox name in modified UTF-7 (RFC 3501 section 5.1.3), where & itself is written &-");
    }
}
