package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Versions;
import java.util.List;

/** The tables, and the way from each version of them to the next. docs/decisions/0006 shows how they hang together. */
final class Schema {
    /** Its files say "Yubn". */
    static final Versions VERSIONS = new Versions(
            0x5975626e, "the mail store", List.of(first(), annotations(), previews(), checksums(), saveDates()));

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
                Chunks.TABLE,
                Chunks.VIEW);
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

    private static List<String> saveDates() {
        return List.of(
                "ALTER TABLE message ADD COLUMN saved INTEGER"); // seconds since 1970; NULL for what came in before
    }

    private static List<String> checksums() {
        return List.of("ALTER TABLE content ADD COLUMN crc32c INTEGER"); // of all octets; NULL for what came in before
    }
}
