package dev.yubin.protocol.line;

import dev.yubin.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes one line, without its end. No CR, LF or NUL can be written, so nothing that an application passes in can begin a line of its
 * own. Used by one thread.
 */
public final class LineWriter {
    private byte[] octets = new byte[64];
    private int length;
    /** What {@link #toString} shows, once that is something else than the octets. */
    private Optional<StringBuilder> shown = Optional.empty();

    /** Begins an empty line. */
    public LineWriter() {}

    /**
     * Writes text as UTF-8.
     *
     * @throws IllegalArgumentException when it contains CR, LF, NUL or half of a surrogate pair
     */
    public LineWriter text(String text) {
        boolean ascii = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            ascii &= c < 0x80;
            if (c == '\r' || c == '\n' || c == 0 || (Character.isSurrogate(c) && !isPair(text, i))) {
                throw new IllegalArgumentException(
                        String.format("U+%04X cannot be written in a line: \"%s\"", (int) c, Escaped.text(text)));
            }
        }
        write(text.getBytes(ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
        shown.ifPresent(masked -> masked.append(text));
        return this;
    }

    private void write(byte[] more) {
        if (length + more.length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more.length));
        }
        System.arraycopy(more, 0, octets, length, more.length);
        length += more.length;
    }

    /** Writes a number in decimal digits. */
    public LineWriter number(long number) {
        return text(Long.toString(number));
    }

    /**
     * Writes a secret's octets as they are; {@link #toString} shows {@code [secret]} in their place.
     *
     * @throws IllegalArgumentException when it contains CR, LF or NUL; the message does not show it
     */
    public LineWriter secret(Secret secret) {
        byte[] hidden = secret.octets();
        for (byte octet : hidden) {
            if (octet == '\r' || octet == '\n' || octet == 0) {
                throw new IllegalArgumentException("a secret with CR, LF or NUL cannot be written in a line");
            }
        }
        shown = Optional.of(new StringBuilder(toString()).append(secret));
        write(hidden);
        return this;
    }

    /** The octets written so far, without an end of line. */
    public byte[] octets() {
        return Arrays.copyOf(octets, length);
    }

    private static boolean isPair(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    /** What was written, with secrets masked: fit for a log. */
    @Override
    public String toString() {
        return shown.map(StringBuilder::toString)
                .orElseGet(() -> new String(octets, 0, length, StandardCharsets.UTF_8));
    }
}
