package dev.yubin.imap.wire;

import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * Writes one command or response. A string becomes an atom, quoted or a literal, whichever is the first that can carry it under the agreed
 * {@link ImapEncoding}; no CR, LF or NUL gets out but inside a literal. Used by one thread.
 */
public final class ImapWriter {
    /** Longer strings go as literals, which no line limit of the reader's bounds (RFC 2683 section 3.2.1.5). */
    private static final int LONGEST_QUOTED = 1000;

    /** Room that is kept from one to the next. */
    private static final int ROOM = 64 * 1024;

    private final ImapEncoding encoding;
    private final boolean command;
    private byte[] octets = new byte[256];
    private int size;
    private final List<Integer> waits = new ArrayList<>(0);
    /** Where secrets stand: from, to, from, to, ... */
    private final List<Integer> secrets = new ArrayList<>(0);

    private ImapWriter(ImapEncoding encoding, boolean command) {
        this.encoding = encoding;
        this.command = command;
    }

    /** Writes a client's command, whose literals may have to wait for the server's go-ahead. */
    public static ImapWriter command(ImapEncoding encoding) {
        return new ImapWriter(encoding, true);
    }

    /** Writes a server's response. */
    public static ImapWriter response(ImapEncoding encoding) {
        return new ImapWriter(encoding, false);
    }

    /** Forgets what was written, for the next. */
    public void clear() {
        size = 0;
        waits.clear();
        secrets.clear();
        octets = octets.length > ROOM ? new byte[256] : octets;
    }

    public ImapEncoding encoding() {
        return encoding;
    }

    /** What was written, until the next is. */
    public ByteBuffer octets() {
        return ByteBuffer.wrap(octets, 0, size).asReadOnlyBuffer();
    }

    /** How many octets were written. */
    public int size() {
        return size;
    }

    /** At which sizes the writing stops until the server's go-ahead has come: each behind the marker of a synchronizing literal. */
    public List<Integer> waits() {
        return List.copyOf(waits);
    }

    // ------------------------------------------------------------------ text

