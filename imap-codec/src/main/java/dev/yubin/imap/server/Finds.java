package dev.yubin.imap.server;

import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.UidSet;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** What a search has found so far, in the mailbox's order: five octets a message. */
final class Finds {
    private final MailboxView view;
    /** Sequence numbers, ascending. */
    private int[] found = new int[16];

    /** How well each of them fits, 1 to 100. */
    private byte[] scores = new byte[16];

    private int count;
    /** The mod-sequences of the first and the last that were found, and the highest of all. */
    private long firstModSeq;

    private long lastModSeq;
    private long highestModSeq;

    Finds(MailboxView view) {
        this.view = view;
    }

    void add(Candidate candidate) {
        Message message = candidate.message();
        if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
            scores = Arrays.copyOf(scores, 2 * count);
        }
        scores[count] = (byte) candidate.relevancy();
        found[count++] = view.numbering().number(message.uid());
        firstModSeq = count == 1 ? message.modSeq() : firstModSeq;
        lastModSeq = message.modSeq();
        highestModSeq = Math.max(highestModSeq, message.modSeq());
    }

    int count() {
        return count;
    }

    long[] numbers(boolean uids) {
        return Arrays.stream(found, 0, count)
                .mapToLong(number -> uids ? view.numbering().uid(number) : number)
                .toArray();
    }

    /** How well each fits. */
    long[] scores() {
        return IntStream.range(0, count).mapToLong(i -> scores[i]).toArray();
    }

    /** What SAVE keeps: the tables of RFC 5182 section 2.1 and RFC 9394 section 3.2. What is told alone is kept, all else keeps everything. */
    UidSet kept(ReturnOptions asked) {
        boolean ends = asked.has(SearchReturn.MIN) || asked.has(SearchReturn.MAX);
        boolean some = ends || asked.partial().isPresent();
        if (!some || asked.has(SearchReturn.ALL) || asked.has(SearchReturn.COUNT)) {
            return UidSet.of(numbers(true));
        }
        long[] uids = numbers(true);
        UidSet kept = asked.partial()
                .map(range -> UidSet.of(Results.stretch(range, uids)))
                .orElse(UidSet.EMPTY);
        if (count > 0 && asked.has(SearchReturn.MIN)) {
            kept = kept.or(UidSet.of(uids[0]));
        }
        if (count > 0 && asked.has(SearchReturn.MAX)) {
            kept = kept.or(UidSet.of(uids[count - 1]));
        }
        return kept;
    }

    /** The highest mod-sequence among what is told. Of MIN and MAX without the others, only those count: RFC 4731 section 3.2. */
    OptionalLong modSeq(ReturnOptions asked) {
        boolean first = asked.has(SearchReturn.MIN);
        boolean last = asked.has(SearchReturn.MAX);
        boolean more = asked.has(SearchReturn.ALL)
                || asked.has(SearchReturn.COUNT)
                || asked.partial().isPresent();
        if (count == 0) {
            return OptionalLong.empty();
        } else if (more || !first && !last) {
            return OptionalLong.of(highestModSeq);
        }
        return OptionalLong.of(Math.max(first ? firstModSeq : 0, last ? lastModSeq : 0));
    }
}
