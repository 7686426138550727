package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.SharedContent;
import dev.yubin.mailbox.feature.SharedContent.Recipient;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One content for many messages: kept once, counted, and taken out with the last of them. */
class SharedContentTest {
    private static final int LARGE = 600_000;

    @TempDir
    private Path directory;

    private SqliteMailStore open(int shards, String... users) throws StoreException {
        SqliteMailStore store = SqliteMailStore.builder().shards(shards).open(directory.resolve("mail.db"));
        for (String user : users) {
            store.addAccount(user);
        }
        return store;
    }

    private static SharedContent begin(SqliteMailStore store, byte[] octets) throws StoreException {
        SharedContent content = store.begin(OptionalLong.of(octets.length));
        content.write(ByteBuffer.wrap(octets));
        content.finish(new byte[] {7});
        return content;
    }

    private static Recipient inboxOf(String user) {
        return new Recipient(user, MailboxName.INBOX);
    }

    /** Closes the store and opens it, which sweeps out what is not used; then counts. */
    private long contentsOnceSwept(SqliteMailStore store) throws StoreException {
        // Asked at one instant: where the last of a doomed mailbox's messages goes, its content is next.
        String left = "SELECT (SELECT count(*) FROM content WHERE refs = 0) + (SELECT count(*) FROM doomed)";
        while (Mail.ask(store, Mail.ANN, left) > 0) {
            Thread.onSpinWait();
        }
        assertThat(store.check().faults()).isEmpty();
        return Mail.ask(store, Mail.ANN, "SELECT count(*) FROM content");
    }

