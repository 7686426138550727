package dev.yubin.imap.server;

import dev.yubin.imap.PartialRange;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.Tag;
import dev.yubin.imap.search.UidBatches;
import dev.yubin.imap.search.UidBatchesData;
import dev.yubin.mailbox.UidSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * UIDBATCHES: RFC 10022 section 3.1. The session knows which UID has which number, so that this costs little more than NOOP, and who asks again
 * without need is answered all the same.
 */
final class UidBatching {
    /** Section 3.1.3.2: who could ask for less could reckon up numbers that UIDONLY hides. */
    private static final long LEAST = 500;
    /** How many messages a stretch of batches may have: section 3.1.5. */
    private static final long MOST = 100_000;

    private UidBatching() {}

    static Progress answer(UidBatches asked, Tag tag, Numbering numbering, Answers out) throws Refusal {
        if (asked.size() < LEAST) {
            throw Refusal.no(Plain.TOOFEW, "a batch has at least " + LEAST + " messages");
        }
        Optional<PartialRange> range = asked.batches();
        if (range.isPresent()) {
            check(range.get(), asked.size());
        }
        long all = (numbering.size() + asked.size() - 1) / asked.size();
        List<UidSet.Range> batches = new ArrayList<>();
        long last = range.map(PartialRange::to).map(to -> Math.min(to, all)).orElse(all);
        for (long batch = range.map(PartialRange::from).orElse(1L); batch <= last; batch++) {
            batches.add(batch(batch, asked.size(), numbering));
        }
        out.untagged(new UidBatchesData(tag.text(), batches));
        return Progress.done("UIDBATCHES done");
    }

    private static void check(PartialRange range, long size) throws Refusal {
        if (range.from() > range.to()) {
            throw Refusal.clientBug(
                    "batches are named from the lesser to the greater: " + range.to() + ":" + range.from());
        }
        if (range.to() - range.from() + 1 > MOST / size) {
            throw Refusal.no(
                    Plain.TOOMANY, "batches of at most " + MOST + " messages are told together; ask for fewer");
        }
    }

    /** Begins behind the batch before, and ends with its last message; the last batch ends with 1, which shows that it is the last (section 3.1.4). */
    private static UidSet.Range batch(long batch, long size, Numbering numbering) {
        long number = numbering.size() - (batch - 1) * size;
        long greatest = batch == 1 ? numbering.lastUid() : numbering.uid((int) number + 1) - 1;
        return new UidSet.Range(number <= size ? 1 : numbering.uid((int) (number - size + 1)), greatest);
    }
}
