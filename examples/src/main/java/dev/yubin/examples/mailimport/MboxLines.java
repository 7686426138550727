package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A file in lines, of which those that are longer than any header field come in pieces. */
final class MboxLines {
    private static final int LONGEST_PIECE = 8192;

    private final InputStream in;
    private final byte[] window = new byte[Octets.WINDOW];
    private int begin;
    private int filled;
    private int length;
    private long at;
    private boolean starts;
    private boolean ends = true;

    MboxLines(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line, or the next piece of this one; false at the end. */
    boolean next() throws SkippedException {
        at += length;
        begin += length;
        starts = ends;
        int end = lineEnd();
        while (end < 0 && filled - begin < LONGEST_PIECE && fill()) {
            end = lineEnd();
        }
        ends = end >= 0;
        length = ends ? end + 1 - begin : Math.min(LONGEST_PIECE, filled - begin);
        return length > 0;
    }

    private int lineEnd() {
        int last = Math.min(filled, begin + LONGEST_PIECE);
        for (int i = begin; i < last; i++) {
            if (window[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws SkippedException {
        System.arraycopy(window, begin, window, 0, filled - begin);
        filled -= begin;
        begin = 0;
        try {
            int count = in.read(window, filled, window.length - filled);
            filled += Math.max(0, count);
            return count > 0;
        } catch (IOException e) {
            throw SkippedException.unreadable(e);
        }
    }

    /** Where it begins in the file. */
    long at() {
        return at;
    }

    /** Where it ends. */
    long end() {
        return at + length;
    }

    /** Whether a line begins here. */
    boolean starts() {
        return starts;
    }

    /** Whether it is a line with nothing in it. */
    boolean isBlank() {
        return starts && ends && (length == 1 || length == 2 && window[begin] == '\r');
    }

    /** Its octets, with the line's end. */
    byte[] octets() {
        byte[] octets = new byte[length];
        System.arraycopy(window, begin, octets, 0, length);
        return octets;
    }

    /** Its octets as characters, without the line's end. */
    String text() {
        String text = new String(window, begin, length, StandardCharsets.ISO_8859_1);
        return text.replaceFirst("\r?\n$", "");
    }

    boolean startsWith(String word) {
        return starts
                && length >= word.length()
                && new String(window, begin, word.length(), StandardCharsets.ISO_8859_1).equals(word);
    }
}