    @Test
    void copiesShareWhatCameInAndTheLastTakesItAlong() throws StoreException {
        try (SqliteMailStore store = open(1, Mail.ANN)) {
            store.account(Mail.ANN).create(Mail.OTHER, Set.of());
            Mailbox inbox = Mail.inbox(store, Mail.ANN);
            byte[] octets = Mail.noise(LARGE);
            Mail.add(inbox, octets);
            inbox.copy(UidSet.ALL, Mail.OTHER);
            inbox.copy(UidSet.ALL, MailboxName.INBOX);
            assertThat(Mail.ask(store, Mail.ANN, "SELECT count(*) FROM chunk")).isEqualTo(3);
            inbox.expunge(UidSet.ALL);
            assertThat(contentsOnceSwept(store)).isEqualTo(1);
            Mailbox other = store.account(Mail.ANN).open(Mail.OTHER);
            assertThat(Mail.octets(other, 1)).isEqualTo(octets);
            try (Content content = other.content(1)) {
                store.account(Mail.ANN).delete(Mail.OTHER);
                assertThat(contentsOnceSwept(store)).isZero();
                assertThat(Mail.ask(store, Mail.ANN, "SELECT count(*) FROM chunk"))
                        .isZero();
                Mail.refused(Reason.EXPUNGED, () -> content.read(0, ByteBuffer.allocate(1)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 20", "1, 600000", "3, 20", "3, 600000"})
    void aMessageForManyIsKeptOnceAFile(int shards, int size) throws StoreException {
        String[] users = IntStream.range(0, 20).mapToObj(i -> "user" + i).toArray(String[]::new);
        try (SqliteMailStore store = open(shards, users)) {
            store.addAccount(Mail.ANN);
            List<Recipient> to = new ArrayList<>();
            for (String user : users) {
                to.add(inboxOf(user));
            }
            byte[] octets = Mail.noise(size);
            List<Appended> appended;
            try (SharedContent content = begin(store, octets)) {
                appended = content.deliver(to, Set.of(Flag.FLAGGED), Mail.NOON);
            }
            assertThat(appended).hasSize(20);
            for (int i = 0; i < users.length; i++) {
                Mailbox inbox = Mail.inbox(store, users[i]);
                long uid = appended.get(i).uids().get(0);
                assertThat(appended.get(i).uidValidity()).isEqualTo(inbox.uidValidity());
                assertThat(Mail.octets(inbox, uid)).isEqualTo(octets);
                assertThat(inbox.messages().get(0).flags()).containsExactly(Flag.FLAGGED);
                assertThat(inbox.outlines(UidSet.ALL).get(uid)).containsExactly(7);
                assertThat(Mail.ask(store, users[i], "SELECT count(*) FROM content WHERE refs > 0"))
                        .isEqualTo(1);
            }
            assertThat(store.check().faults()).isEmpty();
        }
    }

    @Test
    void aMessageIsDeliveredToAllOrToNone() throws StoreException {
        try (SqliteMailStore store = open(1, Mail.ANN, Mail.BOB);
                SharedContent content = begin(store, Mail.noise(10))) {
            List<Recipient> one = List.of(inboxOf(Mail.ANN), new Recipient(Mail.BOB, Mail.OTHER));
            Mail.refused(Reason.NONEXISTENT, () -> content.deliver(one, Set.of(), Mail.NOON));
            Mail.refused(
                    Reason.NONEXISTENT,
                    () -> content.deliver(List.of(inboxOf(Mail.ANN), inboxOf("eve")), Set.of(), Mail.NOON));
            assertThat(Mail.inbox(store, Mail.ANN).messages()).isEmpty();
            store.account(Mail.BOB).create(Mail.OTHER, Set.of());
            content.deliver(one, Set.of(), Mail.NOON);
            assertThat(Mail.inbox(store, Mail.ANN).messages()).hasSize(1);
        }
    }

    @Test
    void ofSeveralFilesNoneIsChangedWhereOneRefuses() throws StoreException {
        String[] users = IntStream.range(0, 20).mapToObj(i -> "user" + i).toArray(String[]::new);
        try (SqliteMailStore store = open(3, users);
                SharedContent content = begin(store, Mail.noise(LARGE))) {
            List<Recipient> to = new ArrayList<>();
            for (String user : users) {
                to.add(inboxOf(user));
            }
            to.add(inboxOf("nobody"));
            Mail.refused(Reason.NONEXISTENT, () -> content.deliver(to, Set.of(), Mail.NOON));
            for (String user : users) {
                assertThat(Mail.inbox(store, user).messages()).isEmpty();
            }
        }
    }

    private static final List<Recipient> ANN_AND_BOB = List.of(inboxOf(Mail.ANN), inboxOf(Mail.BOB));

    /** Ann's file is where messages come in, and Bob's is another. */
    private SqliteMailStore ofSeveralFiles() throws StoreException {
        SqliteMailStore store = open(3, Mail.ANN, Mail.BOB);
        assertThat(store.shard(Mail.ANN).number()).isZero();
        assertThat(store.shard(Mail.BOB).number()).isOne();
        return store;
    }

    private static void pages(SqliteMailStore store, String user, int most) throws StoreException {
        store.shard(user).commit(0, transaction -> transaction.database().pragma("max_page_count = " + most));
    }

    /** Has a file refuse whatever is done to its messages in this way. */
    private static void forbid(SqliteMailStore store, String user, String deed) throws StoreException {
        String trigger = "CREATE TRIGGER no BEFORE " + deed + " ON message BEGIN SELECT raise(ABORT, 'no'); END";
        store.shard(user).commit(0, transaction -> transaction.database().update(trigger));
    }

    @Test
    void whereTheSecondFileHasNoRoomTheFirstGivesTheMessageBack() throws StoreException {
        byte[] octets = Mail.noise(LARGE);
        try (SqliteMailStore store = ofSeveralFiles();
                SharedContent content = begin(store, octets)) {
            pages(store, Mail.BOB, 1);
            Mail.refused(Reason.FULL, () -> content.deliver(ANN_AND_BOB, Set.of(), Mail.NOON));
            assertThat(Mail.inbox(store, Mail.ANN).messages()).isEmpty();
            assertThat(Mail.inbox(store, Mail.BOB).messages()).isEmpty();

            pages(store, Mail.BOB, 1_000_000);
            content.deliver(ANN_AND_BOB, Set.of(), Mail.NOON);
            assertThat(Mail.inbox(store, Mail.ANN).messages()).hasSize(1);
            assertThat(Mail.octets(Mail.inbox(store, Mail.ANN), 2)).isEqualTo(octets);
            assertThat(Mail.inbox(store, Mail.BOB).messages()).hasSize(1);
            assertThat(Mail.octets(Mail.inbox(store, Mail.BOB), 1)).isEqualTo(octets);
            assertThat(store.check().faults()).isEmpty();
        }
    }

    @Test
    void whereItCannotBeGivenBackTheSenderIsToSendAgain() throws StoreException {
        try (SqliteMailStore store = ofSeveralFiles();
                SharedContent content = begin(store, Mail.noise(10))) {
            forbid(store, Mail.ANN, "DELETE");
            forbid(store, Mail.BOB, "INSERT");
            assertThat(Mail.refused(Reason.UNAVAILABLE, () -> content.deliver(ANN_AND_BOB, Set.of(), Mail.NOON)))
                    .hasMessageContaining("send it again");
            assertThat(Mail.inbox(store, Mail.ANN).messages()).hasSize(1);
            assertThat(Mail.inbox(store, Mail.BOB).messages()).isEmpty();
        }
    }

    @Test
    void whoIsServedForHimselfHearsOfHisOwnFileAlone() throws StoreException {
        try (SqliteMailStore store = ofSeveralFiles();
                SharedContent content = begin(store, Mail.noise(LARGE))) {
            pages(store, Mail.BOB, 1);
            content.deliver(List.of(inboxOf(Mail.ANN)), Set.of(), Mail.NOON);
            Mail.refused(Reason.FULL, () -> content.deliver(List.of(inboxOf(Mail.BOB)), Set.of(), Mail.NOON));
            assertThat(Mail.octets(Mail.inbox(store, Mail.ANN), 1)).isEqualTo(Mail.noise(LARGE));
            assertThat(Mail.inbox(store, Mail.BOB).messages()).isEmpty();
        }
    }

    @Test
    void eachRecipientMayBeServedForHimselfAlsoWhenTheFirstHasRemovedIt() throws Exception {
        try (SqliteMailStore store = open(1, Mail.ANN, Mail.BOB);
                SharedContent content = begin(store, Mail.noise(LARGE))) {
            content.deliver(List.of(inboxOf(Mail.ANN)), Set.of(), Mail.NOON);
            Mail.inbox(store, Mail.ANN).expunge(UidSet.ALL);
            // Behind these, whatever was to be swept out is.
            Mail.add(Mail.inbox(store, Mail.ANN), "1");
            Mail.add(Mail.inbox(store, Mail.ANN), "2");
            content.deliver(List.of(inboxOf(Mail.BOB)), Set.of(), Mail.NOON);
            assertThat(Mail.octets(Mail.inbox(store, Mail.BOB), 1)).isEqualTo(Mail.noise(LARGE));
        }
    }

    @Test
    void whatWasNeverDeliveredIsSweptOut() throws StoreException {
        try (SqliteMailStore store = open(1, Mail.ANN)) {
            begin(store, Mail.noise(LARGE)).close();
            begin(store, Mail.noise(10)).close();
            assertThat(contentsOnceSwept(store)).isZero();
        }
    }

    @Test
    void whatWasNeverCommittedIsSweptOut() throws StoreException {
        try (SqliteMailStore store = open(1, Mail.ANN)) {
            Mailbox inbox = Mail.inbox(store, Mail.ANN);
            try (Append append = inbox.append(Set.of(), Mail.NOON, OptionalLong.empty())) {
                append.write(ByteBuffer.wrap(Mail.noise(LARGE)));
                append.write(ByteBuffer.wrap(Mail.noise(LARGE)));
                assertThat(Mail.ask(store, Mail.ANN, "SELECT count(*) FROM content"))
                        .as("its first chunks are in the file while it comes in")
                        .isEqualTo(1);
            }
            assertThat(contentsOnceSwept(store)).isZero();
            Mail.add(inbox, Mail.noise(10));
            assertThat(contentsOnceSwept(store)).isEqualTo(1);
        }
    }

    @Test
    void whatAnEndOfTheProgramLeftIsSweptOutAtTheNextStart() throws StoreException {
        try (SqliteMailStore store = open(1, Mail.ANN)) {
            Append append = Mail.inbox(store, Mail.ANN).append(Set.of(), Mail.NOON, OptionalLong.empty());
            append.write(ByteBuffer.wrap(Mail.noise(3_000_000)));
            // Neither committed nor closed, as where the program ends here.
        }
        try (SqliteMailStore store = open(1)) {
            assertThat(contentsOnceSwept(store)).isZero();
            assertThat(Mail.ask(store, Mail.ANN, "SELECT count(*) FROM chunk")).isZero();
        }
    }

    @Test
    void aMailboxOfManyMessagesGoesAtOnceAndIsSweptOutBehind() throws StoreException {
        try (SqliteMailStore store = open(1, Mail.ANN)) {
            store.account(Mail.ANN).create(Mail.OTHER, Set.of());
            Mailbox other = store.account(Mail.ANN).open(Mail.OTHER);
            Mail.add(other, "kept too in INBOX");
            for (int i = 0; i < 9; i++) {
                other.copy(UidSet.ALL, Mail.OTHER);
            }
            for (int i = 0; i < 100; i++) {
                Mail.add(other, "text " + i);
            }
            other.copy(UidSet.of(1), MailboxName.INBOX);
            other.expunge(UidSet.of(3, 5));
            assertThat(other.status().messages()).isEqualTo(610);
            store.account(Mail.ANN).delete(Mail.OTHER);
            store.account(Mail.ANN).create(Mail.OTHER, Set.of());
            assertThat(contentsOnceSwept(store)).isEqualTo(1);
            assertThat(Mail.ask(store, Mail.ANN, "SELECT count(*) FROM message"))
                    .isEqualTo(1);
            assertThat(Mail.ask(store, Mail.ANN, "SELECT count(*) FROM tombstone"))
                    .isZero();
        }
    }
}
