package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.mailbox.feature.Previews;
import dev.yubin.mailbox.feature.SaveDates;
import dev.yubin.mailbox.sqlite.internal.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of each earlier version is brought to the present one, with its mail. */
class SchemaTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("mail.db");
    }

    /** As version 1 wrote it: these statements never change. */
    private static final List<String> VERSION_1 = List.of(
            "CREATE TABLE shard (store TEXT NOT NULL, number INTEGER NOT NULL, shards INTEGER NOT NULL, next_content INTEGER NOT NULL) STRICT",
            """
            CREATE TABLE account (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, octets INTEGER NOT NULL,
              uid_validity INTEGER NOT NULL) STRICT""",
            """
            CREATE TABLE mailbox (id INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL, name TEXT NOT NULL, uses INTEGER NOT NULL,
              uid_validity INTEGER NOT NULL, uid_next INTEGER NOT NULL, mod_seq INTEGER NOT NULL, messages INTEGER NOT NULL,
              unseen INTEGER NOT NULL, deleted INTEGER NOT NULL, octets INTEGER NOT NULL, tombstones INTEGER NOT NULL,
              forgotten INTEGER NOT NULL, UNIQUE (account, name)) STRICT""",
            "CREATE TABLE subscription (account INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (account, name)) STRICT, WITHOUT ROWID",
            """
            CREATE TABLE message (mailbox INTEGER NOT NULL, uid INTEGER NOT NULL, mod_seq INTEGER NOT NULL, received INTEGER NOT NULL,
              octets INTEGER NOT NULL, flags INTEGER NOT NULL, keywords TEXT NOT NULL, content INTEGER NOT NULL,
              PRIMARY KEY (mailbox, uid)) STRICT, WITHOUT ROWID""",
            "CREATE INDEX message_mod_seq ON message (mailbox, mod_seq)",
            "CREATE INDEX message_deleted ON message (mailbox, uid) WHERE flags & 8 <> 0",
            """
            CREATE TABLE tombstone (mailbox INTEGER NOT NULL, mod_seq INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
              PRIMARY KEY (mailbox, mod_seq, first)) STRICT, WITHOUT ROWID""",
            "CREATE TABLE doomed (mailbox INTEGER PRIMARY KEY) STRICT",
            "CREATE TABLE content (id INTEGER PRIMARY KEY, octets INTEGER NOT NULL, refs INTEGER NOT NULL, outline BLOB NOT NULL) STRICT",
            "CREATE INDEX content_unused ON content (id) WHERE refs = 0",
            "CREATE TABLE chunk (id INTEGER PRIMARY KEY, octets BLOB NOT NULL) STRICT",
            "CREATE VIEW body AS SELECT id >> 16 AS content, id & 65535 AS n, octets FROM chunk",
            "INSERT INTO shard VALUES ('a store', 0, 1, 8)",
            "INSERT INTO account VALUES (3, 'ann@example.test', 5, 1764000000)",
            "INSERT INTO mailbox VALUES (4, 3, 'INBOX', 0, 1764000000, 12, 30, 1, 1, 1, 5, 2, 20)",
            "INSERT INTO message VALUES (4, 11, 29, 1764000001, 5, 12, '$Work ToDo', 7)",
            "INSERT INTO tombstone VALUES (4, 30, 8, 9)",
            "INSERT INTO content VALUES (7, 5, 1, x'6f')",
            "INSERT INTO chunk VALUES (458752, x'68656c6c6f')",
            "PRAGMA application_id = 1500865134",
            "PRAGMA user_version = 1");

    private void write(List<String> statements) throws Exception {
        try (Database database = Database.open(file())) {
            for (String statement : statements) {
                database.execute(statement);
            }
        }
    }

    @Test
    void aFileOfVersion1IsServed() throws Exception {
        write(VERSION_1);
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            assertThat(store.check().faults()).isEmpty();
            Account ann = store.account(Mail.ANN);
            Mailbox inbox = ann.open(MailboxName.INBOX);
            assertThat(inbox.messages().get(0).flags())
                    .containsExactlyInAnyOrder(Flag.FLAGGED, Flag.DELETED, Flag.of("$Work"), Flag.of("ToDo"));
            assertThat(Mail.text(inbox, 11)).isEqualTo("hello");
            assertThat(inbox.changes(20).orElseThrow().vanished()).isEqualTo(UidSet.of(8, 9));
            assertThat(inbox.changes(19)).isEmpty();
            assertThat(Mail.add(inbox, "text")).isEqualTo(12);
            assertThat(store.check().faults()).isEmpty();
            store.shard(Mail.ANN)
                    .commit(
                            0,
                            transaction -> transaction
                                    .database()
                                    .update("UPDATE chunk SET octets = zeroblob(length(octets))"));
            assertThat(store.check().faults())
                    .as("what came in before there were checksums has none")
                    .containsExactly(file() + ": message of which octets have changed ann@example.test INBOX 12");
            Annotations annotations = (Annotations) ann;
            annotations.annotate(Optional.empty(), Map.of("/private/comment", Optional.of(new byte[] {1})));
            assertThat(annotations.annotations(Optional.empty())).containsOnlyKeys("/private/comment");
            assertThat(((Previews) inbox).previews(UidSet.of(11), false)).isEqualTo(Map.of(11L, ""));
            assertThat(((SaveDates) inbox).saveDates(UidSet.of(11)))
                    .as("what came in before save dates were kept has its internal date")
                    .isEqualTo(Map.of(11L, Instant.ofEpochSecond(1764000001)));
        }
        try (Database database = Database.open(file())) {
            assertThat(database.pragma("user_version")).isEqualTo("5");
        }
    }

    @Test
    void aFileOfTheFutureIsRefusedAndLeftAsItIs() throws Exception {
        SqliteMailStore.open(file()).close();
        write(List.of("PRAGMA user_version = 77"));
        assertThat(Mail.refused(Reason.CANNOT, () -> SqliteMailStore.open(file())))
                .hasMessageContaining("version 77")
                .hasMessageContaining("newer");
        try (Database database = Database.open(file())) {
            assertThat(database.pragma("user_version")).isEqualTo("77");
        }
    }

    @Test
    void aFileThatWasHardlyBegunIsMade() throws Exception {
        try (Database database = Database.open(file())) {
            database.pragma("journal_mode = WAL"); // the first thing that is written; here the program was ended
        }
        assertThat(file()).isNotEmptyFile();
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            assertThat(Mail.add(store.addAccount(Mail.ANN).open(MailboxName.INBOX), "text"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aMigrationThatFailsLeavesTheFileAsItWas() throws Exception {
        write(VERSION_1);
        write(List.of("CREATE TABLE annotation (in_the TEXT, way TEXT)"));
        Mail.refused(Reason.UNAVAILABLE, () -> SqliteMailStore.open(file()));
        write(List.of("DROP TABLE annotation"));
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            assertThat(store.check().faults()).isEmpty();
        }
    }

    @Test
    void aNewFileHasWhatAMigratedOneHas() throws Exception {
        SqliteMailStore.open(directory.resolve("new.db")).close();
        write(VERSION_1);
        SqliteMailStore.open(file()).close();
        String names = "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema ORDER BY name)";
        try (Database made = Database.open(directory.resolve("new.db"));
                Database migrated = Database.open(file())) {
            assertThat(migrated.first(names, row -> row.getString(1)))
                    .isEqualTo(made.first(names, row -> row.getString(1)));
        }
    }
}
