package dev.yubin.imap.wire;

import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;

/**
 * The ground that {@link ImapReader} stands on: where reading has come to in the octets, single octets, words and numbers, and the complaint
 * about what stands there instead of what was expected.
 */
abstract class WordReader {
    /** The greatest {@code number}. */
    public static final long MAX_NUMBER = 0xFFFF_FFFFL;

    private static final int END = -1;

    final byte[] octets;
    final int end;
    /** Whether a server's response is read, which is taken as good as can be where it breaks the grammar. */
    final boolean response;

    int at;
    private boolean concealed;

    WordReader(byte[] octets, int end, boolean response) {
        this.octets = octets;
        this.end = end;
        this.response = response;
    }

    public boolean atEnd() {
        return at == end;
    }

    /** How many octets have been read. */
    public int position() {
        return at;
    }

    /** The next octet, 0 to 255, which stays unread; -1 at the end. */
    public int peek() {
        return at < end ? octets[at] & 0xff : END;
    }

    /** From here on no complaint shows what was found, since it may be secret. */
    public void conceal() {
        concealed = true;
    }

    /**
     * Whether this octet comes next; it is read if so. Servers write spaces where the grammar has none: between two items a response may have any
     * number of them, and within its parentheses some at either end.
     */
    public boolean accept(char c) {
        int found = response && c == ')' ? behindSpaces(at) : at;
        if (found == end || octets[found] != c) {
            return false;
        }
        int behind = found + 1;
        if (response && (c == ' ' || c == '(')) {
            behind = behindSpaces(behind);
            if (c == ' ' && behind < end && octets[behind] == ')') {
                return false; // no item follows, so they belong to the parenthesis
            }
        }
        at = behind;
        return true;
    }

    private int behindSpaces(int from) {
        int behind = from;
        while (behind < end && octets[behind] == ' ') {
            behind++;
        }
        return behind;
    }

    /** Goes back by so many octets of what was read. */
    public void back(int count) {
        at -= count;
    }

    /** Whether this text comes next, in any case of its ASCII letters; it is read if so. */
    public boolean accept(String text) {
        int behind = behind(text);
        if (behind < 0) {
            return false;
        }
        at = behind;
        return true;
    }

    /** Whether this word comes next and nothing that would make it longer; it is read if so. */
    public boolean acceptWord(String word) {
        int behind = behind(word);
        if (behind < 0 || (behind < end && Syntax.isAtomChar(octets[behind]))) {
            return false;
        }
        at = behind;
        return true;
    }

