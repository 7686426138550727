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
        if (!writeAscii(text)) {
            check(text);
            write(text.getBytes(StandardCharsets.UTF_8));
        }
        if (shown.isPresent()) {
            shown.get().append(text);
        }
        return this;
    }

    /**
     * Insists on a text that can stand in a line.
     *
     * @throws IllegalArgumentException when it contains CR, LF, NUL or half of a surrogate pair
     */
    public static void check(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0 || (Character.isSurrogate(c) && !isPair(text, i))) {
                throw new IllegalArgumentException(
                        String.format("U+%04X cannot be written in a line: \"%s\"", (int) c, Escaped.text(text)));
            }
        }
    }

    /** Most text by far is of characters that are an octet each. Writes nothing of one that is not. */
    private boolean writeAscii(String text) {
        makeRoom(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || c == '\r' || c == '\n' || c == 0) {
                return false;
            }
            octets[length + i] = (byte) c;
        }
        length += text.length();
        return true;
    }

    private void write(byte[] more) {
        makeRoom(more.length);
        System.arraycopy(more, 0, octets, length, more.length);
        length += more.length;
    }

    private void makeRoom(int more) {
        if (length + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more));
        }
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
