package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables, and the way from each version of them to the next. docs/decisions/0006 shows how they hang together.
 *
 * <p>A file bears the number of its last step in {@code PRAGMA user_version}. A step that was released never changes; what a later version
 * needs is a further step.
 */
final class Schema {
    /** {@code PRAGMA application_id}: "Yubn". It keeps us from writing into somebody else's database. */
    private static final int APPLICATION = 0x5975626e;

    /** Steps, from nothing to the present version, each a list of statements. */
    private static final List<List<String>> STEPS = List.of(first(), annotations(), previews(), checksums());

    private Schema() {}

    private static List<String> first() {
        return List.of(
                """
                CREATE TABLE shard (          -- one row: this file among its store's
                  store TEXT NOT NULL,        -- the same in all files of a store
                  number INTEGER NOT NULL,    -- from 0
                  shards INTEGER NOT NULL,
                  next_content INTEGER NOT NULL
                ) STRICT""",
                """
                CREATE TABLE account (
                  id INTEGER PRIMARY KEY AUTOINCREMENT,
                  name TEXT NOT NULL UNIQUE,
                  octets INTEGER NOT NULL,        -- of all its messages, for the quota
                  uid_validity INTEGER NOT NULL   -- the last that was given
                ) STRICT""",
                """
                CREATE TABLE mailbox (
                  id INTEGER PRIMARY KEY AUTOINCREMENT,
                  account INTEGER NOT NULL,
                  name TEXT NOT NULL,
                  uses INTEGER NOT NULL,          -- a bit for each SpecialUse
                  uid_validity INTEGER NOT NULL,
                  uid_next INTEGER NOT NULL,
                  mod_seq INTEGER NOT NULL,       -- the highest that was given
                  messages INTEGER NOT NULL,
                  unseen INTEGER NOT NULL,
                  deleted INTEGER NOT NULL,
                  octets INTEGER NOT NULL,
                  tombstones INTEGER NOT NULL,    -- how many UIDs the table of that name tells of
                  forgotten INTEGER NOT NULL,     -- the mod-sequence up to which it has forgotten
                  UNIQUE (account, name)
                ) STRICT""",
                """
                CREATE TABLE subscription (
                  account INTEGER NOT NULL,
                  name TEXT NOT NULL,
                  PRIMARY KEY (account, name)
                ) STRICT, WITHOUT ROWID""",
                """
                CREATE TABLE message (
                  mailbox INTEGER NOT NULL,
                  uid INTEGER NOT NULL,
                  mod_seq INTEGER NOT NULL,
                  received INTEGER NOT NULL,      -- seconds since 1970
                  octets INTEGER NOT NULL,
                  flags INTEGER NOT NULL,         -- 1 seen, 2 answered, 4 flagged, 8 deleted, 16 draft
                  keywords TEXT NOT NULL,         -- all other flags, with a space between two
                  content INTEGER NOT NULL,
                  PRIMARY KEY (mailbox, uid)
                ) STRICT, WITHOUT ROWID""",
                "CREATE INDEX message_mod_seq ON message (mailbox, mod_seq)",
                "CREATE INDEX message_deleted ON message (mailbox, uid) WHERE flags & 8 <> 0",
                """
                CREATE TABLE tombstone (          -- UIDs that vanished, from first to last
                  mailbox INTEGER NOT NULL,
                  mod_seq INTEGER NOT NULL,
                  first INTEGER NOT NULL,
                  last INTEGER NOT NULL,
                  PRIMARY KEY (mailbox, mod_seq, first)
                ) STRICT, WITHOUT ROWID""",
                """
                CREATE TABLE doomed (             -- mailboxes that are gone, while their messages are swept out
                  mailbox INTEGER PRIMARY KEY
                ) STRICT""",
                """
                CREATE TABLE content (            -- what came in, once for all messages that share it
                  id INTEGER PRIMARY KEY,
                  octets INTEGER NOT NULL,
                  refs INTEGER NOT NULL,          -- how many messages; 0 while it comes in and once it is to be swept out
                  outline BLOB NOT NULL
                ) STRICT""",
                "CREATE INDEX content_unused ON content (id) WHERE refs = 0",
                """
                CREATE TABLE chunk (              -- content.id * 65536 + 0, 1, ...: 256 KiB each but the last
                  id INTEGER PRIMARY KEY,
                  octets BLOB NOT NULL
                ) STRICT""",
                """
                CREATE VIEW body AS               -- for people with sqlite3
                SELECT id >> 16 AS content, id & 65535 AS n, octets FROM chunk""");
    }

    private static List<String> annotations() {
        return List.of("""
                CREATE TABLE annotation (
                  account INTEGER NOT NULL,
                  mailbox INTEGER NOT NULL,       -- 0 for the account itself
                  entry TEXT NOT NULL,
                  value BLOB NOT NULL,
                  PRIMARY KEY (account, mailbox, entry)
                ) STRICT, WITHOUT ROWID""");
    }

    private static List<String> previews() {
        return List.of("ALTER TABLE content ADD COLUMN preview TEXT"); // NULL until somebody asks for it
    }

    private static List<String> checksums() {
        return List.of("ALTER TABLE content ADD COLUMN crc32c INTEGER"); // of all octets; NULL for what came in before
    }

    /** The present version. */
    static int version() {
        return STEPS.size();
    }

    /** Whether a file has tables already; refuses one that is not ours, or newer. */
    static boolean begun(Database database, String name) throws SQLException, StoreException {
        return version(database, name) > 0;
    }

    /** Brings a file to the present version, a new one from nothing. Each step happens whole or not at all. */
    static void bring(Database database, String name) throws SQLException, StoreException {
        int version = version(database, name);
        for (List<String> step : STEPS.subList(version, STEPS.size())) {
            version++;
            database.execute("BEGIN IMMEDIATE");
            for (String statement : step) {
                database.execute(statement);
            }
            database.pragma("application_id = " + APPLICATION);
            database.pragma("user_version = " + version);
            database.execute("COMMIT");
        }
    }

    /** The version of a file that is ours or empty. */
    private static int version(Database database, String name) throws SQLException, StoreException {
        int application = Integer.parseInt(database.pragma("application_id"));
        int version = Integer.parseInt(database.pragma("user_version"));
        boolean empty = database.first("SELECT 1 FROM sqlite_schema", row -> 1).isEmpty();
        if (application != APPLICATION && !(empty && application == 0 && version == 0)) {
            throw new StoreException(
                    Reason.CANNOT, name + " is a database of another program; give the mail store a file of its own");
        }
        if (version > STEPS.size()) {
            throw new StoreException(
                    Reason.CANNOT,
                    name + " is of version " + version + ", and this program knows versions up to " + STEPS.size()
                            + "; it was written by a newer one: use that one, or a backup made before");
        }
        return version;
    }
}
