package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Transaction;
import java.sql.SQLException;
import java.util.Map;

/** The table {@code content}: octets that came in, each once for all messages that share them. */
final class Contents {
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

    /** Writes one full chunk of a message that is still coming in. */
    static void stage(Transaction transaction, long content, int number, byte[] chunk) throws SQLException {
        Database database = transaction.database();
        if (number == 0) {
            database.update("INSERT INTO content (id, octets, refs, outline) VALUES (?, 0, 0, x'')", content);
            transaction.wrote(content);
        }
        Chunks.insert(database, content, number, chunk);
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
            Chunks.insert(database, body.content(), body.staged(), body.last());
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
                Chunks.row(content, 0),
                Chunks.row(content + 1, 0) - 1,
                content,
                chunks);
        if (taken < chunks) {
            database.update("DELETE FROM content WHERE id = ? AND refs = 0", content);
        }
        return taken;
    }

    /** Whether messages share it. */
    static boolean used(Database database, long content) throws SQLException {
        return database.first("SELECT 1 FROM content WHERE id = ? AND refs > 0", row -> 1, content)
                .isPresent();
    }
}
