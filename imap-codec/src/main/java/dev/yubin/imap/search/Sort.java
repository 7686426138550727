package dev.yubin.imap.search;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * Looks for messages and puts them in order: RFC 5256 section 3. Messages that no criterion tells apart stay in the mailbox's order.
 *
 * @param uid       whether the result is UIDs
 * @param returning what is to be told, in an ESEARCH response (RFC 5267 section 3.1), SAVE not among it; empty for the SORT response
 * @param criteria  at least one; the first counts most
 * @param charset   the charset that the client named, where it is not known here; see {@link Search}
 * @param keys      at least one; a message must be all of them
 */
public record Sort(
        boolean uid,
        Optional<ReturnOptions> returning,
        List<SortCriterion> criteria,
        Optional<String> charset,
        List<SearchKey> keys)
        implements ImapCommand {
    public Sort {
        if (returning.filter(asked -> asked.has(SearchReturn.SAVE)).isPresent()) {
            throw new IllegalArgumentException("SORT saves nothing");
        }
        criteria = List.copyOf(criteria);
        if (criteria.isEmpty()) {
            throw new IllegalArgumentException("SORT has at least one criterion");
        }
        keys = KeyStrings.atLeastOne(keys);
        charset = KeyStrings.unfit(charset, keys);
        KeyStrings.checkFuzzy(
                returning.filter(asked -> asked.has(SearchReturn.RELEVANCY)).isPresent()
                        || criteria.stream().anyMatch(criterion -> criterion.key() == SortCriterion.Key.RELEVANCY),
                keys);
    }

    /** A sort whose strings are UTF-8, and whose answer is the SORT response. */
    public static Sort of(boolean uid, List<SortCriterion> criteria, List<SearchKey> keys) {
        return new Sort(uid, Optional.empty(), criteria, Optional.empty(), keys);
    }

    @Override
    public Verb verb() {
        return uid ? Verb.UID_SORT : Verb.SORT;
    }

    /** sort = "SORT" [search-return-opts] SP "(" sort-criterion *(SP sort-criterion) ")" SP charset 1*(SP search-key) */
    public static Sort read(boolean uid, ImapReader in) throws SyntaxException {
        Optional<ReturnOptions> returning = ReturnOptions.read(in);
        List<SortCriterion> criteria = in.fullList(SortCriterion::read);
        Optional<String> charset = Optional.of(in.space().astring());
        in.space();
        return new Sort(uid, returning, criteria, charset, KeyStrings.read(charset, in));
    }

    @Override
    public void write(ImapWriter out) {
        ReturnOptions.write(returning, out);
        out.list(criteria, SortCriterion::write).space();
        KeyStrings.writeCriteria(charset, keys, out);
    }
}
