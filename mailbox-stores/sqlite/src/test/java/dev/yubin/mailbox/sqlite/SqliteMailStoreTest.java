package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.ObjectIds;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.Quotas;
import dev.yubin.mailbox.sqlite.internal.Database;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is this store's own; the rest is proved by the contract in module conformance. */
class SqliteMailStoreTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("mail.db");
    }

    @Test
    void anAccountIsAddedOnceAndStays() throws StoreException {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mail.add(store.addAccount(Mail.ANN).open(MailboxName.INBOX), "text");
            assertThat(store.addAccount(Mail.ANN).open(MailboxName.INBOX).messages())
                    .hasSize(1);
            Mail.refused(Reason.NONEXISTENT, () -> store.account("Ann@example.test"));
        }
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            assertThat(Mail.inbox(store, Mail.ANN).messages()).hasSize(1);
        }
    }

    @Test
    void aFileMayHaveAnyName() throws Exception {
        for (String name : List.of("a b?c=d&e%20#f", "\u90f5\u4fbf.db", ":memory:", "file:x")) {
            Path file = directory.resolve(name);
            try (SqliteMailStore store = SqliteMailStore.open(file)) {
                Mail.add(store.addAccount(Mail.ANN).open(MailboxName.INBOX), "text");
                assertThat(file).isNotEmptyFile();
            }
        }
        try (var left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .as("a store that is closed leaves its file and its lock")
                    .hasSize(8)
                    .noneMatch(name -> name.endsWith("-wal") || name.endsWith("-shm"));
        }
    }

    @Test
    void aQuotaIsKeptOverAllMailboxesAtEveryDoor() throws StoreException {
        try (SqliteMailStore store =
                SqliteMailStore.builder().accountOctets(100).open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            Mail.add(inbox, "x".repeat(40));
            Mail.add(inbox, "x".repeat(40));
            Mail.refused(Reason.OVERQUOTA, () -> inbox.append(Set.of(), Mail.NOON, OptionalLong.of(21)));
            Mail.refused(Reason.OVERQUOTA, () -> Mail.add(inbox, "x".repeat(21)));
            Mail.refused(Reason.OVERQUOTA, () -> inbox.copy(UidSet.of(1), MailboxName.INBOX));
            store.account(Mail.ANN).create(Mail.OTHER, Set.of());
            AtomicMove.move(inbox, UidSet.of(1), Mail.OTHER);
            Mail.add(inbox, "x".repeat(20));
            store.account(Mail.ANN).delete(Mail.OTHER);
            Mail.add(inbox, "x".repeat(40));
            assertThat(((Quotas) store.account(Mail.ANN)).quotas(MailboxName.INBOX))
                    .singleElement()
                    .extracting(Quota::resources)
                    .hasToString("{STORAGE=Usage[used=100, limit=100]}");
            assertThat(((Quotas) store.account(Mail.ANN)).quota("other")).isEmpty();
            assertThat(store.check().faults()).isEmpty();
        }
    }

    @Test
    void whereNothingIsBoundedThereIsNoQuota() throws StoreException {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Quotas quotas = (Quotas) store.addAccount(Mail.ANN);
            assertThat(quotas.quotas(MailboxName.INBOX)).isEmpty();
            assertThat(quotas.quota("")).isEmpty();
        }
    }

    @Test
    void twoWhoShareTheRestOfAQuotaCannotBothHaveIt() throws StoreException {
        try (SqliteMailStore store =
                SqliteMailStore.builder().accountOctets(100).open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            try (Append first = inbox.append(Set.of(), Mail.NOON, OptionalLong.of(60))) {
                first.write(ByteBuffer.allocate(60));
                first.finish(new byte[0]);
                Mail.add(inbox, "x".repeat(60));
                Mail.refused(Reason.OVERQUOTA, first::commit);
            }
            assertThat(inbox.status().messages()).isEqualTo(1);
        }
    }

    @Test
    void oneMessageMayBeTooLarge() throws StoreException {
        try (SqliteMailStore store = SqliteMailStore.builder().messageOctets(10).open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            Mail.refused(Reason.TOOBIG, () -> inbox.append(Set.of(), Mail.NOON, OptionalLong.of(11)));
            Mail.refused(Reason.TOOBIG, () -> Mail.add(inbox, "x".repeat(11)));
            Mail.refused(Reason.TOOBIG, () -> store.begin(OptionalLong.of(11)));
            Mail.add(inbox, "x".repeat(10));
            assertThat(inbox.status().messages()).isEqualTo(1);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqliteMailStore.builder().messageOctets(-1));
    }

    @Test
    void tombstonesAreForgottenOldestFirst() throws StoreException {
        try (SqliteMailStore store = SqliteMailStore.builder().tombstones(2).open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            for (int i = 0; i < 5; i++) {
                Mail.add(inbox, "text");
            }
            long start = inbox.status().modSeq();
            inbox.expunge(UidSet.of(1));
            long behindOne = inbox.status().modSeq();
            inbox.expunge(UidSet.of(2, 3));
            assertThat(inbox.changes(start)).isEmpty();
            assertThat(inbox.changes(behindOne).orElseThrow().vanished()).isEqualTo(UidSet.of(2, 3));
            assertThat(inbox.snapshot().uids()).isEqualTo(UidSet.of(4, 5));
            inbox.expunge(UidSet.of(4));
            assertThat(inbox.changes(behindOne)).isEmpty();
            assertThat(inbox.snapshot().uids()).isEqualTo(UidSet.of(5));
            assertThat(store.check().faults()).isEmpty();
        }
    }

    @Test
    void whatVanishedIsRememberedOverARestart() throws StoreException {
        long since;
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            Mail.add(inbox, "text");
            since = inbox.status().modSeq();
            inbox.expunge(UidSet.of(1));
        }
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            assertThat(Mail.inbox(store, Mail.ANN).changes(since).orElseThrow().vanished())
                    .isEqualTo(UidSet.of(1));
        }
    }

    @Test
    void aMailboxIsKnownByANumberThatOutlivesItsName() throws StoreException {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            store.account(Mail.ANN).create(Mail.OTHER, Set.of());
            Mailbox other = store.account(Mail.ANN).open(Mail.OTHER);
            String id = ((ObjectIds) other).mailboxId();
            assertThat(id).matches("[A-Za-z0-9_-]{1,255}").isNotEqualTo(((ObjectIds) inbox).mailboxId());
            store.account(Mail.ANN).rename(Mail.OTHER, MailboxName.of("New"));
            assertThat(((ObjectIds) store.account(Mail.ANN).open(MailboxName.of("New"))).mailboxId())
                    .isEqualTo(id);
            Mail.add(other, "its old handle serves it still");
            store.account(Mail.ANN).delete(MailboxName.of("New"));
            Mail.refused(Reason.NONEXISTENT, () -> ((ObjectIds) other).mailboxId());
            store.account(Mail.ANN).create(Mail.OTHER, Set.of());
            assertThat(((ObjectIds) store.account(Mail.ANN).open(Mail.OTHER)).mailboxId())
                    .isNotEqualTo(id);
        }
    }

    @Test
    void aCopyIsKnownByTheSameNumberAndNoOtherMessageIs() throws StoreException {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            long one = Mail.add(inbox, "text");
            long another = Mail.add(inbox, "text");
            long copy = inbox.copy(UidSet.of(one), MailboxName.INBOX).target().get(0);
            var ids = ((ObjectIds) inbox).objectIds(UidSet.ALL);
            assertThat(ids).containsOnlyKeys(one, another, copy);
            assertThat(ids.get(copy)).isEqualTo(ids.get(one)).isNotEqualTo(ids.get(another));
            assertThat(ids.get(one).email()).matches("[A-Za-z0-9_-]{1,255}");
        }
    }

    @Test
    void aNumberIsNotGivenAgainBehindARestart() throws StoreException {
        String before;
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            Mail.add(inbox, "gone");
            before = ((ObjectIds) inbox).objectIds(UidSet.ALL).get(1L).email();
            inbox.expunge(UidSet.ALL);
        }
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = Mail.inbox(store, Mail.ANN);
            long uid = Mail.add(inbox, "new");
            assertThat(((ObjectIds) inbox).objectIds(UidSet.ALL).get(uid).email())
                    .isNotEqualTo(before);
        }
    }

    @Test
    void whatComesOutOfOrderIsABugOfTheCaller() throws StoreException {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            Append append = inbox.append(Set.of(), Mail.NOON, OptionalLong.empty());
            assertThatThrownBy(() -> append.next(Set.of(), Mail.NOON, OptionalLong.empty()))
                    .isInstanceOf(IllegalStateException.class);
            append.finish(new byte[0]);
            assertThatThrownBy(() -> append.write(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
            append.commit();
            assertThatThrownBy(append::commit).isInstanceOf(IllegalStateException.class);
            append.close();
            assertThat(inbox.messages()).hasSize(1);
        }
    }

    @Test
    void aStoreThatIsClosedSaysSo() throws StoreException {
        SqliteMailStore store = SqliteMailStore.open(file());
        Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
        Append append = inbox.append(Set.of(), Mail.NOON, OptionalLong.empty());
        append.finish(new byte[0]);
        store.close();
        Mail.refused(Reason.UNAVAILABLE, append::commit);
        append.close();
        Mail.refused(Reason.UNAVAILABLE, inbox::status);
        store.close();
    }

    @Test
    void whoIsInterruptedIsToldThatTheStoreDidNotAnswer() throws Exception {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            Thread.currentThread().interrupt();
            Mail.refused(Reason.UNAVAILABLE, () -> inbox.expunge(UidSet.ALL));
            assertThat(Thread.interrupted())
                    .as("the interrupt is not swallowed")
                    .isTrue();
            Mail.add(inbox, "the store goes on");
        }
    }

    @Test
    void aGroupOfManyMessagesIsNotHeldInMemory() throws StoreException {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            byte[] octets = Mail.noise(100_000);
            try (Append append = inbox.append(Set.of(), Mail.NOON, OptionalLong.empty())) {
                for (int i = 0; i < 10; i++) {
                    if (i > 0) {
                        append.next(Set.of(Flag.SEEN), Mail.NOON, OptionalLong.empty());
                    }
                    append.write(ByteBuffer.wrap(octets));
                    append.finish(new byte[] {(byte) i});
                }
                assertThat(Mail.ask(store, Mail.ANN, "SELECT count(*) FROM content WHERE refs = 0"))
                        .as("what is over a chunk together waits in the file")
                        .isEqualTo(8);
                assertThat(append.commit().uids()).hasSize(10);
            }
            assertThat(Mail.octets(inbox, 10)).isEqualTo(octets);
            assertThat(inbox.outlines(UidSet.ALL).get(10L)).containsExactly(9);
            assertThat(store.check().faults()).isEmpty();
        }
    }

    @Test
    void anAdministratorMayLookIntoTheFile() throws Exception {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mail.add(store.addAccount(Mail.ANN).open(MailboxName.INBOX), Mail.noise(300_000), Flag.SEEN);
            try (Database looking = Database.openToRead(file())) {
                assertThat(looking.all(
                                "SELECT content || ' ' || n || ' ' || length(octets) FROM body ORDER BY 1",
                                row -> row.getString(1)))
                        .containsExactly("1 0 262144", "1 1 37856");
            }
        }
    }

    @Test
    void theFileAndThoseBesideItAreTheirOwnersAlone(@TempDir Path folder) throws Exception {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class));
        try (SqliteMailStore store = SqliteMailStore.open(folder.resolve("mail.db"))) {
            store.addAccount("bbb@osaka.test");
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.filter(file -> !file.toString().endsWith(".lock")))
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .as(file.toString())
                                        .isEqualTo("rw-------"));
            }
        }
    }
}
