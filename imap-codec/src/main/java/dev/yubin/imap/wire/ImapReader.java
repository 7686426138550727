package dev.yubin.imap.wire;

import dev.yubin.imap.ImapLimits;
import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads one command or response from left to right: its lines with their kept literals between them, each behind its marker and CR LF,
 * without the last CR LF. {@code accept...} tries and leaves the input alone when it fails; all else insists. Used by one thread.
 *
 * <p>Everything that repeats or nests is counted here against {@link ImapLimits}, so that no grammar can forget to.
 */
public final class ImapReader extends TextReader {
    /** Reads one value, such as an item of a list. */
    @FunctionalInterface
    public interface Item<T> {
        T read(ImapReader in) throws SyntaxException;
    }

    private final int maxDepth;
    private final int maxItems;
    private int depth;
    private int items;

    private ImapReader(byte[] octets, int end, ImapEncoding encoding, ImapLimits limits, boolean response) {
        super(octets, end, encoding, response);
        this.maxDepth = limits.depth();
        this.maxItems = limits.items();
    }

    /** Reads a client's command from the first {@code end} octets, which are not copied. */
    public static ImapReader command(byte[] octets, int end, ImapEncoding encoding, ImapLimits limits) {
        return new ImapReader(octets, end, encoding, limits, false);
    }

    /** Reads a server's response, where text that is not in its agreed encoding is taken as good as can be. */
    public static ImapReader response(byte[] octets, int end, ImapEncoding encoding, ImapLimits limits) {
        return new ImapReader(octets, end, encoding, limits, true);
    }

    /** SP. RFC 9051 section 9: exactly one; a response may leave out the one before a list. */
    public ImapReader space() throws SyntaxException {
        if (!accept(' ') && !(response && peek() == '(')) {
            throw unexpected("a space");
        }
        return this;
    }

    /** "*" SP number SP word, where the word is that of untagged data about the number. */
    public long numberBefore(String word) throws SyntaxException {
        expect("* ");
        long number = number();
        space().expect(word);
        return number;
    }

    /** number / nil */
    public OptionalLong nilOrNumber() throws SyntaxException {
        return acceptWord("NIL") ? OptionalLong.empty() : OptionalLong.of(number());
    }

    /**
     * Goes back behind an item that turned out to be none, to pass over it as one of unknown meaning.
     *
     * @param start where it began
     * @param level how deep that was: {@link #level}
     */
    public void passOver(int start, int level) throws SyntaxException {
        at = start;
        depth = level;
        skipValue();
    }

    /** How many levels deep it reads now. */
    public int level() {
        return depth;
    }

    // ------------------------------------------------------------------ lists

    /** "(" [item *(SP item)] ")" */
    public <T> List<T> list(Item<T> item) throws SyntaxException {
        List<T> list = new ArrayList<>();
        openList();
        if (!accept(')')) {
            do {
                countItem();
                list.add(item.read(this));
            } while (accept(' '));
            expect(')');
        }
        depth--;
        return list;
    }

    /** "(" item *(SP item) ")" */
    public <T> List<T> fullList(Item<T> item) throws SyntaxException {
        int start = at;
        List<T> list = list(item);
        if (list.isEmpty()) {
            at = start;
            throw unexpected("a list that is not empty");
        }
        return list;
    }

    /** "(" [option *(SP option)] ")" */
    public <E extends Enum<E>> Set<E> options(E[] options) throws SyntaxException {
        return new LinkedHashSet<>(list(each -> each.option(options)));
    }

    /** "(", one level deeper; {@link #leave} when its end was read. */
    public void openList() throws SyntaxException {
        expect('(');
        enter();
    }

    /** One level deeper. */
    public void enter() throws SyntaxException {
        if (++depth > maxDepth) {
            throw new SyntaxException("nested deeper than the " + maxDepth + " levels that are taken here");
        }
    }

    /** One level up again. */
    public void leave() {
        depth--;
    }

    /** Counts one more item of any list or set. */
    public void countItem() throws SyntaxException {
        if (++items > maxItems) {
            throw new SyntaxException("more than the " + maxItems + " items that are taken here");
        }
    }

    /** Passes over one value of unknown meaning: tagged-ext-val of RFC 9051 section 9, nstrings among it. */
    public void skipValue() throws SyntaxException {
        int opened = 0;
        do {
            if (peek() == '(') {
                openList();
                opened++;
            } else if (peek() == ')' && opened > 0) {
                at++;
                leave();
                opened--;
            } else if (peek() == '"') {
                quoted(StandardCharsets.ISO_8859_1);
            } else if (peek() == '{' || peek() == '~') {
                literal();
            } else if (opened > 0 && peek() == ' ') {
                countItem();
                at++;
            } else {
                skipBare();
            }
        } while (opened > 0);
    }

    private void skipBare() throws SyntaxException {
        int start = at;
        while (at < end && " ()\"".indexOf(octets[at]) < 0) {
            at++;
        }
        if (at == start) {
            throw unexpected("a value");
        }
    }

    // ------------------------------------------------------------------ flags and dates

    /** flag = "\" atom / atom; {@code \Recent} is only the server's to give (RFC 3501 section 2.3.2). */
    public Flag flag() throws SyntaxException {
        int start = at;
        accept('\\');
        at = runOf(Syntax.ATOM);
        String name = ascii(start, at);
        if (name.equalsIgnoreCase("\\Recent")) {
            throw new SyntaxException("\\Recent cannot be set by a client (RFC 3501 section 2.3.2)");
        }
        try {
            return Flag.of(name);
        } catch (IllegalArgumentException e) {
            at = start;
            throw unexpected("a flag");
        }
    }

    /** flag-list = "(" [flag *(SP flag)] ")" */
    public Set<Flag> flags() throws SyntaxException {
        return new LinkedHashSet<>(list(ImapReader::flag));
    }

    /** A server's list of flags, as text: with {@code \Recent}, {@code \*}, names that are no atoms, or NIL for none, as some servers write. */
    public List<String> flagNames() throws SyntaxException {
        return acceptWord("NIL") ? List.of() : list(ImapReader::flagName);
    }

    /** Those of such names that are flags; {@code \Recent} and {@code \*} are none, nor what no command could name. */
    public static Set<Flag> flagsOf(List<String> names) {
        Set<Flag> flags = new LinkedHashSet<>();
        for (String name : names) {
            String atom = name.startsWith("\\") ? name.substring(1) : name;
            if (Syntax.isAtom(atom) && name.length() < 256 && !name.equalsIgnoreCase("\\Recent")) {
                flags.add(Flag.of(name));
            }
        }
        return flags;
    }

    private String flagName() throws SyntaxException {
        int start = at;
        while (at < end && octets[at] != ' ' && octets[at] != ')') {
            at++;
        }
        if (at == start) {
            throw unexpected("a flag");
        }
        return new String(octets, start, at - start, StandardCharsets.UTF_8);
    }

    /** date, such as {@code 1-Feb-1994} */
    public LocalDate date() throws SyntaxException {
        return WireDate.readDate(this);
    }

    /** date-time, such as {@code "17-Jul-1996 02:44:25 -0700"} */
    public OffsetDateTime dateTime() throws SyntaxException {
        return WireDate.readDateTime(this);
    }
}