    /**
     * Writes syntax: ASCII that is known to be right where it stands.
     *
     * @throws IllegalArgumentException when it contains CR, LF, NUL or anything that is not ASCII
     */
    public ImapWriter text(String text) {
        int length = text.length();
        reserve(length);
        byte[] to = octets;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if ((c < ' ' && (c == '\r' || c == '\n' || c == 0)) || c > 0x7f) {
                throw new IllegalArgumentException(
                        String.format("U+%04X cannot stand in a command or response", (int) c));
            }
            to[at + i] = (byte) c;
        }
        size += length;
        return this;
    }

    public ImapWriter space() {
        return octet(' ');
    }

    public ImapWriter number(long number) {
        return number < 0 ? text(Long.toString(number)) : digits(number, 1);
    }

    /** A number, 0 or greater, of at least so many digits. */
    ImapWriter digits(long number, int least) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        digits = Math.max(digits, least);
        reserve(digits);
        size += digits;
        long rest = number;
        for (int i = 1; i <= digits; i++) {
            octets[size - i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    /** number / nil */
    public ImapWriter nilOrNumber(OptionalLong number) {
        return number.isPresent() ? number(number.getAsLong()) : text("NIL");
    }

    /** Ends the command or response. */
    public ImapWriter crlf() {
        return octet('\r').octet('\n');
    }

    /** text of RFC 9051 section 9, for people: what cannot be written becomes a space or a question mark. */
    public ImapWriter humanText(String text) {
        return humanText(text, encoding.utf8());
    }

    /** The same in a language that the client has asked for, which is in UTF-8 in any case: RFC 5255 section 3.2. */
    public ImapWriter localText(String text) {
        return humanText(text, true);
    }

    private ImapWriter humanText(String text, boolean utf8) {
        StringBuilder fit = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c > 0x7f && !utf8 || isSurrogate(c) ? '?' : c)
                .forEach(fit::appendCodePoint);
        return raw(fit.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Octets that were read whole from a command or response before and go out as they came. */
    public ImapWriter asRead(Octets read) {
        return raw(read.array());
    }

    // ------------------------------------------------------------------ strings

    /** astring = 1*ASTRING-CHAR / string, in UTF-8 */
    public ImapWriter astring(String text) {
        return astring(text, StandardCharsets.UTF_8);
    }

    /** astring, in that charset. */
    public ImapWriter astring(String text, Charset charset) {
        boolean utf8 = encoding.utf8() && charset.equals(StandardCharsets.UTF_8);
        return isBare(text) ? text(text) : string(text.getBytes(charset), utf8);
    }

    private static boolean isBare(String text) {
        if (text.length() > LONGEST_QUOTED) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!Syntax.isAstringChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty() && !text.equalsIgnoreCase("NIL");
    }

    /** mailbox = "INBOX" / astring */
    public ImapWriter mailbox(String name) {
        return astring(encoding.utf8() ? name : ModifiedUtf7.encode(name));
    }

    /** A mailbox's name where only a string may stand. */
    public ImapWriter mailboxString(String name) {
        return string(encoding.utf8() ? name : ModifiedUtf7.encode(name));
    }

    /** list-mailbox = 1*list-char / string */
    public ImapWriter listMailbox(String pattern) {
        String text = encoding.utf8() ? pattern : ModifiedUtf7.encode(pattern);
        boolean bare = !text.isEmpty()
                && text.length() <= LONGEST_QUOTED
                && text.chars().allMatch(Syntax::isListChar);
        return bare ? text(text) : string(text);
    }

    /** string = quoted / literal, in UTF-8 */
    public ImapWriter string(String text) {
        return plain(text) ? this : string(text.getBytes(StandardCharsets.UTF_8), encoding.utf8());
    }

    /** nstring = string / nil, in UTF-8 */
    public ImapWriter nstring(Optional<String> text) {
        return text.isPresent() ? string(text.get()) : text("NIL");
    }

    /** "(" objectid ")" / nil: RFC 8474 section 7. */
    public ImapWriter objectId(Optional<String> id) {
        return id.isPresent() ? text("(").text(id.get()).text(")") : text("NIL");
    }

    /** string of text with one octet in each character (ISO-8859-1). */
    public ImapWriter octetString(String text) {
        if (plain(text)) {
            return this;
        }
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return string(bytes, encoding.utf8() && isUtf8(bytes));
    }

    /** nstring of text with one octet in each character (ISO-8859-1). */
    public ImapWriter octetNstring(Optional<String> text) {
        return text.isPresent() ? octetString(text.get()) : text("NIL");
    }

    /** Writes it quoted where nothing in it is other than it seems, as most strings are; else writes nothing. */
    private boolean plain(String text) {
        int length = text.length();
        if (length > LONGEST_QUOTED) {
            return false;
        }
        reserve(length + 2);
        byte[] to = octets;
        int at = size;
        to[at++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!Syntax.is(c, Syntax.PLAIN)) {
                return false;
            }
            to[at++] = (byte) c;
        }
        to[at++] = '"';
        size = at;
        return true;
    }

    private ImapWriter string(byte[] text, boolean utf8) {
        if (text.length > LONGEST_QUOTED || !isQuotable(text, utf8)) {
            return literal(text);
        }
        reserve(2 * text.length + 2);
        octets[size++] = '"';
        for (byte c : text) {
            if (c == '"' || c == '\\') {
                octets[size++] = '\\';
            }
            octets[size++] = c;
        }
        octets[size++] = '"';
        return this;
    }

    private static boolean isQuotable(byte[] text, boolean utf8) {
        for (byte c : text) {
            if (c == '\r' || c == '\n' || c == 0 || (c < 0 && !utf8)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (java.nio.charset.CharacterCodingException e) {
            return false;
        }
    }

    /** nstring of a message's octets: always a literal, or NIL. */
    public ImapWriter literal(Optional<Octets> literal) {
        return literal.isPresent() ? literal(literal.get().array()) : text("NIL");
    }

    /** nstring / literal8 in the shortest form that can carry it: an annotation's value (RFC 5464 section 5). */
    public ImapWriter value(Optional<Octets> value) {
        if (value.isEmpty() || hasNul(value.get().array())) {
            return literal8(value);
        }
        byte[] octets = value.get().array();
        return string(octets, encoding.utf8() && isUtf8(octets));
    }

    /** nstring / literal8: the latter where there is a NUL (RFC 3516 section 4.2). */
    public ImapWriter literal8(Optional<Octets> literal) {
        if (literal.isEmpty() || !hasNul(literal.get().array())) {
            return literal(literal);
        }
        byte[] text = literal.get().array();
        return marker(new LiteralMarker(text.length, true, true)).raw(text);
    }

    private ImapWriter literal(byte[] text) {
        if (command && hasNul(text)) {
            throw new IllegalArgumentException("a string with NUL cannot be sent (RFC 9051 section 4.3)");
        }
        boolean waits = !command || encoding.literals().waits(text.length);
        return marker(new LiteralMarker(text.length, waits, false)).raw(text);
    }

    private static boolean hasNul(byte[] text) {
        for (byte c : text) {
            if (c == 0) {
                return true;
            }
        }
        return false;
    }

    /** A literal's marker with the CR LF behind it; the octets follow, from here or elsewhere. */
    public ImapWriter marker(LiteralMarker marker) {
        text(marker.binary() ? "~{" : "{").number(marker.octets());
        text(marker.synchronizing() ? "}" : "+}").crlf();
        if (command && marker.synchronizing()) {
            waits.add(size);
        }
        return this;
    }

    /** Octets of a literal whose {@link #marker} was written. */
    public ImapWriter octets(ByteBuffer literal) {
        int count = literal.remaining();
        reserve(count);
        literal.get(octets, size, count);
        size += count;
        return this;
    }

    /** astring whose octets {@link #toString} shows as {@code [secret]}. */
    public ImapWriter secret(Secret secret) {
        byte[] hidden = secret.octets();
        String text = new String(hidden, StandardCharsets.ISO_8859_1);
        secrets.add(size);
        if (isBare(text)) {
            raw(hidden);
        } else {
            string(hidden, false);
        }
        secrets.add(size);
        return this;
    }

    /** A secret's octets as they are, shown as {@code [secret]}. @throws IllegalArgumentException when it contains CR, LF or NUL */
    public ImapWriter secretText(Secret secret) {
        byte[] hidden = secret.octets();
        if (!isQuotable(hidden, true)) {
            throw new IllegalArgumentException("a secret with CR, LF or NUL cannot be written in a line");
        }
        secrets.add(size);
        raw(hidden);
        secrets.add(size);
        return this;
    }

    /** base64 of a secret, shown as {@code [secret]}; nothing at all is written {@code =} where {@code equalsForNothing} (RFC 4959 section 3). */
    public ImapWriter base64(Secret secret, boolean equalsForNothing) {
        secrets.add(size);
        byte[] encoded = Base64.getEncoder().encode(secret.octets());
        raw(encoded.length == 0 && equalsForNothing ? new byte[] {'='} : encoded);
        secrets.add(size);
        return this;
    }

    // ------------------------------------------------------------------ lists, flags, dates

    /** "(" [item *(SP item)] ")" */
    public <T> ImapWriter list(Collection<T> items, BiConsumer<T, ImapWriter> item) {
        octet('(');
        joined(items, item);
        return octet(')');
    }

    /** [item *(SP item)] */
    public <T> ImapWriter joined(Collection<T> items, BiConsumer<T, ImapWriter> item) {
        boolean first = true;
        for (T each : items) {
            if (!first) {
                octet(' ');
            }
            first = false;
            item.accept(each, this);
        }
        return this;
    }

    /** "(" [option *(SP option)] ")", each as {@link ImapReader#option} reads it */
    public ImapWriter options(Collection<? extends Enum<?>> options) {
        return list(options, (option, out) -> out.text(Syntax.word(option)));
    }

    /** [atom *(SP atom)] */
    public ImapWriter words(Collection<String> words) {
        return joined(words, (word, out) -> out.text(word));
    }

    /** The number, where there is one, behind that text. */
    public ImapWriter number(String before, OptionalLong number) {
        return number.isPresent() ? text(before).number(number.getAsLong()) : this;
    }

    /** flag-list = "(" [flag *(SP flag)] ")" */
    public ImapWriter flags(Collection<Flag> flags) {
        return flags(flags, "");
    }

    /** flag-list with one name more, which is no flag: {@code \Recent} or {@code \*}; mostly empty. */
    public ImapWriter flags(Collection<Flag> flags, String more) {
        octet('(');
        joined(flags, (flag, out) -> out.text(flag.name()));
        return text(flags.isEmpty() || more.isEmpty() ? more : " " + more).octet(')');
    }

    /** date, such as {@code 1-Feb-1994} */
    public ImapWriter date(LocalDate date) {
        WireDate.writeDate(date, this);
        return this;
    }

    /** date-time, such as {@code "17-Jul-1996 02:44:25 -0700"} */
    public ImapWriter dateTime(OffsetDateTime date) {
        WireDate.writeDateTime(date, this);
        return this;
    }

    // ------------------------------------------------------------------ octets

    private ImapWriter octet(int octet) {
        reserve(1);
        octets[size++] = (byte) octet;
        return this;
    }

    private ImapWriter raw(byte[] added) {
        reserve(added.length);
        System.arraycopy(added, 0, octets, size, added.length);
        size += added.length;
        return this;
    }

    private void reserve(int more) {
        if (octets.length - size < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, size + more));
        }
    }

    /** What was written, with secrets masked: fit for a log. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder();
        int from = 0;
        for (int i = 0; i < secrets.size(); i += 2) {
            shown.append(new String(octets, from, secrets.get(i) - from, StandardCharsets.UTF_8))
                    .append("[secret]");
            from = secrets.get(i + 1);
        }
        return shown.append(new String(octets, from, size - from, StandardCharsets.UTF_8))
                .toString();
    }
}
