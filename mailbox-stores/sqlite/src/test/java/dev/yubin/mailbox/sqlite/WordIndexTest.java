package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.NativeSearch;
import dev.yubin.mailbox.feature.NativeSearch.Place;
import dev.yubin.mailbox.outline.MessageWriter;
import dev.yubin.mailbox.outline.OutlineScanner;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.text.MessageText;
import dev.yubin.mailbox.text.Needle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the index rules out, and what it never does. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WordIndexTest {
    @TempDir
    Path directory;

    private SqliteMailStore store;
    private Mailbox inbox;

    @BeforeEach
    void openWithIndex() throws StoreException {
        open(true);
    }

    private void open(boolean wordIndex) throws StoreException {
        store = SqliteMailStore.builder().wordIndex(wordIndex).open(directory.resolve("mail.db"));
        inbox = store.addAccount("ann").open(MailboxName.INBOX);
    }

    private void reopen(boolean wordIndex) throws StoreException {
        store.close();
        open(wordIndex);
    }

    @AfterEach
    void close() throws StoreException {
        store.close();
    }

    private long deliver(String text) throws StoreException {
        try (MessageWriter writer = MessageWriter.open(inbox, Set.of(), Instant.EPOCH, OptionalLong.empty())) {
            writer.write(ByteBuffer.wrap(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
            return writer.commit().uids().get(0);
        }
    }

    /** The candidates as IMAP writes them; "?" where the index cannot tell. */
    private String candidates(Place place, String text) throws StoreException {
        return ((NativeSearch) inbox)
                .candidates(UidSet.ALL, place, text)
                .map(UidSet::toString)
                .orElse("?");
    }

    private int count(String from) throws Exception {
        try (Database database = Database.openToRead(directory.resolve("mail.db"))) {
            return database.first("SELECT count(*) FROM " + from, row -> row.getInt(1))
                    .orElseThrow();
        }
    }

    @Test
    void onlyMessagesWithTheTextAreCandidatesOnceTheyAreIndexed() throws Exception {
        deliver("Subject: Postamt\n\nopen today\n");
        deliver("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n\nfrom the post office\n");
        deliver("Subject: 郵便局\n\nclosed\n");
        store.awaitIndexed();
        assertThat(candidates(Place.HEADER, "POST")).isEqualTo("1");
        assertThat(candidates(Place.BODY, "post")).isEqualTo("2");
        assertThat(candidates(Place.TEXT, "ost")).isEqualTo("1:2");
        assertThat(candidates(Place.TEXT, "grü")).isEqualTo("2");
        assertThat(candidates(Place.TEXT, "subject: postamt")).isEqualTo("1");
        assertThat(candidates(Place.TEXT, "nowhere")).isEmpty();
        assertThat(((NativeSearch) inbox).candidates(UidSet.of(2, 3), Place.TEXT, "post"))
                .contains(UidSet.of(2));
    }

    @Test
    void oneOrTwoCharactersAreAWordToo() throws Exception {
        deliver("Subject: 郵便局\n\nx\n");
        deliver("Subject: 日本\n\nthe letter ends: qz");
        store.awaitIndexed();
        assertThat(candidates(Place.TEXT, "便局")).isEqualTo("1");
        assertThat(candidates(Place.TEXT, "日")).isEqualTo("2");
        assertThat(candidates(Place.BODY, "QZ")).isEqualTo("2");
        assertThat(candidates(Place.HEADER, "qz")).isEmpty();
        assertThat(candidates(Place.TEXT, "京")).isEmpty();
        assertThat(candidates(Place.TEXT, "")).isEqualTo("?");
    }

    @Test
    void aMessageIsACandidateFromItsCommitOn() throws Exception {
        for (int i = 0; i < 100; i++) {
            long uid = deliver("Subject: " + i + "\n\nneedle\n");
            assertThat(((NativeSearch) inbox).candidates(UidSet.ALL, Place.BODY, "needle"))
                    .contains(UidSet.range(1, uid));
        }
    }

    @Test
    void copiesAreFoundAndWhatIsGoneLeavesNothingBehind() throws Exception {
        long uid = deliver("Subject: x\n\nneedle\n");
        store.awaitIndexed();
        inbox.copy(UidSet.of(uid), MailboxName.INBOX);
        assertThat(candidates(Place.BODY, "needle")).isEqualTo("1:2");
        inbox.expunge(UidSet.of(uid));
        assertThat(candidates(Place.BODY, "needle")).isEqualTo("2");
        inbox.expunge(UidSet.ALL);
        deliver("Subject: y\n\nother\n");
        store.awaitIndexed();
        reopen(true); // what was still to be swept out is swept with the next changes
        deliver("Subject: z\n\nthird\n");
        store.awaitIndexed();
        assertThat(count("word WHERE term = 'nee'")).isZero();
        assertThat(count("words")).isEqualTo(4);
    }

    @Test
    void theIndexComesAndGoesWithTheOption() throws Exception {
        reopen(false);
        for (int i = 0; i < 50; i++) {
            deliver("Subject: " + i + "\n\n" + (i % 10 == 0 ? "needle" : "hay") + "\n");
        }
        assertThat(candidates(Place.BODY, "needle")).isEqualTo("?");
        reopen(true);
        store.awaitIndexed();
        assertThat(candidates(Place.BODY, "needle")).isEqualTo("1,11,21,31,41");
        reopen(false);
        assertThat(count("sqlite_schema WHERE name LIKE '%word%' OR name LIKE '%unindexed%'"))
                .isZero();
        long last = deliver("Subject: later\n\nneedle\n");
        reopen(true);
        store.awaitIndexed();
        assertThat(candidates(Place.BODY, "needle")).isEqualTo("1,11,21,31,41," + last);
    }

    @Test
    void whoDoesNotAskForItLeavesItAsItIs() throws Exception {
        deliver("Subject: x\n\nneedle\n");
        store.close();
        store = SqliteMailStore.open(directory.resolve("mail.db"));
        inbox = store.account("ann").open(MailboxName.INBOX);
        deliver("Subject: y\n\nhay\n");
        store.awaitIndexed();
        assertThat(candidates(Place.BODY, "needle")).isEqualTo("1");
        reopen(false);
        store.close();
        store = SqliteMailStore.open(directory.resolve("mail.db"));
        inbox = store.account("ann").open(MailboxName.INBOX);
        store.awaitIndexed();
        assertThat(candidates(Place.BODY, "needle")).isEqualTo("?");
    }

    @Test
    void whoWaitsForItIsNotForgottenWhenTheStoreIsClosed() throws Exception {
        reopen(false);
        for (int i = 0; i < 100; i++) {
            deliver("Subject: " + i + "\n\nhay\n");
        }
        reopen(true);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            try {
                store.awaitIndexed();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        store.close();
        waiting.get(20, TimeUnit.SECONDS);
    }

    @Test
    void anIndexThatWasNotFinishedIsFinishedNextTime() throws Exception {
        for (int i = 0; i < 100; i++) {
            deliver("Subject: " + i + "\n\n" + (i % 50 == 0 ? "needle" : "hay") + "\n");
        }
        reopen(true);
        assertThat(((NativeSearch) inbox)
                        .candidates(UidSet.of(1, 51), Place.BODY, "needle")
                        .orElseThrow()
                        .and(UidSet.of(1, 51)))
                .isEqualTo(UidSet.of(1, 51));
        store.awaitIndexed();
        assertThat(candidates(Place.BODY, "needle")).isEqualTo("1,51");
    }

    @Test
    void anIndexOfOtherRulesIsMadeAnew() throws Exception {
        deliver("Subject: x\n\nneedle\n");
        deliver("Subject: y\n\nhay\n");
        store.awaitIndexed();
        store.close();
        try (Database database = Database.open(directory.resolve("mail.db"))) {
            database.execute("UPDATE word_rules SET rules = '0 Java 8'");
            database.execute("DELETE FROM words WHERE rowid IN (SELECT id * 2 + 1 FROM content)");
        }
        open(true);
        store.awaitIndexed();
        assertThat(candidates(Place.BODY, "needle")).isEqualTo("1");
    }

    @Test
    void aMessageWithTooMuchTextAndADamagedOneStayCandidates() throws Exception {
        deliver("Subject: small\n\nhay\n");
        deliver("Subject: large\n\n" + "hay ".repeat(WordText.MOST / 4) + "needle\n");
        deliver("Subject: damaged\n\nhay\n");
        store.close();
        try (Database database = Database.open(directory.resolve("mail.db"))) {
            database.execute("DELETE FROM chunk WHERE id >> 16 = (SELECT content FROM message WHERE uid = 3)");
        }
        open(false);
        reopen(true);
        store.awaitIndexed();
        assertThat(candidates(Place.BODY, "needle")).isEqualTo("2:3");
    }

    @Test
    void whatIsIndexedIsNeverRuledOutWrongly() throws Exception {
        long seed = Long.getLong("yubin.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> letters =
                List.of("a", "B", "ß", "é", "郵", "便", "😀", " ", "\t", "\"", "*", "'", "1", "İ", "ς", "\n", "ab", "Ab");
        for (int i = 0; i < 60; i++) {
            deliver("Subject: " + some(letters, random, 12).replace("\n", " ")
                    + "\nContent-Type: text/plain; charset=utf-8\n\n" + some(letters, random, 60));
        }
        store.awaitIndexed();
        int ruledOut = 0;
        for (int i = 0; i < 300; i++) {
            String text = some(letters, random, 1 + random.nextInt(5));
            UidSet candidates = ((NativeSearch) inbox)
                    .candidates(UidSet.ALL, Place.TEXT, text)
                    .orElse(UidSet.ALL);
            for (long uid = 1; uid <= 60; uid++) {
                ruledOut += candidates.contains(uid) ? 0 : 1;
                try (Content content = inbox.content(uid)) {
                    assertThat(candidates.contains(uid)
                                    || !new MessageText(content, OutlineScanner.scan(content)).has(new Needle(text)))
                            .as("-Dyubin.seed=%d: UID %d, \"%s\"", seed, uid, text)
                            .isTrue();
                }
            }
        }
        assertThat(ruledOut).as("most are ruled out").isGreaterThan(300 * 60 / 3);
    }

    private static String some(List<String> letters, Random random, int number) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < number; i++) {
            text.append(letters.get(random.nextInt(letters.size())));
        }
        return text.toString();
    }
}
