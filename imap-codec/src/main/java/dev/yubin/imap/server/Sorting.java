package dev.yubin.imap.server;

import dev.yubin.imap.Tag;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.imap.search.Sort;
import dev.yubin.imap.search.SortCriterion;
import dev.yubin.imap.search.SortData;
import dev.yubin.mailbox.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** SORT and UID SORT under way: RFC 5256 section 3. A turn looks at one batch of messages, and the last one puts them in order. */
final class Sorting implements Running {
    private final Session session;
    private final MailboxView view;
    private final Tag tag;
    private final Sort sort;
    private final Matches matches;
    private final List<SortColumn<?>> columns;
    private final List<Integer> numbers = new ArrayList<>();
    private final List<Long> modSeqs = new ArrayList<>();

    Sorting(Session session, Tag tag, Sort sort) throws Refusal, StoreException {
        this.session = session;
        this.view = session.view().orElseThrow();
        this.tag = tag;
        this.sort = sort;
        this.columns = new ArrayList<>();
        for (SortCriterion criterion : sort.criteria()) {
            columns.add(SortColumn.of(criterion));
        }
        this.matches = new Matches(session, sort.keys(), columns.stream().anyMatch(SortColumn::readsOutlines));
        Matches.checkCharset(sort.charset());
    }

    @Override
    public Progress go(Answers out) throws StoreException {
        if (matches.askModSeq()) {
            session.speakOfModSeqs(out);
        }
        if (!matches.areAllTaken()) {
            matches.next(this::add);
            return Progress.MORE;
        }
        answer(out);
        return Progress.done(
                view.hidesExpunged() ? "EXPUNGEISSUED" : "", sort.verb().word() + " done");
    }

    private void add(Candidate found) throws StoreException {
        for (SortColumn<?> column : columns) {
            column.add(found);
        }
        numbers.add(view.numbering().number(found.message().uid()));
        modSeqs.add(found.message().modSeq());
    }

    private void answer(Answers out) {
        int[] order = order();
        long[] told = Arrays.stream(order)
                .mapToLong(i -> sort.uid() ? view.numbering().uid(numbers.get(i)) : numbers.get(i))
                .toArray();
        OptionalLong modSeq = modSeq(order);
        if (sort.returning().isEmpty()) {
            out.untagged(new SortData(Arrays.stream(told).boxed().toList(), modSeq));
        } else {
            out.untagged(new EsearchData(
                    Optional.of(tag.text()),
                    sort.uid(),
                    Results.told(sort.returning().get(), told, modSeq)));
        }
    }

    /** Places in the columns, in the order asked for; where that tells nothing, in the mailbox's. */
    private int[] order() {
        Comparator<Integer> order = columns.get(0);
        for (SortColumn<?> column : columns.subList(1, columns.size())) {
            order = order.thenComparing(column);
        }
        return IntStream.range(0, numbers.size())
                .boxed()
                .sorted(order)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** RFC 7162 section 3.1.6; of MIN and MAX without the others, only those that are told count. */
    private OptionalLong modSeq(int[] order) {
        if (!matches.askModSeq() || order.length == 0) {
            return OptionalLong.empty();
        }
        ReturnOptions asked = sort.returning().orElse(ReturnOptions.ALL);
        boolean ends = !asked.has(SearchReturn.ALL)
                && !asked.has(SearchReturn.COUNT)
                && asked.partial().isEmpty();
        IntStream told = ends
                ? IntStream.of(
                        order[asked.has(SearchReturn.MIN) ? 0 : order.length - 1],
                        order[asked.has(SearchReturn.MAX) ? order.length - 1 : 0])
                : Arrays.stream(order);
        return told.mapToLong(modSeqs::get).max();
    }
}
