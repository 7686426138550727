package dev.yubin.imap.search;

import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.search.SearchKey.And;
import dev.yubin.imap.search.SearchKey.HasFlag;
import dev.yubin.imap.search.SearchKey.Not;
import dev.yubin.imap.search.SearchKey.Or;
import dev.yubin.imap.search.SearchKey.Place;
import dev.yubin.imap.search.SearchKey.When;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The grammar of search keys, both ways: search-key of RFC 9051 section 9. */
final class SearchKeys {
    /** Reads what stands behind a key's word. */
    @FunctionalInterface
    private interface Arguments {
        SearchKey read(ImapReader in, Charset charset) throws SyntaxException;
    }

    private static final Map<String, Arguments> BY_WORD = new HashMap<>();

    /** Flags with words of their own: SEEN and UNSEEN. */
    private static final Map<Flag, String> FLAGS = Map.of(
            Flag.ANSWERED,
            "ANSWERED",
            Flag.DELETED,
            "DELETED",
            Flag.DRAFT,
            "DRAFT",
            Flag.FLAGGED,
            "FLAGGED",
            Flag.SEEN,
            "SEEN");

    static {
        BY_WORD.put("ALL", (in, charset) -> new SearchKey.All());
        FLAGS.forEach((flag, word) -> {
            BY_WORD.put(word, (in, charset) -> new HasFlag(flag));
            BY_WORD.put("UN" + word, (in, charset) -> new Not(new HasFlag(flag)));
        });
        BY_WORD.put("KEYWORD", (in, charset) -> new HasFlag(in.flag()));
        BY_WORD.put("UNKEYWORD", (in, charset) -> new Not(new HasFlag(in.flag())));
        BY_WORD.put("RECENT", (in, charset) -> new SearchKey.Recent());
        BY_WORD.put("OLD", (in, charset) -> new Not(new SearchKey.Recent()));
        BY_WORD.put("NEW", (in, charset) -> new And(List.of(new SearchKey.Recent(), new Not(new HasFlag(Flag.SEEN)))));
        for (Place place : Place.values()) {
            BY_WORD.put(place.name(), (in, charset) -> new SearchKey.Text(place, in.astring(charset)));
        }
        BY_WORD.put("HEADER", SearchKeys::header);
        for (When when : When.values()) {
            BY_WORD.put(when.name(), (in, charset) -> new SearchKey.Date(false, when, in.date()));
            BY_WORD.put("SENT" + when.name(), (in, charset) -> new SearchKey.Date(true, when, in.date()));
        }
        BY_WORD.put("LARGER", (in, charset) -> new SearchKey.Size(true, in.number64()));
        BY_WORD.put("SMALLER", (in, charset) -> new SearchKey.Size(false, in.number64()));
        BY_WORD.put("UID", (in, charset) -> new SearchKey.Uids(SequenceSet.read(in)));
        BY_WORD.put("MODSEQ", SearchKeys::modSeq);
        BY_WORD.put("NOT", (in, charset) -> new Not(read(in, charset)));
        BY_WORD.put("OR", SearchKeys::or);
    }

    /** Words that stand alone, without arguments. */
    private static boolean standsAlone(String word) {
        return switch (word) {
            case "ALL", "RECENT", "OLD", "NEW" -> true;
            default -> FLAGS.containsValue(word) || (word.startsWith("UN") && FLAGS.containsValue(word.substring(2)));
        };
    }

    private SearchKeys() {}

    static SearchKey read(ImapReader in, Charset charset) throws SyntaxException {
        in.countItem();
        if (in.peek() == '(') {
            List<SearchKey> keys = in.fullList(each -> read(each, charset));
            return new And(keys);
        }
        if (SequenceSet.comes(in)) {
            return new SearchKey.Numbers(SequenceSet.read(in));
        }
        String word = in.peekAtom().toUpperCase(Locale.ROOT);
        Arguments arguments = BY_WORD.get(word);
        if (arguments == null) {
            throw in.unexpected("a search key");
        }
        in.expect(word);
        if (!standsAlone(word)) {
            in.space();
        }
        in.enter();
        SearchKey key = arguments.read(in, charset);
        in.leave();
        return key;
    }

    private static SearchKey header(ImapReader in, Charset charset) throws SyntaxException {
        String name = in.astring();
        in.space();
        return new SearchKey.Header(name, in.astring(charset));
    }

    /** search-modsequence = "MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer */
    private static SearchKey modSeq(ImapReader in, Charset charset) throws SyntaxException {
        if (in.peek() == '"') {
            in.string();
            in.space();
            in.atom("priv, shared or all");
            in.space();
        }
        return new SearchKey.ModSeq(in.number64());
    }

    /** "OR" SP search-key SP search-key, the second of which is often an OR again, a hundred times in a row. */
    private static SearchKey or(ImapReader in, Charset charset) throws SyntaxException {
        List<SearchKey> keys = new ArrayList<>();
        do {
            in.countItem();
            keys.add(read(in, charset));
            in.space();
        } while (in.accept("OR "));
        keys.add(read(in, charset));
        return new Or(keys);
    }

    /** search-key *(SP search-key) */
    static List<SearchKey> readAll(ImapReader in, Charset charset) throws SyntaxException {
        List<SearchKey> keys = new ArrayList<>();
        do {
            keys.add(read(in, charset));
        } while (in.accept(' '));
        return keys;
    }

    static void write(SearchKey key, ImapWriter out) {
        switch (key.kind()) {
            case ALL -> out.text("ALL");
            case RECENT -> out.text("RECENT");
            case FLAG -> writeFlag("", ((HasFlag) key).flag(), out);
            case TEXT -> {
                SearchKey.Text text = (SearchKey.Text) key;
                out.text(text.place().name()).space().astring(text.text());
            }
            case HEADER -> {
                SearchKey.Header header = (SearchKey.Header) key;
                out.text("HEADER ").astring(header.name()).space().astring(header.text());
            }
            case DATE -> {
                SearchKey.Date date = (SearchKey.Date) key;
                out.text(date.sent() ? "SENT" : "")
                        .text(date.when().name())
                        .space()
                        .date(date.date());
            }
            case SIZE -> {
                SearchKey.Size size = (SearchKey.Size) key;
                out.text(size.larger() ? "LARGER " : "SMALLER ").number(size.octets());
            }
            case NUMBERS -> ((SearchKey.Numbers) key).numbers().write(out);
            case UIDS -> ((SearchKey.Uids) key).uids().write(out.text("UID "));
            case MODSEQ -> out.text("MODSEQ ").number(((SearchKey.ModSeq) key).modSeq());
            case NOT -> writeNot(((Not) key).key(), out);
            case OR -> writeOr(((Or) key).keys(), out);
            case AND -> out.list(((And) key).keys(), SearchKeys::write);
        }
    }

    private static void writeNot(SearchKey key, ImapWriter out) {
        if (key instanceof HasFlag has) {
            writeFlag("UN", has.flag(), out);
        } else if (key instanceof SearchKey.Recent) {
            out.text("OLD");
        } else {
            write(key, out.text("NOT "));
        }
    }

    private static void writeFlag(String un, Flag flag, ImapWriter out) {
        String word = FLAGS.get(flag);
        if (word != null) {
            out.text(un).text(word);
        } else {
            out.text(un).text("KEYWORD ").text(flag.name());
        }
    }

    private static void writeOr(List<SearchKey> keys, ImapWriter out) {
        for (int i = 0; i < keys.size() - 1; i++) {
            write(keys.get(i), out.text("OR "));
            out.space();
        }
        write(keys.get(keys.size() - 1), out);
    }
}
