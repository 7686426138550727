package dev.yubin.imap.search;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks for messages: RFC 9051 sections 6.4.4 and 6.4.9.
 *
 * @param uid       whether the result is UIDs
 * @param returning what is to be told, in an ESEARCH response; empty for the SEARCH response of IMAP4rev1
 * @param charset   the charset that the client named, where it is not known here, so that its strings could not be read, or is none that
 *                  {@link SearchKey.Filter} goes with (RFC 5466 section 3.1); empty for any other, whose strings are text
 * @param keys      at least one; a message must be all of them
 */
public record Search(boolean uid, Optional<ReturnOptions> returning, Optional<String> charset, List<SearchKey> keys)
        implements ImapCommand {
    public Search {
        Objects.requireNonNull(returning, "returning");
        keys = KeyStrings.atLeastOne(keys);
        charset = KeyStrings.unfit(charset, keys);
        KeyStrings.checkFuzzy(
                returning.filter(asked -> asked.has(SearchReturn.RELEVANCY)).isPresent(), keys);
    }

    /** A search whose strings are UTF-8. */
    public static Search of(boolean uid, Optional<ReturnOptions> returning, List<SearchKey> keys) {
        return new Search(uid, returning, Optional.empty(), keys);
    }

    /** A search for the UIDs of messages that are all of that, which any server can answer. */
    public static Search uids(SearchKey... keys) {
        return of(true, Optional.empty(), List.of(keys));
    }

    /** Whether the search can be in its charset: if not, {@code NO [BADCHARSET (UTF-8)]} is due, and BAD where FILTER is among its keys. */
    public boolean knownCharset() {
        return charset.isEmpty();
    }

    @Override
    public Verb verb() {
        return uid ? Verb.UID_SEARCH : Verb.SEARCH;
    }

    /** search = "SEARCH" [search-return-opts] SP ["CHARSET" SP charset SP] search-key *(SP search-key) */
    public static Search read(boolean uid, ImapReader in) throws SyntaxException {
        Optional<ReturnOptions> returning = ReturnOptions.read(in);
        Optional<String> charset = Optional.empty();
        if (in.acceptWord("CHARSET")) {
            if (in.encoding().utf8Accept()) {
                throw new SyntaxException("no CHARSET is named once UTF8=ACCEPT is enabled (RFC 6855 section 3)");
            }
            in.space();
            charset = Optional.of(in.astring());
            in.space();
        }
        return new Search(uid, returning, charset, KeyStrings.read(charset, in));
    }

    /** Writes strings in UTF-8, and says so where that is needed; those in an unknown charset as they came. */
    @Override
    public void write(ImapWriter out) {
        ReturnOptions.write(returning, out);
        if (charset.isPresent()) {
            out.text("CHARSET ").astring(charset.get()).space();
        } else if (!out.encoding().utf8() && !KeyStrings.isAscii(keys)) {
            out.text("CHARSET UTF-8 ");
        }
        KeyStrings.write(charset, keys, out);
    }
}
