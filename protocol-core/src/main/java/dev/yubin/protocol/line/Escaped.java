package dev.yubin.protocol.line;

import java.nio.charset.StandardCharsets;

/** A peer's octets made fit for a log or a reply: printable ASCII as it is, a backslash doubled, the rest as {@code \xNN}. */
public final class Escaped {
    private static final int LONGEST = 120;

    private Escaped() {}

    /** The text's UTF-8, at most 120 octets of it. */
    public static String text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** The octets from {@code start} to the end, at most 120 of them. */
    public static String text(byte[] octets, int start) {
        int end = Math.min(octets.length, start + LONGEST);
        String text = whole(octets, start, end);
        return end < octets.length ? text + "..." : text;
    }

    /** The text's UTF-8 to its very end: for who asked to see all of it. */
    public static String whole(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return whole(octets, 0, octets.length);
    }

    private static String whole(byte[] octets, int start, int end) {
        StringBuilder out = new StringBuilder();
        for (int i = start; i < end; i++) {
            int c = octets[i] & 0xff;
            if (c == '\\') {
                out.append("\\\\");
            } else if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
            } else {
                out.append(String.format("\\x%02X", c));
            }
        }
        return out.toString();
    }
}
