package dev.yubin.imap.search;

import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;

/**
 * What a message must be to be found: search-key of RFC 9051 section 6.4.4. Switch over {@link #kind}; those about system flags are made into
 * {@link HasFlag} and its {@link Not}, as the RFC defines them.
 */
public sealed interface SearchKey {
    /** Which record it is. */
    enum Kind {
        FLAG,
        TEXT,
        HEADER,
        DATE,
        SAVED,
        SAVEDATE_SUPPORTED,
        WITHIN,
        SIZE,
        MESSAGES,
        UID_BOUND,
        MODSEQ,
        OBJECTID,
        FILTER,
        FUZZY,
        NOT,
        OR,
        AND
    }

    Kind kind();

    /** The keys that it is made of: of FUZZY, NOT, OR and parentheses. */
    default List<SearchKey> keys() {
        return List.of();
    }

    /**
     * Writes it.
     *
     * @param charset that of its strings
     */
    void write(Charset charset, ImapWriter out);

    /** ALL: every message, which is one that is all of no keys. */
    static SearchKey all() {
        return new And(List.of());
    }

    /**
     * Reads keys that do not stand in a command, such as a filter's: search-criteria of RFC 5466 section 4, in UTF-8.
     *
     * @throws SyntaxException when they are none
     */
    static List<SearchKey> criteria(byte[] text, ImapLimits limits) throws SyntaxException {
        ImapReader in = ImapReader.command(text, text.length, ImapEncoding.PLAIN, limits);
        List<SearchKey> keys = SearchKeys.readAll(in, StandardCharsets.UTF_8);
        in.expectEnd();
        return keys;
    }

    /** It bears the flag. */
    static SearchKey with(Flag flag) {
        return new HasFlag(flag);
    }

    /** It does not bear the flag: {@code without(Flag.SEEN)} is what is unread. */
    static SearchKey without(Flag flag) {
        return new Not(new HasFlag(flag));
    }

    /** It is one of those, which may be none. */
    static SearchKey uids(UidSet uids) {
        return uids.isEmpty() ? new Not(all()) : new Messages(true, SequenceSet.of(uids));
    }

    /** SEEN, DELETED, KEYWORD x and so on: the message bears the flag. */
    record HasFlag(Flag flag) implements SearchKey {
        /** RECENT, which only the session knows: RFC 3501 section 6.4.4. NEW is RECENT and UNSEEN, OLD is not RECENT. */
        public static final HasFlag RECENT = new HasFlag(Flag.of("\\Recent"));

        public HasFlag {
            Objects.requireNonNull(flag, "flag");
        }

        @Override
        public Kind kind() {
            return Kind.FLAG;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            SearchKeys.writeFlag("", flag, out);
        }
    }

    /** Where {@link Text} looks. */
    enum Place {
        BCC,
        CC,
        FROM,
        SUBJECT,
        TO,
        /** The body, without any header of the message itself. */
        BODY,
        /** Header and body. */
        TEXT,
        /** The message's identifier: RFC 8474 section 6. */
        EMAILID,
        /** That of its thread. */
        THREADID
    }

    /** The text stands there, in any case. An empty one stands everywhere. An identifier is exactly that. */
    record Text(Place place, String text) implements SearchKey {
        public Text {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(text, "text");
            if (place.compareTo(Place.EMAILID) >= 0) {
                Syntax.checkedObjectId(text);
            }
        }

        @Override
        public Kind kind() {
            return place.compareTo(Place.EMAILID) >= 0 ? Kind.OBJECTID : Kind.TEXT;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            out.text(place.name()).space().astring(text, charset);
        }
    }

    /** The text stands in a header field of that name; with empty text, there is such a field. */
    record Header(String name, String text) implements SearchKey {
        public Header {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(text, "text");
        }

        @Override
        public Kind kind() {
            return Kind.HEADER;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            out.text("HEADER ").astring(name).space().astring(text, charset);
        }
    }

    /** How a date stands to the one asked for; time and zone are disregarded. */
    enum When {
        BEFORE(LocalDate::isBefore),
        ON(LocalDate::equals),
        /** On that day or later. */
        SINCE((date, asked) -> !date.isBefore(asked));

        private final BiPredicate<LocalDate, LocalDate> fits;

        When(BiPredicate<LocalDate, LocalDate> fits) {
            this.fits = fits;
        }
    }

    /**
     * BEFORE, ON, SINCE and SENTBEFORE, SENTON, SENTSINCE.
     *
     * @param sent whether the Date field is meant, rather than the internal date
     */
    record Date(boolean sent, When when, LocalDate date) implements SearchKey {
        public Date {
            Objects.requireNonNull(when, "when");
            Objects.requireNonNull(date, "date");
        }

        /** Whether a message of that date is meant. */
        public boolean fits(LocalDate messageDate) {
            return when.fits.test(messageDate, date);
        }

        @Override
        public Kind kind() {
            return Kind.DATE;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            out.text(sent ? "SENT" : "").text(when.name()).space().date(date);
        }
    }

    /**
     * OLDER and YOUNGER: by its internal date, to the second, it is at least or at most so old when it is looked for. RFC 5032.
     *
     * @param seconds 1 to 2^32-1
     */
    record Within(boolean older, long seconds) implements SearchKey {
        public Within {
            Syntax.checked("an interval in seconds", seconds, 1);
        }

        @Override
        public Kind kind() {
            return Kind.WITHIN;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            out.text(older ? "OLDER " : "YOUNGER ").number(seconds);
        }
    }

