package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.FlagChange.Kind;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.UidSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neighbours are written at once, and nobody between them is touched who was not named. */
class ManyFlagsTest {
    private static final int MESSAGES = 60;

    @TempDir
    private Path directory;

    @Test
    void manyFlagsAtOnceAreWhatTheyAreOneByOne() throws Exception {
        long seed = Long.getLong("yubin.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Flag> some = List.of(Flag.SEEN, Flag.DELETED, Flag.of("$Work"), Flag.of("ToDo"));
        try (SqliteMailStore store = SqliteMailStore.open(directory.resolve("mail.db"))) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            Map<Long, Set<Flag>> expected = new TreeMap<>();
            for (int i = 0; i < MESSAGES; i++) {
                expected.put(Mail.add(inbox, "text"), Set.of());
            }
            UidSet gone = UidSet.of(7, 8, 30);
            inbox.expunge(gone);
            expected.keySet().removeIf(gone::contains);
            for (int round = 0; round < 50; round++) {
                UidSet uids = UidSet.of(random.longs(20, 1, MESSAGES + 5).toArray())
                        .or(UidSet.range(20, 20 + random.nextInt(20)));
                FlagChange change = new FlagChange(
                        Kind.values()[random.nextInt(3)],
                        Set.of(
                                some.get(random.nextInt(4)),
                                some.get(random.nextInt(3)).equals(some.get(0)) ? Flag.DRAFT : Flag.FLAGGED));
                expected.replaceAll((uid, flags) -> uids.contains(uid) ? change.appliedTo(flags) : flags);
                assertThat(inbox.store(uids, change, OptionalLong.empty()).messages())
                        .isEqualTo(inbox.messages(uids, 0));
                Map<Long, Set<Flag>> kept = new TreeMap<>();
                for (Message message : inbox.messages()) {
                    kept.put(message.uid(), message.flags());
                }
                assertThat(kept).as("-Dyubin.seed=%d, round %d", seed, round).isEqualTo(expected);
            }
            assertThat(store.check().faults()).isEmpty();
        }
    }
}
