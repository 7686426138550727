package dev.yubin.imap.client;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.SortData;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a SORT found, told in either of the two responses there are: RFC 5256 section 4, RFC 5267 section 3.1.
 *
 * @param tag     under which {@link ImapNews#resultChanged} hears what changes; see {@link Found}
 * @param numbers message numbers, or UIDs where the sort was by UID, in the order asked for; of a set that names more, the first ten million;
 *                of RETURN (PARTIAL), the stretch that was asked for
 * @param first   the first of them, where MIN was asked for and there are any; {@code last} likewise, for MAX
 * @param count   how many they are, where COUNT was asked for
 * @param relevancy how well each of {@code numbers} fits, 1 to 100, where RELEVANCY was asked for (RFC 6203 section 6)
 * @param modSeq  the highest mod-sequence among them, where the keys were about mod-sequences (RFC 7162 section 3.1.6)
 */
public record Sorted(
        Optional<String> tag,
        List<Long> numbers,
        OptionalLong first,
        OptionalLong last,
        OptionalLong count,
        List<Integer> relevancy,
        OptionalLong modSeq) {
    private static final int MOST = 10_000_000;

    static final Sorted NOTHING = new Sorted(
            Optional.empty(),
            List.of(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of(),
            OptionalLong.empty());

    public Sorted {
        numbers = List.copyOf(numbers);
    }

    /** With what a response adds; empty where it is none that tells what a sort found. */
    Optional<Sorted> with(ImapResponse response) {
        if (response instanceof SortData data) {
            return Optional.of(new Sorted(tag, data.numbers(), first, last, count, relevancy, data.modSeq()));
        } else if (response instanceof EsearchData data && data.changes().isEmpty()) {
            List<Long> all = data.told().map(Sorted::inOrder).orElse(List.of());
            return Optional.of(
                    new Sorted(data.tag(), all, data.min(), data.max(), data.count(), data.relevancy(), data.modSeq()));
        }
        return Found.isNoUpdate(response)
                ? Optional.of(new Sorted(Optional.empty(), numbers, first, last, count, relevancy, modSeq))
                : Optional.empty();
    }

    /** A set of a few octets may name more messages than there is memory. */
    private static List<Long> inOrder(SequenceSet set) {
        return set.isSaved() || set.hasLargest()
                ? List.of()
                : set.inOrder().limit(MOST).boxed().toList();
    }
}
