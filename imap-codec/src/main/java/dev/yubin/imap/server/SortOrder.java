package dev.yubin.imap.server;

import dev.yubin.imap.search.SortCriterion;
import dev.yubin.mailbox.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order that SORT asks for; where that tells nothing, the mailbox's. RFC 5256 section 3. */
final class SortOrder implements Comparator<SortOrder.Entry> {
    private final List<SortColumn> columns = new ArrayList<>();

    SortOrder(List<SortCriterion> criteria) {
        for (SortCriterion criterion : criteria) {
            columns.add(SortColumn.of(criterion));
        }
    }

    /** A message in that order: what of it is compared, a part for each criterion. */
    record Entry(long uid, long modSeq, int relevancy, byte[][] parts) {}

    /** Whether it reads more of a message than what the store lists. */
    boolean readsOutlines() {
        return columns.stream().anyMatch(SortColumn::readsOutlines);
    }

    Entry entry(Candidate found) throws StoreException {
        byte[][] parts = new byte[columns.size()][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = columns.get(i).part(found);
        }
        return new Entry(found.message().uid(), found.message().modSeq(), found.relevancy(), parts);
    }

    @Override
    public int compare(Entry one, Entry other) {
        for (int i = 0; i < columns.size(); i++) {
            int order = columns.get(i).compare(one.parts[i], other.parts[i]);
            if (order != 0) {
                return order;
            }
        }
        return Long.compare(one.uid, other.uid);
    }
}
