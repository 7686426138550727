package dev.yubin.mailbox.sqlite;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** The tables {@code content} and {@code chunk}: octets that came in, each once for all messages that share them. */
final class Contents {
    /** All chunks but a content's last have this size: a message of any size passes through a bounded memory. */
    static final int CHUNK = 256 * 1024;
    /** A chunk's row bears its content's number and, in the lowest bits, its own: no further index is needed to find it. */
    private static final int BITS = 16;

    /** The longest message there can be: 16 GiB. */
    static final long MAX_OCTETS = (long) CHUNK << BITS;

    /**
     * A message that has come in.
     *
     * @param staged how many full chunks are in the database already
     * @param last   the octets behind them
     * @param crc    {@link java.util.zip.CRC32C} of all octets
     */
    record Body(long content, int staged, byte[] last, long octets, long crc, byte[] outline) {
        /** How many octets are still in memory. */
        int weight() {
            return last.length + outline.length;
        }
    }

    private Contents() {}

    private static long row(long content, int number) {
        return content << BITS | number;
    }

    /** Writes one full chunk of a message that is still coming in. */
    static void stage(Transaction transaction, long content, int number, byte[] chunk) throws SQLException {
        Database database = transaction.database();
        if (number == 0) {
            database.update("INSERT INTO content (id, octets, refs, outline) VALUES (?, 0, 0, x'')", content);
            transaction.wrote(content);
        }
        insertChunk(database, row(content, number), chunk);
    }

    private static void insertChunk(Database database, long row, byte[] octets) throws SQLException {
        database.update("INSERT INTO chunk (id, octets) VALUES (?, ?)", row, octets);
    }

    /** Writes the rest of a message, which so many messages then share. */
    static void put(Transaction transaction, Body body, int refs) throws SQLException {
        Database database = transaction.database();
        if (body.staged() == 0) {
            transaction.wrote(body.content());
            database.update(
                    "INSERT INTO content (id, octets, refs, outline, crc32c) VALUES (?, ?, ?, ?, ?)",
                    body.content(),
                    body.octets(),
                    refs,
                    body.outline(),
                    body.crc());
        } else {
            database.update(
                    "UPDATE content SET octets = ?, refs = ?, outline = ?, crc32c = ? WHERE id = ?",
                    body.octets(),
                    refs,
                    body.outline(),
                    body.crc(),
                    body.content());
        }
        if (body.last().length > 0) {
            insertChunk(database, row(body.content(), body.staged()), body.last());
        }
    }

    /** One more message shares it. */
    static void share(Database database, long content) throws SQLException {
        database.update("UPDATE content SET refs = refs + 1 WHERE id = ?", content);
    }

    /** One message less shares it; with the last it is swept out. */
    static void unshare(Transaction transaction, Sweeper sweeper, long content) throws SQLException {
        boolean last = transaction
                .database()
                .first(
                        "UPDATE content SET refs = refs - 1 WHERE id = ? RETURNING refs = 0",
                        row -> row.getBoolean(1),
                        content)
                .orElse(false);
        if (last) {
            transaction.afterwards(() -> sweeper.addContent(content));
        }
    }

    /** Keeps previews that were made, by their contents. */
    static int keepPreviews(Database database, Map<Long, String> previews) throws SQLException {
        int kept = 0;
        for (Map.Entry<Long, String> each : previews.entrySet()) {
            kept += database.update("UPDATE content SET preview = ? WHERE id = ?", each.getValue(), each.getKey());
        }
        return kept;
    }

    /** Takes out up to so many chunks of a content that is not used, and the content itself when there were fewer. */
    static int sweep(Database database, long content, int chunks) throws SQLException {
        int taken = database.update(
                "DELETE FROM chunk WHERE id IN (SELECT id FROM chunk WHERE id BETWEEN ? AND ? AND EXISTS "
                        + "(SELECT 1 FROM content WHERE content.id = ? AND refs = 0) LIMIT ?)",
                row(content, 0),
                row(content + 1, 0) - 1,
                content,
                chunks);
        if (taken < chunks) {
            database.update("DELETE FROM content WHERE id = ? AND refs = 0", content);
        }
        return taken;
    }

    /** The octets of one chunk; empty when it is not there. */
    static Optional<byte[]> chunk(Database database, long content, int number) throws SQLException {
        return database.first("SELECT octets FROM chunk WHERE id = ?", row -> row.getBytes(1), row(content, number));
    }

    /** Whether messages share it. */
    static boolean used(Database database, long content) throws SQLException {
        return database.first("SELECT 1 FROM content WHERE id = ? AND refs > 0", row -> 1, content)
                .isPresent();
    }
}