    /** Where this text ends, which comes next; -1 where it does not come. */
    private int behind(String text) {
        int behind = at;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (behind == end || (octets[behind] != c && lower(octets[behind]) != lower((byte) c))) {
                return -1;
            }
            behind++;
            if (response && c == ' ') {
                behind = behindSpaces(behind);
            }
        }
        return behind;
    }

    private boolean comes(char letter) {
        return at < end && lower(octets[at]) == lower((byte) letter);
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    public void expect(char c) throws SyntaxException {
        if (!accept(c)) {
            throw unexpected("'" + c + "'");
        }
    }

    /** Insists on this text, in any case of its ASCII letters. */
    public void expect(String text) throws SyntaxException {
        if (!accept(text)) {
            throw unexpected('"' + text + '"');
        }
    }

    /** Insists that nothing is left. */
    public void expectEnd() throws SyntaxException {
        if (at < end) {
            throw unexpected("the end of the line");
        }
    }

    /** atom = 1*ATOM-CHAR */
    public String atom(String what) throws SyntaxException {
        int start = at;
        int stop = runOf(Syntax.ATOM);
        if (stop == start) {
            throw unexpected(what);
        }
        at = stop;
        return ascii(start, stop);
    }

    /** The atom that comes next, perhaps none; it stays unread. */
    public String peekAtom() {
        return ascii(at, runOf(Syntax.ATOM));
    }

    /** The tag that stands next, which stays unread; empty where none does. */
    public String peekTag() {
        return ascii(at, runOf(Syntax.TAG));
    }

    /** Where the run of octets ends that begins here and is of one of these classes of {@link Syntax}. */
    final int runOf(int classes) {
        return Syntax.runOf(classes, octets, at, end);
    }

    /** One of these words: the options' names, with {@code -} for {@code _}. */
    public <E extends Enum<E>> E option(E[] options) throws SyntaxException {
        for (E option : options) {
            // most are told from each other by their first letter
            if (comes(option.name().charAt(0)) && acceptWord(Syntax.word(option))) {
                return option;
            }
        }
        StringJoiner words = new StringJoiner(", ");
        for (E option : options) {
            words.add(Syntax.word(option));
        }
        throw unexpected("one of " + words);
    }

    /** number = 1*DIGIT, of 32 bits */
    public long number() throws SyntaxException {
        return number(0, MAX_NUMBER);
    }

    /** nz-number = digit-nz *DIGIT, of 32 bits */
    public long nzNumber() throws SyntaxException {
        return number(1, MAX_NUMBER);
    }

    /** number64 = 1*DIGIT, of 63 bits */
    public long number64() throws SyntaxException {
        return number(0, Long.MAX_VALUE);
    }

    /** A number from {@code least} to {@code most}. */
    public long number(long least, long most) throws SyntaxException {
        int stop = runOf(Syntax.DIGIT);
        long number = 0;
        for (int i = at; i < stop; i++) {
            int digit = octets[i] - '0';
            if (number > (most - digit) / 10 || i - at == 19) {
                throw unexpected("a number of at most " + most);
            }
            number = number * 10 + digit;
        }
        if (stop == at || number < least || (least > 0 && octets[at] == '0')) { // digit-nz *DIGIT
            throw unexpected(least == 0 ? "a number" : "a number of at least " + least);
        }
        at = stop;
        return number;
    }

    int digits(int least, int most) throws SyntaxException {
        int start = at;
        int number = 0;
        while (at < end && at - start < most && Syntax.isDigit(octets[at])) {
            number = number * 10 + octets[at++] - '0';
        }
        if (at - start < least) {
            at = start;
            throw unexpected(least + " digits");
        }
        return number;
    }

    // ------------------------------------------------------------------ what stands there, as it is

    /** All that is left, as octets. */
    public Octets rest() {
        Octets rest = Octets.range(octets, at, end);
        at = end;
        return rest;
    }

    /** All that is left, as text; what is no UTF-8 becomes U+FFFD. */
    public String restText() {
        String text = new String(octets, at, end - at, StandardCharsets.UTF_8);
        at = end;
        return text;
    }

    /** The octets up to {@code stop}, which stays unread, as text. */
    public String textUntil(char stop) throws SyntaxException {
        int start = at;
        while (at < end && octets[at] != stop) {
            at++;
        }
        if (at == end) {
            throw unexpected("'" + stop + "'");
        }
        return new String(octets, start, at - start, StandardCharsets.UTF_8);
    }

    /** The octets read since {@code start}, as they came. */
    public Octets since(int start) {
        return Octets.range(octets, start, at);
    }

    final String ascii(int start, int stop) {
        return new String(octets, start, stop - start, StandardCharsets.ISO_8859_1);
    }

    // ------------------------------------------------------------------ complaints

    /** The complaint that {@code what} was expected here. */
    public SyntaxException unexpected(String what) {
        if (concealed) {
            return new SyntaxException("expected " + what);
        }
        String found = at >= end ? "the end of the line" : '"' + Escaped.text(shown(), 0) + '"';
        return new SyntaxException("expected " + what + " at octet " + (at + 1) + " but found " + found);
    }

    private byte[] shown() {
        return Arrays.copyOfRange(octets, at, Math.min(end, at + 40));
    }
}
