package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.sqlite.internal.Committer;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Job;
import dev.yubin.mailbox.sqlite.internal.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread, many jobs: who shares a transaction with whom, and who does not share its fate. */
class CommitterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private Database database;
    private Committer committer;

    @BeforeEach
    void start() throws Exception {
        Path file = directory.resolve("mail.db");
        database = Database.open(file);
        database.pragma("journal_mode = WAL");
        Schema.VERSIONS.bring(database, "mail.db");
        database.execute("CREATE TABLE seen (job INTEGER, commits INTEGER)");
        committer = new Committer(
                database, new ShardUpkeep(new Sweeper(), new OpenMailboxes()), new Trouble(file), "committer");
    }

    @AfterEach
    void stop() throws Exception {
        committer.close();
        database.close();
    }

    private static Job.Work<Integer> insert(int number) {
        return transaction -> {
            transaction.database().update("INSERT INTO seen VALUES (?, 0)", number);
            return number;
        };
    }

    /** Holds the committer in a transaction until the latch opens, so that what comes meanwhile is the next one. */
    private CountDownLatch held() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        committer.submit(
                transaction -> {
                    begun.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return 0;
                },
                0);
        begun.await();
        return go;
    }

    private List<Integer> kept() throws Exception {
        return committer
                .submit(
                        transaction ->
                                transaction.database().all("SELECT job FROM seen ORDER BY job", r -> r.getInt(1)),
                        0)
                .await(PATIENCE);
    }

    @Test
    void whatCameMeanwhileIsOneTransaction() throws Exception {
        CountDownLatch go = held();
        List<Job<Integer>> jobs = new ArrayList<>();
        List<Integer> done = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            jobs.add(committer.submit(
                    transaction -> {
                        transaction.afterwards(() -> done.add(number));
                        assertThat(done)
                                .as("nobody's commit is over while another's has not begun")
                                .isEmpty();
                        return insert(number).run(transaction);
                    },
                    0));
        }
        go.countDown();
        for (int i = 0; i < 10; i++) {
            assertThat(jobs.get(i).await(PATIENCE)).isEqualTo(i);
        }
        assertThat(done).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void oneThatIsRefusedLeavesTheOthersAlone() throws Exception {
        CountDownLatch go = held();
        Job<Integer> first = committer.submit(insert(1), 0);
        Job<Integer> refused = committer.submit(
                transaction -> {
                    insert(2).run(transaction);
                    transaction.afterwards(() -> {
                        throw new AssertionError("what was refused has nothing to do behind the commit");
                    });
                    throw new StoreException(Reason.OVERQUOTA, "too much");
                },
                0);
        Job<Integer> bug = committer.submit(
                transaction -> {
                    insert(3).run(transaction);
                    throw new IllegalArgumentException("a bug");
                },
                0);
        Job<Integer> last = committer.submit(insert(4), 0);
        go.countDown();
        assertThat(first.await(PATIENCE)).isEqualTo(1);
        Mail.refused(Reason.OVERQUOTA, () -> refused.await(PATIENCE));
        assertThatThrownBy(() -> bug.await(PATIENCE)).hasRootCauseMessage("a bug");
        assertThat(last.await(PATIENCE)).isEqualTo(4);
        assertThat(kept()).containsExactly(1, 4);
    }

    @Test
    void oneThatTakesItsTransactionAlongIsAloneInItsFailure() throws Exception {
        CountDownLatch go = held();
        Job<Integer> first = committer.submit(insert(1), 0);
        Job<Integer> failed = committer.submit(
                transaction -> {
                    transaction.database().run("ROLLBACK"); // as SQLite does by itself when the disk is full
                    throw new java.sql.SQLException("full", "", 13);
                },
                0);
        Job<Integer> last = committer.submit(insert(4), 0);
        go.countDown();
        assertThat(first.await(PATIENCE)).isEqualTo(1);
        Mail.refused(Reason.FULL, () -> failed.await(PATIENCE));
        assertThat(last.await(PATIENCE)).isEqualTo(4);
        assertThat(kept()).containsExactly(1, 4);
    }

    @Test
    void whereTheCommitFailsNobodyIsToldThatItWasDone() throws Exception {
        database.pragma("foreign_keys = ON");
        database.execute("CREATE TABLE child (parent INTEGER REFERENCES account DEFERRABLE INITIALLY DEFERRED)");
        CountDownLatch go = held();
        Job<Integer> first = committer.submit(insert(1), 0);
        Job<Integer> orphan =
                committer.submit(transaction -> transaction.database().update("INSERT INTO child VALUES (7)"), 0);
        go.countDown();
        Mail.refused(Reason.UNAVAILABLE, () -> first.await(PATIENCE));
        Mail.refused(Reason.UNAVAILABLE, () -> orphan.await(PATIENCE));
        assertThat(kept()).isEmpty();
        committer.submit(insert(2), 0).await(PATIENCE);
        assertThat(kept()).containsExactly(2);
    }

    @Test
    void whereNothingCanBeWrittenEachIsToldAndTheThreadGoesOn() throws Exception {
        kept();
        database.pragma("query_only = ON"); // fails as a disk does that was mounted read-only after an error
        for (int i = 0; i < 3; i++) {
            assertThat(Mail.refused(
                            Reason.UNAVAILABLE,
                            () -> committer.submit(insert(1), 0).await(PATIENCE)))
                    .hasMessageContaining("read-only");
        }
        database.pragma("query_only = OFF");
        committer.submit(insert(2), 0).await(PATIENCE);
        assertThat(kept()).containsExactly(2);
    }

    @Test
    void aBugBehindTheCommitStopsNobodyElse() throws Exception {
        Job<Integer> bug = committer.submit(
                transaction -> {
                    transaction.afterwards(() -> {
                        throw new IllegalArgumentException("a bug");
                    });
                    return 0;
                },
                0);
        assertThatThrownBy(() -> bug.await(PATIENCE)).hasRootCauseMessage("a bug");
        committer.submit(insert(1), 0).await(PATIENCE);
        assertThat(kept()).containsExactly(1);
    }

    @Test
    void whoHasNoPatienceWithdrawsAndNothingHappens() throws Exception {
        CountDownLatch go = held();
        Job<Integer> waiting = committer.submit(insert(1), 0);
        Mail.refused(Reason.UNAVAILABLE, () -> waiting.await(Duration.ofMillis(1)));
        go.countDown();
        assertThat(kept()).isEmpty();
    }

    @Test
    void whoBringsMoreThanThereIsRoomForWaitsAndMayBeInterrupted() throws Exception {
        CountDownLatch go = held();
        Job<Integer> large = committer.submit(insert(1), 16 * 1024 * 1024 - 2048);
        Thread.currentThread().interrupt();
        Mail.refused(Reason.UNAVAILABLE, () -> committer.submit(insert(2), 100));
        assertThat(Thread.interrupted()).isTrue();
        go.countDown();
        assertThat(large.await(PATIENCE)).isEqualTo(1);
        assertThat(committer.submit(insert(3), Integer.MAX_VALUE).await(PATIENCE))
                .isEqualTo(3);
        assertThat(kept()).containsExactly(1, 3);
    }

    @Test
    void whatWasHandedInBeforeTheEndIsDone() throws Exception {
        CountDownLatch go = held();
        Job<Integer> before = committer.submit(insert(1), 0);
        Thread closing = new Thread(committer::close);
        closing.start();
        go.countDown();
        closing.join();
        assertThat(before.await(PATIENCE)).isEqualTo(1);
        Mail.refused(Reason.UNAVAILABLE, () -> committer.submit(insert(2), 0).await(PATIENCE));
    }
}
