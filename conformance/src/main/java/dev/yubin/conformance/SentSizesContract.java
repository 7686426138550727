package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.SentSizes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link SentSizes}, where a mailbox knows them. */
interface SentSizesContract extends Chapter {
    @Test
    default void aMessageGrowsByWhatItsLinesLack() throws StoreException {
        SentSizes sizes = Chapter.feature(SentSizes.class, inbox());
        Map<String, Long> cases = new LinkedHashMap<>();
        cases.put("Subject: a\r\n\r\nall is there\r\n", 0L);
        cases.put("Subject: a\n\nno CR\n", 3L);
        cases.put("Subject: a\r\n\r\nno end", 2L);
        cases.put("Subject: a\r\n\r\nno CR\nand no end", 3L);
        cases.put("Subject: a\r\n\r\n" + "one CR is missing\r\n".repeat(50_000) + "here\n", 1L);
        Map<Long, Long> expected = new HashMap<>();
        for (Map.Entry<String, Long> each : cases.entrySet()) {
            expected.put(Chapter.deliverAsItIs(inbox(), each.getKey()), each.getValue());
        }
        Map<Long, Long> grown = sizes.growth(UidSet.ALL);
        expected.forEach((uid, octets) -> assertThat(grown.getOrDefault(uid, 0L))
                .as("SentSizes.growth: of message %d", uid)
                .isEqualTo(octets));
        assertThat(grown.keySet())
                .as("SentSizes.growth: of messages that are there")
                .isSubsetOf(expected.keySet());
    }

    @Test
    default void onlyMessagesThatExistAndWereAskedForGrow() throws StoreException {
        Mailbox inbox = inbox();
        SentSizes sizes = Chapter.feature(SentSizes.class, inbox);
        long first = Chapter.deliverAsItIs(inbox, "a\n");
        long gone = Chapter.deliverAsItIs(inbox, "b\n");
        Chapter.deliverAsItIs(inbox, "c\n");
        inbox.expunge(UidSet.of(gone));
        assertThat(sizes.growth(UidSet.of(first, gone)))
                .as("SentSizes.growth: of %d and %d, which is gone", first, gone)
                .containsOnlyKeys(first);
        assertThat(sizes.growth(UidSet.EMPTY)).as("SentSizes.growth: of none").isEmpty();
    }
}
