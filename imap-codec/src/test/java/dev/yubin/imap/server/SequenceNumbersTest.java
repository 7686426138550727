package dev.yubin.imap.server;

import dev.yubin.conformance.numbers.SequenceNumbers;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.memory.MemoryMailStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three clients at once on one mailbox. {@code -Dyubin.seed=} plays a round again, {@code -Dyubin.rounds=} plays more of them. */
class SequenceNumbersTest {
    private static final int STEPS = 100;

    @RegisterExtension
    final Office office = Office.with();

    @RegisterExtension
    final Office forgetful =
            Office.with().keptIn(() -> MemoryMailStore.builder().tombstones(2).build());

    @RegisterExtension
    final Office stepwise = Office.with().gifts(new Gifted());

    @Test
    void sequenceNumbersNeverLie() throws Exception {
        playIn(office);
    }

    @Test
    void norWhereTheStoreForgetsWhatIsGone() throws Exception {
        playIn(forgetful);
    }

    @Test
    void norWhereItMovesInTwoSteps() throws Exception {
        playIn(stepwise);
    }

    private static void playIn(Office office) throws Exception {
        long seed = Long.getLong("yubin.seed", System.nanoTime());
        for (int round = 0; round < Integer.getInteger("yubin.rounds", 2); round++) {
            office.furnish();
            SequenceNumbers.play(
                    office.server().port(),
                    Office.USER,
                    "tanuki",
                    office.account().open(MailboxName.INBOX),
                    seed + round,
                    STEPS);
        }
    }
}
