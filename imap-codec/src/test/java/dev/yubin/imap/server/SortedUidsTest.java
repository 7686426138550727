package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.Tag;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.SearchDatum;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.imap.search.SortCriterion;
import dev.yubin.mailbox.ChangedUids;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.outline.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CONTEXT=SORT: who puts in and takes out as it is told has the result that a new SORT would tell. RFC 5267 section 4.3. */
class SortedUidsTest {
    private static final SortOrder BY_SUBJECT =
            new SortOrder(List.of(new SortCriterion(false, SortCriterion.Key.SUBJECT)));

    private final Mailbox mailbox;
    private final MailboxView view;

    SortedUidsTest() throws Exception {
        MemoryMailStore store = MemoryMailStore.create();
        store.addAccount("ann");
        mailbox = store.account("ann").open(MailboxName.INBOX);
        view = MailboxView.open(mailbox, MailboxName.INBOX, false, EnumSet.allOf(Right.class));
    }

    private void deliver(String subject) throws Exception {
        byte[] message = ("Subject: " + subject + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        try (MessageWriter writer =
                MessageWriter.open(mailbox, Set.of(), Instant.EPOCH, OptionalLong.of(message.length))) {
            writer.write(ByteBuffer.wrap(message));
            writer.commit();
        }
    }

    /** What SORT (SUBJECT) UNDELETED finds. */
    private List<Long> sorted() throws Exception {
        Map<Long, byte[]> keys = new TreeMap<>();
        Candidate.each(view, UidSet.ALL, candidate -> {
            if (!candidate.message().flags().contains(Flag.DELETED)) {
                keys.put(candidate.message().uid(), BY_SUBJECT.key(candidate));
            }
        });
        return keys.entrySet().stream()
                .sorted(Map.Entry.<Long, byte[]>comparingByValue(Arrays::compareUnsigned)
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
    }

    /** As a client does it. */
    private static void follow(List<Long> result, EsearchData told) {
        for (SearchDatum datum : told.data()) {
            SearchDatum.Change change = (SearchDatum.Change) datum;
            for (SearchDatum.Change.Placed placed : change.places()) {
                int at = (int) placed.position() - 1;
                for (long uid : placed.numbers().inOrder().toArray()) {
                    if (change.added()) {
                        result.add(at++, uid);
                    } else {
                        assertThat(result.remove(at)).isEqualTo(uid);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsToldLeadsToWhatIsThere(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            deliver("all the same for long " + random.nextInt(12));
        }
        Criterion undeleted = Criterion.all(
                SearchKey.criteria("UNDELETED".getBytes(StandardCharsets.US_ASCII), ImapLimits.standard()), view);
        List<Long> known = new ArrayList<>(sorted());
        long[] found = known.stream().mapToLong(Long::longValue).toArray();
        Context context = Context.sorted(
                new Tag("a1"), true, undeleted, List.of(), new SortedUids(view, BY_SUBJECT, undeleted, found));
        for (int round = 0; round < 30; round++) {
            long since = mailbox.status().modSeq();
            for (int i = random.nextInt(6); i > 0; i--) {
                UidSet some =
                        UidSet.of(1 + random.nextInt((int) mailbox.status().uidNext()));
                switch (random.nextInt(4)) {
                    case 0 -> deliver("all the same for long " + random.nextInt(12));
                    case 1 -> mailbox.store(some, FlagChange.add(Flag.DELETED), OptionalLong.empty());
                    case 2 -> mailbox.store(UidSet.ALL, FlagChange.remove(Flag.DELETED), OptionalLong.empty());
                    default -> mailbox.expunge(some);
                }
            }
            ChangedUids changed = mailbox.changedUids(since).orElseThrow();
            context.begin(changed.vanished());
            Candidate.each(view, changed.changed(), context::look);
            context.lose(view.numbering()).ifPresent(told -> follow(known, told));
            context.gain(view.numbering()).ifPresent(told -> follow(known, told));
            assertThat(known).as("seed %d, round %d", seed, round).isEqualTo(sorted());
        }
    }
}
