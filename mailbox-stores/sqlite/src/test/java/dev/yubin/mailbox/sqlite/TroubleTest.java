package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Trouble;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the disk is full, fails, or holds something else. */
class TroubleTest {
    @TempDir
    private Path directory;

    private final List<String> log = new ArrayList<>();
    private final Logger logger = Logger.getLogger(Trouble.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public synchronized void publish(LogRecord line) {
            log.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private Path file() {
        return directory.resolve("mail.db");
    }

    private static void pragma(SqliteMailStore store, String words) throws StoreException {
        store.shard(Mail.ANN).commit(0, transaction -> transaction.database().pragma(words));
    }

    @Test
    void aFullDiskIsToldAndNothingAcknowledgedIsLost() throws Exception {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            Mail.add(inbox, "before");
            pragma(store, "max_page_count = 200");
            int added = 0;
            StoreException refusal = null;
            while (refusal == null) {
                try {
                    Mail.add(inbox, Mail.noise(20_000));
                    added++;
                } catch (StoreException e) {
                    refusal = e;
                }
            }
            assertThat(refusal.reason()).isEqualTo(Reason.FULL);
            assertThat(refusal).hasMessageContaining("make room");
            for (int i = 0; i < 10; i++) {
                Mail.refused(Reason.FULL, () -> Mail.add(inbox, Mail.noise(500_000)));
            }
            assertThat(log).as("said once, with what to do").hasSize(1);
            assertThat(log.get(0)).startsWith("SEVERE").contains("mail.db").contains("make room");
            assertThat(inbox.messages()).hasSize(1 + added);
            assertThat(Mail.text(inbox, 1)).isEqualTo("before");
            assertThat(store.check().faults()).isEmpty();

            pragma(store, "max_page_count = 1000000");
            Mail.add(inbox, Mail.noise(500_000));
            assertThat(inbox.messages()).hasSize(2 + added);
            assertThat(log).as("and once when it is over").hasSize(2);
            assertThat(log.get(1)).startsWith("INFO").contains("writes again");
            assertThat(store.check().faults()).isEmpty();
        }
    }

    @Test
    void onAFullDiskMailCanStillBeRemovedAndItsRoomIsUsedAgain() throws Exception {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            Mail.add(inbox, Mail.noise(400_000));
            pragma(store, "max_page_count = 1"); // no less than what is there already
            Mail.refused(Reason.FULL, () -> Mail.add(inbox, Mail.noise(300_000)));
            inbox.expunge(UidSet.of(1));
            while (Mail.ask(store, Mail.ANN, "SELECT count(*) FROM chunk") > 0) {
                Thread.onSpinWait();
            }
            Mail.add(inbox, Mail.noise(300_000));
            assertThat(store.check().faults()).isEmpty();
        }
    }

    @Test
    void whoNeedsNoRoomIsServedBesideOneForWhomThereIsNone() throws Exception {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            for (int i = 0; i < 40; i++) {
                Mail.add(inbox, "text");
            }
            pragma(store, "max_page_count = 1");
            ExecutorService threads = Executors.newFixedThreadPool(8);
            CyclicBarrier start = new CyclicBarrier(8);
            try {
                List<Future<?>> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    int number = i;
                    calls.add(threads.submit(() -> {
                        start.await();
                        for (int uid = number + 1; uid <= 40; uid += 8) {
                            if (number % 2 == 0) {
                                assertThat(inbox.expunge(UidSet.of(uid))).isEqualTo(UidSet.of(uid));
                            } else {
                                Mail.refused(Reason.FULL, () -> Mail.add(inbox, Mail.noise(200_000)));
                            }
                        }
                        return number;
                    }));
                }
                for (Future<?> call : calls) {
                    call.get(60, TimeUnit.SECONDS);
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(inbox.messages()).hasSize(20);
            assertThat(store.check().faults()).isEmpty();
        }
    }

    @Test
    void aLongMessageForWhichThereIsNoRoomIsRefusedWhileItComesIn() throws Exception {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            pragma(store, "max_page_count = 500");
            try (Append append = inbox.append(Set.of(), Mail.NOON, OptionalLong.empty())) {
                Mail.refused(Reason.FULL, () -> {
                    for (int i = 0; i < 100; i++) {
                        append.write(ByteBuffer.wrap(Mail.noise(100_000)));
                    }
                });
            }
            while (Mail.ask(store, Mail.ANN, "SELECT count(*) FROM content") > 0) {
                Thread.onSpinWait();
            }
            assertThat(store.check().faults()).isEmpty();
        }
    }

    @Test
    void somethingElseInTheFileIsRefusedInWords() throws Exception {
        Files.write(file(), Mail.noise(100_000));
        assertThat(Mail.refused(Reason.CORRUPTION, () -> SqliteMailStore.open(file())))
                .hasMessageContaining("backup");
        assertThat(Files.readAllBytes(file())).as("it is left as it is").isEqualTo(Mail.noise(100_000));
    }

    @Test
    void anotherProgramsDatabaseIsRefusedInWords() throws Exception {
        try (Database theirs = Database.open(file())) {
            theirs.execute("CREATE TABLE mailbox (theirs TEXT)");
        }
        assertThat(Mail.refused(Reason.CANNOT, () -> SqliteMailStore.open(file())))
                .hasMessageContaining("another program");
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        Path none = directory.resolve("none").resolve("mail.db");
        assertThat(Mail.refused(Reason.UNAVAILABLE, () -> SqliteMailStore.open(none)))
                .hasMessageContaining(none.getParent().toString());
        assertThat(Mail.refused(Reason.UNAVAILABLE, () -> SqliteMailStore.open(directory)))
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void aFileThatWasDamagedIsSaidToBe() throws Exception {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            for (int i = 0; i < 50; i++) {
                Mail.add(inbox, Mail.noise(20_000));
            }
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
            for (long at = 25 * 4096; at < bytes.length(); at += 4096) {
                bytes.seek(at);
                bytes.write(Mail.noise(100));
            }
        }
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            assertThat(store.check().sound()).isFalse();
            assertThat(store.check().toString()).contains("mail.db");
        }
    }

    @Test
    void aDiskThatIsReallyFullIsToldToo() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=6m", "none", disk.toString()), "no disk can be mounted here");
        try (SqliteMailStore store = SqliteMailStore.open(disk.resolve("mail.db"))) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            List<Integer> added = new ArrayList<>();
            StoreException refusal = Mail.refused(Reason.FULL, () -> {
                for (int i = 0; i < 1000; i++) {
                    Mail.add(inbox, Mail.noise(30_000));
                    added.add(i);
                }
            });
            assertThat(refusal).hasMessageContaining("make room");
            assertThat(inbox.messages()).hasSize(added.size());
            assertThat(Mail.octets(inbox, added.size())).isEqualTo(Mail.noise(30_000));
            assertThat(run("mount", "-o", "remount,size=60m", disk.toString())).isTrue();
            Mail.add(inbox, Mail.noise(1_000_000));
            assertThat(run("mount", "-o", "remount,ro", disk.toString())).isFalse();
            assertThat(store.check().faults()).isEmpty();
        } finally {
            run("umount", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
