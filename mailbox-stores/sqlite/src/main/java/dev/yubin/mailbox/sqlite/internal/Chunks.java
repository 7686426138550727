package dev.yubin.mailbox.sqlite.internal;

import java.sql.SQLException;
import java.util.Optional;

/** The table {@code chunk}: the octets of contents. A row bears its content's number and, in the lowest bits, its own: no further index is needed to find it. */
public final class Chunks {
    /** All chunks but a content's last have this size: a message of any size passes through a bounded memory. */
    public static final int SIZE = 256 * 1024;

    private static final int BITS = 16;

    /** The longest content there can be: 16 GiB. */
    public static final long MAX_OCTETS = (long) SIZE << BITS;

    /** The step that makes the table. */
    public static final String TABLE = """
            CREATE TABLE chunk (              -- content.id * 65536 + 0, 1, ...: 256 KiB each but the last
              id INTEGER PRIMARY KEY,
              octets BLOB NOT NULL
            ) STRICT""";

    /** The step that shows it by contents. */
    public static final String VIEW = """
            CREATE VIEW body AS               -- for people with sqlite3
            SELECT id >> 16 AS content, id & 65535 AS n, octets FROM chunk""";

    private Chunks() {}

    /** The row of one chunk. */
    public static long row(long content, int number) {
        return content << BITS | number;
    }

    /** Writes one. */
    public static void insert(Database database, long content, int number, byte[] octets) throws SQLException {
        database.update("INSERT INTO chunk (id, octets) VALUES (?, ?)", row(content, number), octets);
    }

    /** The octets of one; empty when it is not there. */
    public static Optional<byte[]> find(Database database, long content, int number) throws SQLException {
        return database.first("SELECT octets FROM chunk WHERE id = ?", row -> row.getBytes(1), row(content, number));
    }
}
