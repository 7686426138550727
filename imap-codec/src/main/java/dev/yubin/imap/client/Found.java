package dev.yubin.imap.client;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.SearchData;
import dev.yubin.mailbox.UidSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a SEARCH found, told in either of the two responses there are: RFC 9051 section 7.3.4 and RFC 3501 section 7.2.5. Without RETURN, or with
 * RETURN (ALL), that is {@code numbers}; of RETURN (PARTIAL), the stretch that was asked for.
 *
 * @param tag     under which {@link ImapNews#resultChanged} hears what changes, where UPDATE was asked for; empty where the server did not tell
 *                it, or will not tell what changes (RFC 5267 section 4.3.1)
 * @param numbers message numbers, or UIDs where the search was by UID
 * @param min     the least of them, where MIN was asked for and there are any; {@code max} likewise
 * @param count   how many they are, where COUNT was asked for
 * @param relevancy how well each of {@code numbers} fits, 1 to 100, where RELEVANCY was asked for (RFC 6203 section 4)
 * @param modSeq  the highest mod-sequence among them, where the search was about mod-sequences (RFC 7162 section 3.1.5)
 */
public record Found(
        Optional<String> tag,
        UidSet numbers,
        OptionalLong min,
        OptionalLong max,
        OptionalLong count,
        List<Integer> relevancy,
        OptionalLong modSeq) {
    static final Found NOTHING = new Found(
            Optional.empty(),
            UidSet.EMPTY,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of(),
            OptionalLong.empty());

    /** With what a response adds; empty where it is none that tells what a search found. */
    Optional<Found> with(ImapResponse response) {
        if (response instanceof SearchData data) { // some servers tell a long one in pieces
            return Optional.of(new Found(tag, numbers.or(data.numbers()), min, max, count, relevancy, data.modSeq()));
        } else if (response instanceof EsearchData data && data.changes().isEmpty()) {
            UidSet all = data.told().map(set -> set.within(UidSet.MAX_UID)).orElse(UidSet.EMPTY);
            return Optional.of(
                    new Found(data.tag(), all, data.min(), data.max(), data.count(), data.relevancy(), data.modSeq()));
        }
        return isNoUpdate(response)
                ? Optional.of(new Found(Optional.empty(), numbers, min, max, count, relevancy, modSeq))
                : Optional.empty();
    }

    /** Whether the server says that it will not tell what changes. */
    static boolean isNoUpdate(ImapResponse response) {
        return response instanceof StatusReply reply
                && reply.code().filter(ResponseCode.NoUpdate.class::isInstance).isPresent();
    }
}
