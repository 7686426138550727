package dev.yubin.imap.server;

import dev.yubin.imap.search.SortCriterion;
import dev.yubin.mailbox.StoreException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The order that SORT asks for; where that tells nothing, the mailbox's. RFC 5256 section 3. */
final class SortOrder {
    private final List<SortColumn> columns = new ArrayList<>();

    SortOrder(List<SortCriterion> criteria) {
        for (SortCriterion criterion : criteria) {
            columns.add(SortColumn.of(criterion));
        }
    }

    /** Whether it reads more of a message than what the store lists. */
    boolean readsOutlines() {
        return columns.stream().anyMatch(SortColumn::readsOutlines);
    }

    /** Whether it puts in order by how well a message fits: who reads a key again has to say that to the {@link Candidate}. */
    boolean readsScores() {
        return columns.stream().anyMatch(SortColumn::readsScores);
    }

    /**
     * What of a message is compared: two stand in order where these do as unsigned octets ({@link java.util.Arrays#compareUnsigned(byte[], byte[])}),
     * and none is the beginning of another.
     */
    byte[] key(Candidate found) throws StoreException {
        if (columns.size() == 1) {
            return columns.get(0).part(found);
        }
        ByteArrayOutputStream key = new ByteArrayOutputStream(64);
        for (SortColumn column : columns) {
            key.writeBytes(column.part(found));
        }
        return key.toByteArray();
    }
}
