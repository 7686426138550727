package dev.yubin.imap.wire;

import dev.yubin.imap.ImapLimits;
import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.IntPredicate;

/**
 * Reads one command or response from left to right: its lines with their kept literals between them, each behind its marker and CR LF,
 * without the last CR LF. {@code accept...} tries and leaves the input alone when it fails; all else insists. Used by one thread.
 *
 * <p>Everything that repeats or nests is counted here against {@link ImapLimits}, so that no grammar can forget to.
 */
public final class ImapReader {
    /** The greatest {@code number}. */
    public static final long MAX_NUMBER = 0xFFFF_FFFFL;

    private static final int END = -1;

    /** Reads one value, such as an item of a list. */
    @FunctionalInterface
    public interface Item<T> {
        T read(ImapReader in) throws SyntaxException;
    }

    private final byte[] octets;
    private final int end;
    private final ImapEncoding encoding;
    private final boolean response;
    private final int maxDepth;
    private final int maxItems;
    private int at;
    private int depth;
    private int items;
    private boolean concealed;
    private boolean starved;

    private ImapReader(byte[] octets, int end, ImapEncoding encoding, ImapLimits limits, boolean response) {
        this.octets = octets;
        this.end = end;
        this.encoding = encoding;
        this.response = response;
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

    public ImapEncoding encoding() {
        return encoding;
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

    /** Whether reading ended at a literal's marker whose octets are yet to come: what stands before it is right, so far. */
    public boolean starved() {
        return starved;
    }

    /** From here on no complaint shows what was found, since it may be secret. */
    public void conceal() {
        concealed = true;
    }

    public boolean accept(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    /** Goes back by so many octets of what was read. */
    public void back(int count) {
        at -= count;
    }

    /** Whether this text comes next, in any case of its ASCII letters; it is read if so. */
    public boolean accept(String text) {
        if (!comes(text)) {
            return false;
        }
        at += text.length();
        return true;
    }

    /** Whether this word comes next and nothing that would make it longer; it is read if so. */
    public boolean acceptWord(String word) {
        int behind = at + word.length();
        if (!comes(word) || (behind < end && Syntax.isAtomChar(octets[behind]))) {
            return false;
        }
        at = behind;
        return true;
    }

    private boolean comes(String text) {
        if (end - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (lower(octets[at + i]) != lower((byte) text.charAt(i))) {
                return false;
            }
        }
        return true;
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

    /** SP. RFC 9051 section 9: exactly one. */
    public ImapReader space() throws SyntaxException {
        if (!accept(' ')) {
            throw unexpected("a space");
        }
        return this;
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
        while (at < end && Syntax.isAtomChar(octets[at])) {
            at++;
        }
        if (at == start) {
            throw unexpected(what);
        }
        return ascii(start, at);
    }

    /** The atom that comes next, perhaps none; it stays unread. */
    public String peekAtom() {
        return peek(Syntax::isAtomChar);
    }

    /** The tag that stands next, which stays unread; empty where none does. */
    public String peekTag() {
        return peek(c -> c != '+' && Syntax.isAstringChar(c));
    }

    private String peek(IntPredicate some) {
        int stop = at;
        while (stop < end && some.test(octets[stop])) {
            stop++;
        }
        return ascii(at, stop);
    }

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

    /** One of these words: the options' names, with {@code -} for {@code _}. */
    public <E extends Enum<E>> E option(E[] options) throws SyntaxException {
        for (E option : options) {
            if (acceptWord(Syntax.word(option))) {
                return option;
            }
        }
        StringJoiner words = new StringJoiner(", ");
        for (E option : options) {
            words.add(Syntax.word(option));
        }
        throw unexpected("one of " + words);
    }

    /** "(" [option *(SP option)] ")" */
    public <E extends Enum<E>> Set<E> options(E[] options) throws SyntaxException {
        return new LinkedHashSet<>(list(each -> each.option(options)));
    }

    // ------------------------------------------------------------------ numbers

    /** "*" SP number SP word, where the word is that of untagged data about the number. */
    public long numberBefore(String word) throws SyntaxException {
        expect("* ");
        long number = number();
        space().expect(word);
        return number;
    }

    /** number = 1*DIGIT, of 32 bits */
    public long number() throws SyntaxException {
        return number(0, MAX_NUMBER);
    }

    /** nz-number = digit-nz *DIGIT, of 32 bits */
    public long nzNumber() throws SyntaxException {
        return number(1, MAX_NUMBER);
    }

    /** number / nil */
    public OptionalLong nilOrNumber() throws SyntaxException {
        return acceptWord("NIL") ? OptionalLong.empty() : OptionalLong.of(number());
    }

    /** number64 = 1*DIGIT, of 63 bits */
    public long number64() throws SyntaxException {
        return number(0, Long.MAX_VALUE);
    }

    /** A number from {@code least} to {@code most}. */
    public long number(long least, long most) throws SyntaxException {
        int start = at;
        long number = 0;
        while (at < end && Syntax.isDigit(octets[at])) {
            int digit = octets[at] - '0';
            if (number > (most - digit) / 10 || at - start == 19) {
                at = start;
                throw unexpected("a number of at most " + most);
            }
            number = number * 10 + digit;
            at++;
        }
        if (at == start || number < least || (least > 0 && octets[start] == '0')) { // digit-nz *DIGIT
            at = start;
            throw unexpected(least == 0 ? "a number" : "a number of at least " + least);
        }
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

    // ------------------------------------------------------------------ strings

    /** astring = 1*ASTRING-CHAR / string, in UTF-8 */
    public String astring() throws SyntaxException {
        return astring(StandardCharsets.UTF_8);
    }

    /** astring, in that charset. */
    public String astring(Charset charset) throws SyntaxException {
        return bareOr(Syntax::isAstringChar, charset, "a string");
    }

    /** list-mailbox = 1*list-char / string, the text of a name or pattern decoded. */
    public String listMailbox() throws SyntaxException {
        return name(bareOr(this::isListChar, StandardCharsets.UTF_8, "a mailbox name or pattern"));
    }

    /** mailbox = "INBOX" / astring, the name decoded from modified UTF-7 where that is agreed. */
    public String mailbox() throws SyntaxException {
        return name(bareOr(this::isNameChar, StandardCharsets.UTF_8, "a mailbox name"));
    }

    private boolean isNameChar(int octet) {
        return Syntax.isAstringChar(octet) || bareUtf8(octet);
    }

    private boolean isListChar(int octet) {
        return Syntax.isListChar(octet) || bareUtf8(octet);
    }

    /** iOS and Outlook send names in UTF-8 without quotes once UTF8=ACCEPT is enabled. */
    private boolean bareUtf8(int octet) {
        return octet > 0x7f && encoding.utf8();
    }

    private String name(String text) throws SyntaxException {
        if (encoding.utf8()) {
            return text;
        }
        try {
            return ModifiedUtf7.decode(text);
        } catch (SyntaxException e) {
            if (response) {
                return text; // many servers show names as they lie on disk
            }
            throw e;
        }
    }

    private String bareOr(IntPredicate fits, Charset charset, String what) throws SyntaxException {
        int start = at;
        while (at < end && fits.test(octets[at] & 0xff)) {
            at++;
        }
        if (at > start) {
            return decode(start, at, charset);
        }
        return string(charset, what);
    }

    /** string = quoted / literal, in UTF-8 */
    public String string() throws SyntaxException {
        return string(StandardCharsets.UTF_8, "a string");
    }

    private String string(Charset charset, String what) throws SyntaxException {
        int next = peek();
        if (next == '"') {
            return quoted(charset);
        }
        if (next == '{' || next == '~') {
            int start = literal();
            return decode(start, at, charset);
        }
        throw unexpected(what);
    }

    /** nstring = string / nil, in UTF-8 */
    public Optional<String> nstring() throws SyntaxException {
        return acceptWord("NIL") ? Optional.empty() : Optional.of(string());
    }

    /** "(" objectid ")" / nil: RFC 8474 section 7. */
    public Optional<String> objectId() throws SyntaxException {
        if (acceptWord("NIL")) {
            return Optional.empty();
        }
        expect('(');
        String id = atom("an object identifier");
        expect(')');
        return Optional.of(id);
    }

    /** string with one octet in each character (ISO-8859-1): what a message says, whatever its charset. */
    public String octetString() throws SyntaxException {
        return string(StandardCharsets.ISO_8859_1, "a string");
    }

    /** nstring with one octet in each character (ISO-8859-1). */
    public Optional<String> octetNstring() throws SyntaxException {
        return acceptWord("NIL") ? Optional.empty() : Optional.of(octetString());
    }

    /** nstring / literal8 as octets. */
    public Optional<Octets> octets() throws SyntaxException {
        if (acceptWord("NIL")) {
            return Optional.empty();
        }
        if (peek() == '"') {
            String text = quoted(StandardCharsets.ISO_8859_1);
            return Optional.of(Octets.of(text.getBytes(StandardCharsets.ISO_8859_1)));
        }
        int start = literal();
        return Optional.of(Octets.range(octets, start, at));
    }

    /** astring that is secret; nothing of it gets into a complaint, nor of what follows. */
    public Secret secret() throws SyntaxException {
        conceal();
        return Secret.of(astring(StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** base64, decoded, as a secret; {@code =} alone stands for nothing at all (RFC 4959 section 3). */
    public Secret base64() throws SyntaxException {
        conceal();
        int start = at;
        while (at < end && Syntax.isBase64Char(octets[at])) {
            at++;
        }
        if (at - start == 1 && octets[start] == '=') {
            return Secret.of(new byte[0]);
        }
        try {
            return Secret.of(Base64.getDecoder().decode(Arrays.copyOfRange(octets, start, at)));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("expected base64 (RFC 4648 section 4)");
        }
    }

    /** quoted = DQUOTE *QUOTED-CHAR DQUOTE */
    private String quoted(Charset charset) throws SyntaxException {
        int start = ++at;
        boolean escapes = false;
        while (at < end && octets[at] != '"') {
            byte c = octets[at];
            if (c == '\\') {
                escapes = true;
                at++;
                if (at == end || (octets[at] != '"' && octets[at] != '\\' && !response)) {
                    throw unexpected("\\\" or \\\\ in a quoted string");
                }
            } else if (c == '\r' || c == '\n' || c == 0) {
                throw unexpected("the end of a quoted string");
            }
            at++;
        }
        if (at >= end) {
            throw unexpected("the end of a quoted string");
        }
        at++;
        return escapes ? decode(unescaped(start, at - 1), charset) : decode(start, at - 1, charset);
    }

    private byte[] unescaped(int start, int stop) {
        byte[] plain = new byte[stop - start];
        int n = 0;
        for (int i = start; i < stop; i++) {
            i += octets[i] == '\\' ? 1 : 0;
            plain[n++] = octets[i];
        }
        return Arrays.copyOf(plain, n);
    }

    /** literal / literal8 that is there whole; returns where its octets begin, and stands behind them. */
    private int literal() throws SyntaxException {
        LiteralMarker marker = literalMarker();
        if (at == end) {
            starved = true;
            throw new SyntaxException(
                    "expected a literal of " + marker.octets() + " octets but they are not there yet");
        }
        if (at + 2 > end || octets[at] != '\r' || octets[at + 1] != '\n') {
            throw unexpected("the end of the line behind a literal's size");
        }
        int start = at + 2;
        if (marker.octets() > end - start) {
            throw new SyntaxException("expected a literal of " + marker.octets() + " octets but they are not there");
        }
        at = start + (int) marker.octets();
        if (!marker.binary()) {
            for (int i = start; i < at; i++) {
                if (octets[i] == 0 && !response) {
                    throw new SyntaxException("expected a literal without NUL (RFC 9051 section 4.3)");
                }
            }
        }
        return start;
    }

    /** ["~"] "{" number64 ["+"] "}"; the octets are not looked for. */
    public LiteralMarker literalMarker() throws SyntaxException {
        boolean binary = accept('~');
        if (!accept('{')) {
            throw unexpected("a literal");
        }
        long size = number64();
        boolean synchronizing = !accept('+');
        expect('}');
        return new LiteralMarker(size, synchronizing, binary);
    }

    /** The literal's marker that ends the input, its octets being yet to come; it is read if it stands here. */
    public Optional<LiteralMarker> acceptOpenLiteral() throws SyntaxException {
        if (peek() != '{' && peek() != '~') {
            return Optional.empty();
        }
        int start = at;
        LiteralMarker marker = literalMarker();
        if (at == end) {
            return Optional.of(marker);
        }
        at = start;
        return Optional.empty();
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

    /** The octets read since {@code start}, as they came. */
    public Octets since(int start) {
        return Octets.range(octets, start, at);
    }

    // ------------------------------------------------------------------ flags and dates

    /** flag = "\" atom / atom; {@code \Recent} is only the server's to give (RFC 3501 section 2.3.2). */
    public Flag flag() throws SyntaxException {
        int start = at;
        accept('\\');
        while (at < end && Syntax.isAtomChar(octets[at])) {
            at++;
        }
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

    private String ascii(int start, int stop) {
        return new String(octets, start, stop - start, StandardCharsets.ISO_8859_1);
    }

    private String decode(int start, int stop, Charset charset) throws SyntaxException {
        if (charset == StandardCharsets.ISO_8859_1 || isAscii(start, stop)) {
            return ascii(start, stop);
        }
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(octets, start, stop - start))
                    .toString();
        } catch (CharacterCodingException e) {
            if (response) {
                return ascii(start, stop);
            }
            throw new SyntaxException("expected text in " + charset);
        }
    }

    private String decode(byte[] text, Charset charset) throws SyntaxException {
        return new ImapReader(text, text.length, encoding, ImapLimits.standard(), response)
                .decode(0, text.length, charset);
    }

    private boolean isAscii(int start, int stop) {
        for (int i = start; i < stop; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }
}
