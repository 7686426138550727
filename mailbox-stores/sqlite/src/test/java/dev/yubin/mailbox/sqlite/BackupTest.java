package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of a store in use, and stores of several files. */
class BackupTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aCopyMadeWhileMailComesInIsAStore(int shards) throws Exception {
        Path copy = directory.resolve("copy's.db");
        byte[] octets = Mail.noise(300_000);
        try (SqliteMailStore store = SqliteMailStore.builder().shards(shards).open(directory.resolve("mail.db"))) {
            for (int i = 0; i < 10; i++) {
                Mail.add(store.addAccount("user" + i).open(MailboxName.INBOX), octets);
            }
            Mailbox inbox = Mail.inbox(store, "user0");
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger added = new AtomicInteger();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                while (!stop.get()) {
                    try {
                        Mail.add(inbox, "text");
                        added.incrementAndGet();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            try {
                while (added.get() == 0) {
                    Thread.onSpinWait();
                }
                store.backup(copy);
            } finally {
                stop.set(true);
                writing.join();
            }
            Mail.refused(Reason.ALREADYEXISTS, () -> store.backup(copy));
        }
        try (SqliteMailStore store = SqliteMailStore.open(copy)) {
            assertThat(store.check().faults()).isEmpty();
            for (int i = 0; i < 10; i++) {
                assertThat(Mail.octets(Mail.inbox(store, "user" + i), 1)).isEqualTo(octets);
            }
            assertThat(Mail.inbox(store, "user0").status().messages()).isGreaterThan(1);
            Mail.add(Mail.inbox(store, "user1"), "the copy takes mail");
        }
        try (var files = Files.list(directory)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("copy's.db")))
                    .hasSize(shards + 1);
        }
    }

    @Test
    void theNumberOfFilesIsFixedWhenTheStoreIsMade() throws Exception {
        Path file = directory.resolve("mail.db");
        try (SqliteMailStore store = SqliteMailStore.builder().shards(3).open(file)) {
            for (int i = 0; i < 30; i++) {
                Mail.add(store.addAccount("user" + i).open(MailboxName.INBOX), "for user" + i);
            }
            assertThat(Mail.ask(store, "user1", "SELECT count(*) FROM account")).isBetween(1L, 29L);
        }
        assertThat(Mail.refused(
                        Reason.CANNOT, () -> SqliteMailStore.builder().shards(2).open(file)))
                .hasMessageContaining("3 files");
        try (SqliteMailStore store = SqliteMailStore.open(file)) {
            for (int i = 0; i < 30; i++) {
                assertThat(Mail.text(Mail.inbox(store, "user" + i), 1)).isEqualTo("for user" + i);
            }
        }
    }

    @Test
    void noFileTakesThePlaceOfAnother() throws Exception {
        Path file = directory.resolve("mail.db");
        SqliteMailStore.builder().shards(2).open(file).close();
        Path other = directory.resolve("other.db");
        SqliteMailStore.builder().shards(2).open(other).close();
        Files.delete(directory.resolve("mail.db.1"));
        Files.copy(directory.resolve("other.db.1"), directory.resolve("mail.db.1"));
        assertThat(Mail.refused(Reason.CANNOT, () -> SqliteMailStore.open(file)))
                .hasMessageContaining("mail.db.1 is file 1 of 2")
                .hasMessageContaining("put each file back");
        assertThat(Mail.refused(Reason.CANNOT, () -> SqliteMailStore.open(directory.resolve("other.db.1"))))
                .hasMessageContaining("file 1 of 2");
        try (SqliteMailStore store = SqliteMailStore.open(other)) {
            store.addAccount(Mail.ANN);
        }
    }
}
