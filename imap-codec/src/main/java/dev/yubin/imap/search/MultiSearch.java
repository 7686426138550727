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
 * ESEARCH, which looks for messages in many mailboxes: RFC 7377. Each in which there are some is told of in an {@link EsearchData} of its own, by
 * UIDs.
 *
 * @param scopes    where to look; empty for the selected mailbox
 * @param returning what is to be told of each mailbox; empty for ALL; SAVE and UPDATE of the selected mailbox alone
 * @param charset   the charset that the client named, where it is not known here; see {@link Search}
 * @param keys      at least one; a message must be all of them
 */
public record MultiSearch(
        List<SearchScope> scopes, Optional<ReturnOptions> returning, Optional<String> charset, List<SearchKey> keys)
        implements ImapCommand {
    public MultiSearch {
        scopes = List.copyOf(scopes);
        Objects.requireNonNull(returning, "returning");
        keys = KeyStrings.atLeastOne(keys);
        charset = KeyStrings.unfit(charset, keys);
        KeyStrings.checkFuzzy(
                returning.filter(asked -> asked.has(SearchReturn.RELEVANCY)).isPresent(), keys);
        boolean selectedAlone = scopes.stream().allMatch(scope -> scope.kind() == SearchScope.Kind.SELECTED);
        boolean remembers = returning
                .filter(asked -> asked.has(SearchReturn.SAVE) || asked.has(SearchReturn.UPDATE))
                .isPresent();
        if (remembers && !selectedAlone) {
            throw new IllegalArgumentException(
                    "SAVE and UPDATE go with the selected mailbox alone (RFC 7377 section 2.2)");
        }
    }

    /** One whose strings are UTF-8, and that tells of all messages. */
    public static MultiSearch of(List<SearchScope> scopes, List<SearchKey> keys) {
        return new MultiSearch(scopes, Optional.empty(), Optional.empty(), keys);
    }

    @Override
    public Verb verb() {
        return Verb.ESEARCH;
    }

    /** Whether it looks in the selected mailbox because that is selected. */
    public boolean needsSelected() {
        return scopes.isEmpty() || scopes.stream().anyMatch(scope -> scope.kind() == SearchScope.Kind.SELECTED);
    }

    /** esearch = "ESEARCH" [SP "IN" SP "(" source-mbox ")"] [SP search-return-opts] SP search-program */
    public static MultiSearch read(ImapReader in) throws SyntaxException {
        List<SearchScope> scopes = List.of();
        if (in.acceptWord("IN")) {
            scopes = in.space().fullList(SearchScope::read);
            in.space();
        }
        Search search = Search.read(true, in);
        return new MultiSearch(scopes, search.returning(), search.charset(), search.keys());
    }

    @Override
    public void write(ImapWriter out) {
        if (!scopes.isEmpty()) {
            out.text("IN ").list(scopes, SearchScope::write).space();
        }
        new Search(true, returning, charset, keys).write(out);
    }
}
