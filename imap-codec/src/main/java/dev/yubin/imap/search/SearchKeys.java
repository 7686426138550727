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
import java.util.List;
import java.util.Locale;

/** Reads search keys: search-key of RFC 9051 section 9. They write themselves. */
final class SearchKeys {
    /** Flags with words of their own: SEEN and UNSEEN, RECENT and OLD. */
    private static final List<Flag> FLAGS =
            List.of(Flag.ANSWERED, Flag.DELETED, Flag.DRAFT, Flag.FLAGGED, HasFlag.RECENT.flag(), Flag.SEEN);

    private static final SearchKey NEW = new And(List.of(HasFlag.RECENT, new Not(new HasFlag(Flag.SEEN))));

    private SearchKeys() {}

    static SearchKey read(ImapReader in, Charset charset) throws SyntaxException {
        in.countItem();
        if (in.peek() == '(') {
            return new And(in.fullList(each -> read(each, charset)));
        }
        if (SequenceSet.comes(in)) {
            return new SearchKey.Messages(false, SequenceSet.read(in));
        }
        in.enter();
        SearchKey key = named(in.peekAtom().toUpperCase(Locale.ROOT), in, charset);
        in.leave();
        return key;
    }

    /** search-key by its word, which is yet to be read. */
    private static SearchKey named(String word, ImapReader in, Charset charset) throws SyntaxException {
        return switch (word) {
            case "ALL" -> alone(SearchKey.all(), word, in);
            case "RECENT" -> alone(HasFlag.RECENT, word, in);
            case "OLD" -> alone(new Not(HasFlag.RECENT), word, in);
            case "NEW" -> alone(NEW, word, in);
            case "ANSWERED" -> alone(new HasFlag(Flag.ANSWERED), word, in);
            case "DELETED" -> alone(new HasFlag(Flag.DELETED), word, in);
            case "DRAFT" -> alone(new HasFlag(Flag.DRAFT), word, in);
            case "FLAGGED" -> alone(new HasFlag(Flag.FLAGGED), word, in);
            case "SEEN" -> alone(new HasFlag(Flag.SEEN), word, in);
            case "UNANSWERED" -> alone(new Not(new HasFlag(Flag.ANSWERED)), word, in);
            case "UNDELETED" -> alone(new Not(new HasFlag(Flag.DELETED)), word, in);
            case "UNDRAFT" -> alone(new Not(new HasFlag(Flag.DRAFT)), word, in);
            case "UNFLAGGED" -> alone(new Not(new HasFlag(Flag.FLAGGED)), word, in);
            case "UNSEEN" -> alone(new Not(new HasFlag(Flag.SEEN)), word, in);
            case "KEYWORD" -> new HasFlag(behind(word, in).flag());
            case "UNKEYWORD" -> new Not(new HasFlag(behind(word, in).flag()));
            case "BCC", "CC", "FROM", "SUBJECT", "TO", "BODY", "TEXT" ->
                new SearchKey.Text(Place.valueOf(word), behind(word, in).astring(charset));
            case "HEADER" -> header(behind(word, in), charset);
            case "BEFORE", "ON", "SINCE" ->
                new SearchKey.Date(false, When.valueOf(word), behind(word, in).date());
            case "SENTBEFORE", "SENTON", "SENTSINCE" ->
                new SearchKey.Date(
                        true, When.valueOf(word.substring(4)), behind(word, in).date());
            case "SAVEDBEFORE", "SAVEDON", "SAVEDSINCE" ->
                new SearchKey.Saved(
                        When.valueOf(word.substring(5)), behind(word, in).date());
            case "SAVEDATESUPPORTED" -> alone(new SearchKey.SaveDateSupported(), word, in);
            case "OLDER", "YOUNGER" ->
                new SearchKey.Within(word.equals("OLDER"), behind(word, in).nzNumber());
            case "LARGER", "SMALLER" ->
                new SearchKey.Size(word.equals("LARGER"), behind(word, in).number64());
            case "UID" -> new SearchKey.Messages(true, SequenceSet.read(behind(word, in)));
            case "UIDAFTER", "UIDBEFORE" ->
                new SearchKey.UidBound(word.equals("UIDAFTER"), behind(word, in).nzNumber());
            case "MODSEQ" -> modSeq(behind(word, in));
            case "EMAILID", "THREADID" ->
                new SearchKey.Text(Place.valueOf(word), behind(word, in).atom("an object identifier"));
            case "FILTER" -> new SearchKey.Filter(behind(word, in).atom("a filter's name"));
            case "FUZZY" -> new SearchKey.Fuzzy(read(behind(word, in), charset));
            case "NOT" -> new Not(read(behind(word, in), charset));
            case "OR" -> or(behind(word, in), charset);
            default -> throw in.unexpected("a search key");
        };
    }

    private static SearchKey alone(SearchKey key, String word, ImapReader in) throws SyntaxException {
        in.expect(word);
        return key;
    }

    private static ImapReader behind(String word, ImapReader in) throws SyntaxException {
        in.expect(word);
        return in.space();
    }

    private static SearchKey header(ImapReader in, Charset charset) throws SyntaxException {
        String name = in.astring();
        return new SearchKey.Header(name, in.space().astring(charset));
    }

    /** search-modsequence = "MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer */
    private static SearchKey modSeq(ImapReader in) throws SyntaxException {
        if (in.peek() == '"') {
            in.string();
            in.space().atom("priv, shared or all");
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

    /** SEEN and UNSEEN, KEYWORD x and UNKEYWORD x */
    static void writeFlag(String un, Flag flag, ImapWriter out) {
        if (FLAGS.contains(flag)) {
            out.text(un).text(flag.name().substring(1).toUpperCase(Locale.ROOT));
        } else {
            out.text(un).text("KEYWORD ").text(flag.name());
        }
    }
}
