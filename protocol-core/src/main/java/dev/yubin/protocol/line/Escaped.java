package dev.yubin.protocol.line;

import java.nio.charset.StandardCharsets;

/** A peer's octets made fit for a log or a reply: printable ASCII as it is, the rest as {@code \xNN}, the far end cut off. */
public final class Escaped {
    private static final int LONGEST = 120;

    private Escaped() {}

    public static String text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** The octets from {@code start} to the end, at most 120 of them. */
    public static String text(byte[] octets, int start) {
        StringBuilder out = new StringBuilder();
        int end = Math.min(octets.length, start + LONGEST);
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
        return end < octets.length ? out + "..." : out.toString();
    }
}
