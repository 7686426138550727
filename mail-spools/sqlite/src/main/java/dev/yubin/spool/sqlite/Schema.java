package dev.yubin.spool.sqlite;

import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Versions;
import java.util.List;

/** The tables, and the way from each version of them to the next. docs/decisions/0013 shows how they hang together. Times are milliseconds since 1970. */
final class Schema {
    /** Its files say "YubS". */
    static final Versions VERSIONS = new Versions(0x59756253, "the spool", List.of(first()));

    private Schema() {}

    private static List<String> first() {
        return List.of(
                """
                CREATE TABLE spool (              -- one row
                  next_message INTEGER NOT NULL
                ) STRICT""",
                "INSERT INTO spool (next_message) VALUES (1)",
                """
                CREATE TABLE message (
                  id INTEGER PRIMARY KEY,
                  mail TEXT NOT NULL,             -- as SMTP has it: MAIL FROM:<ann@kyoto.test> RET=HDRS
                  arrived INTEGER NOT NULL,
                  octets INTEGER NOT NULL,
                  crc32c INTEGER NOT NULL         -- of all octets
                ) STRICT""",
                """
                CREATE TABLE recipient (
                  message INTEGER NOT NULL,
                  number INTEGER NOT NULL,
                  rcpt TEXT NOT NULL,             -- as SMTP has it: RCPT TO:<bob@osaka.test> NOTIFY=NEVER
                  destination TEXT NOT NULL,
                  state INTEGER NOT NULL,         -- 0 pending, 1 delivered, 2 failed, 3 held
                  attempts INTEGER NOT NULL,
                  due INTEGER NOT NULL,
                  warned INTEGER NOT NULL,        -- whether the sender knows of the delay
                  arrived INTEGER NOT NULL,       -- the message's
                  last TEXT,                      -- the reply that decided last
                  PRIMARY KEY (message, number)
                ) STRICT, WITHOUT ROWID""",
                "CREATE INDEX recipient_due ON recipient (destination, state, due, message)",
                "CREATE INDEX recipient_age ON recipient (warned, arrived, message) WHERE state = 0",
                """
                CREATE TABLE destination (        -- of all recipients who are pending or held
                  name TEXT PRIMARY KEY,
                  pending INTEGER NOT NULL,
                  held INTEGER NOT NULL,
                  failures INTEGER NOT NULL,
                  put_off INTEGER NOT NULL,       -- until then; 0 when it is not
                  next INTEGER                    -- when it has something to do; NULL when nobody is pending
                ) STRICT, WITHOUT ROWID""",
                "CREATE INDEX destination_next ON destination (next)",
                """
                CREATE TABLE unused (             -- chunks of no message: it still comes in, or is gone and is swept out
                  message INTEGER PRIMARY KEY
                ) STRICT""",
                Chunks.TABLE,
                Chunks.VIEW);
    }
}
