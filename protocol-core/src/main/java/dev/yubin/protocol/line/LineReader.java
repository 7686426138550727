package dev.yubin.protocol.line;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Reads one line, its end already taken off, from left to right. {@code accept...} tries and leaves the line alone when it fails;
 * {@code expect...} insists. Octets above 127 are part of UTF-8 text. Used by one thread.
 */
public final class LineReader {
    private static final int END = -1;

    private final byte[] line;
    private int at;

    /** Reads these octets, which are not copied. */
    public LineReader(byte[] line) {
        this.line = line;
    }

    /** Reads this text as the octets of its UTF-8. */
    public static LineReader of(String line) {
        return new LineReader(line.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether everything is read. */
    public boolean atEnd() {
        return at == line.length;
    }

    /** How many octets have been read. */
    public int position() {
        return at;
    }

    /** The next octet, 0 to 255, which stays unread; -1 at the end. */
    public int peek() {
        return atEnd() ? END : line[at] & 0xff;
    }

    /** Whether this text comes next, in any case of its ASCII letters; it is read if so. */
    public boolean accept(String text) {
        if (line.length - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (lower(line[at + i]) != lower((byte) text.charAt(i))) {
                return false;
            }
        }
        at += text.length();
        return true;
    }

    /** Insists on this text, in any case of its ASCII letters. */
    public void expect(String text) throws SyntaxException {
        if (!accept(text)) {
            throw unexpected('"' + text + '"');
        }
    }

    /** Insists that nothing is left. */
    public void expectEnd() throws SyntaxException {
        if (!atEnd()) {
            throw unexpected("the end of the line");
        }
    }

    /** The octets from here on that fit, as text; perhaps none. */
    public String acceptWhile(IntPredicate octetFits) throws SyntaxException {
        int start = at;
        while (at < line.length && octetFits.test(line[at] & 0xff)) {
            at++;
        }
        return text(start, at);
    }

    /**
     * Insists on at least one octet that fits.
     *
     * @param what the name of what is expected, for the complaint: the RFC's word where it has one
     */
    public String expectWhile(IntPredicate octetFits, String what) throws SyntaxException {
        String text = acceptWhile(octetFits);
        if (text.isEmpty()) {
            throw unexpected(what);
        }
        return text;
    }

    /** Reads one octet, whatever it is; -1 at the end. */
    public int next() {
        return atEnd() ? END : line[at++] & 0xff;
    }

    /** All that is left, as text. */
    public String rest() throws SyntaxException {
        int start = at;
        at = line.length;
        return text(start, at);
    }

    /** All that is left, as words for people: what is no UTF-8 is shown as U+FFFD, for one who writes them in Latin-1 is no reason to give up. */
    public String restAsWords() {
        String words = new String(line, at, line.length - at, StandardCharsets.UTF_8);
        at = line.length;
        return words;
    }

    /** The text that was read since this many octets had been. */
    public String textSince(int position) throws SyntaxException {
        return text(position, at);
    }

    /** All that is left, as octets. */
    public byte[] restOctets() {
        byte[] rest = Arrays.copyOfRange(line, at, line.length);
        at = line.length;
        return rest;
    }

    /** Insists on a decimal number of 1 to 20 digits and at most {@code max}. */
    public long expectNumber(long max) throws SyntaxException {
        int start = at;
        long number = 0;
        while (at < line.length && line[at] >= '0' && line[at] <= '9') {
            int digit = line[at] - '0';
            if (number > (max - digit) / 10 || at - start == 20) {
                at = start;
                throw unexpected("a number of at most " + max);
            }
            number = number * 10 + digit;
            at++;
        }
        if (at == start) {
            throw unexpected("a number");
        }
        return number;
    }

    /** The complaint that {@code what} was expected here. */
    public SyntaxException unexpected(String what) {
        return new SyntaxException("expected " + what + " at octet " + (at + 1) + " but found "
                + (atEnd() ? "the end of the line" : '"' + Escaped.text(line, at) + '"'));
    }

    /** The line from the start, whatever was read, escaped: for complaints and logs where nothing in it is secret. */
    public String escaped() {
        return Escaped.text(line, 0);
    }

    private String text(int start, int end) throws SyntaxException {
        boolean ascii = true;
        for (int i = start; i < end && ascii; i++) {
            ascii = line[i] >= 0;
        }
        if (ascii) {
            return new String(line, start, end - start, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SyntaxException("expected UTF-8 but found \"" + Escaped.text(line, start) + '"');
        }
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }
}
