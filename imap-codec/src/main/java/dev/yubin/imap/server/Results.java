package dev.yubin.imap.server;

import dev.yubin.imap.PartialRange;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.SearchDatum;
import dev.yubin.imap.search.SearchDatum.Number.Name;
import dev.yubin.imap.search.SearchReturn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the ESEARCH response tells of what SEARCH or SORT found: RFC 9051 section 7.3.4. */
final class Results {
    private Results() {}

    /**
     * As far as it is asked for.
     *
     * @param numbers all that were found, in order
     * @param scores  how well each of them fits
     * @param modSeq  the highest mod-sequence, where mod-sequences were asked about
     */
    static List<SearchDatum> told(ReturnOptions asked, long[] numbers, long[] scores, OptionalLong modSeq) {
        List<SearchDatum> told = new ArrayList<>();
        if (numbers.length > 0 && asked.has(SearchReturn.MIN)) {
            told.add(new SearchDatum.Number(Name.MIN, numbers[0]));
        }
        if (numbers.length > 0 && asked.has(SearchReturn.MAX)) {
            told.add(new SearchDatum.Number(Name.MAX, numbers[numbers.length - 1]));
        }
        if (asked.has(SearchReturn.COUNT)) {
            told.add(new SearchDatum.Number(Name.COUNT, numbers.length));
        }
        if (asked.has(SearchReturn.ALL)) {
            set(numbers).map(SearchDatum.All::new).ifPresent(told::add);
        }
        asked.partial()
                .map(range -> new SearchDatum.Partial(range, set(stretch(range, numbers))))
                .ifPresent(told::add);
        if (asked.has(SearchReturn.RELEVANCY)) {
            long[] those = asked.partial().map(range -> stretch(range, scores)).orElse(scores);
            told.add(new SearchDatum.Relevancy(
                    Arrays.stream(those).mapToObj(score -> (int) score).toList()));
        }
        modSeq.ifPresent(highest -> told.add(new SearchDatum.Number(Name.MODSEQ, highest)));
        return told;
    }

    /** How many of the first, or of the last where places are counted from there, tell all that is asked for; more than there are where a few do not. */
    static long reach(ReturnOptions asked) {
        boolean fromLast = asked.partial().filter(PartialRange::fromLast).isPresent();
        Set<SearchReturn> alike = EnumSet.of(
                fromLast ? SearchReturn.MAX : SearchReturn.MIN,
                SearchReturn.SAVE,
                SearchReturn.CONTEXT,
                SearchReturn.RELEVANCY);
        return asked.partial()
                .filter(range -> alike.containsAll(asked.options()))
                .map(range -> Math.max(range.from(), range.to()))
                .orElse(Long.MAX_VALUE);
    }

    private static Optional<SequenceSet> set(long[] numbers) {
        return numbers.length == 0 ? Optional.empty() : Optional.of(SequenceSet.inOrder(numbers));
    }

    /** Those of that stretch. */
    static long[] stretch(PartialRange range, long[] numbers) {
        int begin = (int) range.begin(numbers.length);
        return Arrays.copyOfRange(numbers, begin, Math.max(begin, (int) range.end(numbers.length)));
    }
}