    /** SAVEDBEFORE, SAVEDON, SAVEDSINCE: when it came into this mailbox. RFC 8514 section 4.3. */
    record Saved(When when, LocalDate date) implements SearchKey {
        public Saved {
            Objects.requireNonNull(when, "when");
            Objects.requireNonNull(date, "date");
        }

        /** Whether a message that came on that day is meant. */
        public boolean fits(LocalDate saved) {
            return when.fits.test(saved, date);
        }

        @Override
        public Kind kind() {
            return Kind.SAVED;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            out.text("SAVED").text(when.name()).space().date(date);
        }
    }

    /** SAVEDATESUPPORTED: this mailbox knows when its messages came. RFC 8514 section 4.3. */
    record SaveDateSupported() implements SearchKey {
        @Override
        public Kind kind() {
            return Kind.SAVEDATE_SUPPORTED;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            out.text("SAVEDATESUPPORTED");
        }
    }

    /** LARGER or SMALLER than so many octets. */
    record Size(boolean larger, long octets) implements SearchKey {
        public Size {
            if (octets < 0) {
                throw new IllegalArgumentException("a size is 0 or more, not " + octets);
            }
        }

        @Override
        public Kind kind() {
            return Kind.SIZE;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            out.text(larger ? "LARGER " : "SMALLER ").number(octets);
        }
    }

    /**
     * It is one of these.
     *
     * @param uid whether {@code messages} are UIDs
     */
    record Messages(boolean uid, SequenceSet messages) implements SearchKey {
        public Messages {
            Objects.requireNonNull(messages, "messages");
        }

        @Override
        public Kind kind() {
            return Kind.MESSAGES;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            messages.write(out.text(uid ? "UID " : ""));
        }
    }

    /** UIDAFTER or UIDBEFORE: its UID is greater, or less. RFC 9738 section 3.2. */
    record UidBound(boolean after, long uid) implements SearchKey {
        public UidBound {
            Syntax.checked("a UID", uid, 1);
        }

        @Override
        public Kind kind() {
            return Kind.UID_BOUND;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            out.text(after ? "UIDAFTER " : "UIDBEFORE ").number(uid);
        }

        /** Those that fit. */
        public UidSet uids() {
            if (uid == (after ? UidSet.MAX_UID : 1)) {
                return UidSet.EMPTY;
            }
            return after ? UidSet.range(uid + 1, UidSet.MAX_UID) : UidSet.range(1, uid - 1);
        }
    }

    /** Its mod-sequence is that or greater: RFC 7162 section 3.1.5. An entry that is named is passed over: mod-sequences here are of whole messages. */
    record ModSeq(long modSeq) implements SearchKey {
        @Override
        public Kind kind() {
            return Kind.MODSEQ;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            out.text("MODSEQ ").number(modSeq);
        }
    }

    /** FILTER: it is what the search that is kept under this name looks for. RFC 5466 section 3.1. */
    record Filter(String name) implements SearchKey {
        public Filter {
            if (!Syntax.isAtom(name) || name.indexOf('/') >= 0) {
                throw new IllegalArgumentException("a filter's name is an atom without /");
            }
        }

        @Override
        public Kind kind() {
            return Kind.FILTER;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            out.text("FILTER ").text(name);
        }
    }

    /** It is that, or nearly, as the server understands it: RFC 6203 section 3. */
    record Fuzzy(SearchKey key) implements SearchKey {
        public Fuzzy {
            Objects.requireNonNull(key, "key");
        }

        @Override
        public Kind kind() {
            return Kind.FUZZY;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            key.write(charset, out.text("FUZZY "));
        }

        @Override
        public List<SearchKey> keys() {
            return List.of(key);
        }
    }

    /** It is not that. */
    record Not(SearchKey key) implements SearchKey {
        public Not {
            Objects.requireNonNull(key, "key");
        }

        @Override
        public Kind kind() {
            return Kind.NOT;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            if (key.equals(HasFlag.RECENT)) {
                out.text("OLD");
            } else if (key instanceof HasFlag has) {
                SearchKeys.writeFlag("UN", has.flag(), out);
            } else {
                key.write(charset, out.text("NOT "));
            }
        }

        @Override
        public List<SearchKey> keys() {
            return List.of(key);
        }
    }

    /** It is at least one of these, two or more. {@code OR a OR b c}, however long, is one of three and no deeper for it. */
    record Or(List<SearchKey> keys) implements SearchKey {
        public Or {
            keys = List.copyOf(keys);
            if (keys.size() < 2) {
                throw new IllegalArgumentException("OR has at least two keys");
            }
        }

        @Override
        public Kind kind() {
            return Kind.OR;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            int last = keys.size() - 1;
            for (SearchKey key : keys.subList(0, last)) {
                key.write(charset, out.text("OR "));
                out.space();
            }
            keys.get(last).write(charset, out);
        }
    }

    /** It is all of these: what stands in parentheses, or ALL where there are none. */
    record And(List<SearchKey> keys) implements SearchKey {
        public And {
            keys = List.copyOf(keys);
        }

        @Override
        public Kind kind() {
            return Kind.AND;
        }

        @Override
        public void write(Charset charset, ImapWriter out) {
            if (keys.isEmpty()) {
                out.text("ALL");
            } else {
                out.list(keys, (key, to) -> key.write(charset, to));
            }
        }
    }
}
