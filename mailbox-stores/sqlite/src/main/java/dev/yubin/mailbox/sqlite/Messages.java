package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables {@code message} and {@code tombstone}. */
final class Messages {
    private static final String COLUMNS =
            "SELECT uid, mod_seq, received, octets, flags, keywords, content FROM message";

    /** A message as it lies in the table. */
    record Row(long uid, long modSeq, long received, long octets, Flags flags, long content) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    new Flags(row.getInt(5), row.getString(6)),
                    row.getLong(7));
        }

        Message message() {
            return new Message(uid, modSeq, Instant.ofEpochSecond(received), octets, flags.set());
        }
    }

    private Messages() {}

    /** The messages of these UIDs, by ascending UID. */
    static List<Row> rows(Database database, long mailbox, UidSet uids) throws SQLException {
        List<Row> found = new ArrayList<>();
        for (UidSet.Range range : uids) {
            found.addAll(database.all(
                    COLUMNS + " WHERE mailbox = ? AND uid BETWEEN ? AND ? ORDER BY uid",
                    Row::read,
                    mailbox,
                    range.first(),
                    range.last()));
        }
        return found;
    }

    /** The messages that changed behind a mod-sequence, by ascending UID. */
    static List<Row> changed(Database database, long mailbox, long since) throws SQLException {
        List<Row> found = database.all(
                COLUMNS + " INDEXED BY message_mod_seq WHERE mailbox = ? AND mod_seq > ?", Row::read, mailbox, since);
        found.sort(Comparator.comparingLong(Row::uid));
        return found;
    }

    /** The same, but UIDs alone, which the index has. */
    static UidSet changedUids(Database database, long mailbox, long since) throws SQLException {
        return UidSet.of(database.all(
                "SELECT uid FROM message INDEXED BY message_mod_seq WHERE mailbox = ? AND mod_seq > ?",
                row -> row.getLong(1),
                mailbox,
                since));
    }

    /** Those of them that bear {@code \Deleted}, by ascending UID. */
    static List<Row> deleted(Database database, long mailbox, UidSet uids) throws SQLException {
        List<Row> found = database.all(
                COLUMNS + " INDEXED BY message_deleted WHERE mailbox = ? AND flags & 8 <> 0 ORDER BY uid",
                Row::read,
                mailbox);
        found.removeIf(row -> !uids.contains(row.uid()));
        return found;
    }

    static SortedMap<Long, byte[]> outlines(Database database, long mailbox, UidSet uids) throws SQLException {
        SortedMap<Long, byte[]> outlines = new TreeMap<>();
        for (UidSet.Range range : uids) {
            database.all(
                    "SELECT uid, outline FROM message JOIN content ON content.id = message.content"
                            + " WHERE mailbox = ? AND uid BETWEEN ? AND ?",
                    row -> outlines.put(row.getLong(1), row.getBytes(2)),
                    mailbox,
                    range.first(),
                    range.last());
        }
        return outlines;
    }

    /**
     * A message's size, and how its outline begins.
     *
     * @param outline so many of its octets as were asked for
     */
    record Sized(long uid, long octets, byte[] outline) {}

    static List<Sized> sizes(Database database, long mailbox, UidSet uids, int outlineOctets) throws SQLException {
        List<Sized> found = new ArrayList<>();
        for (UidSet.Range range : uids) {
            found.addAll(database.all(
                    "SELECT uid, content.octets, substr(outline, 1, ?) FROM message"
                            + " JOIN content ON content.id = message.content WHERE mailbox = ? AND uid BETWEEN ? AND ?",
                    row -> new Sized(row.getLong(1), row.getLong(2), row.getBytes(3)),
                    outlineOctets,
                    mailbox,
                    range.first(),
                    range.last()));
        }
        return found;
    }

    /**
     * A message's preview, and what one is made from.
     *
     * @param preview empty where none was made
     * @param outline of no octets where none is to be made
     */
    record Previewed(long uid, long content, long octets, Optional<String> preview, byte[] outline) {
        static Previewed read(ResultSet row) throws SQLException {
            return new Previewed(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    Optional.ofNullable(row.getString(4)),
                    row.getBytes(5));
        }
    }

    /** By ascending UID. */
    static List<Previewed> previews(Database database, long mailbox, UidSet uids, boolean made) throws SQLException {
        List<Previewed> found = new ArrayList<>();
        for (UidSet.Range range : uids) {
            found.addAll(database.all(
                    "SELECT uid, content, content.octets, preview, CASE WHEN preview IS NULL AND NOT ? THEN outline"
                            + " ELSE x'' END FROM message JOIN content ON content.id = message.content WHERE mailbox = ?"
                            + " AND uid BETWEEN ? AND ?",
                    Previewed::read,
                    made,
                    mailbox,
                    range.first(),
                    range.last()));
        }
        return found;
    }

    /** @param saved when it came here, in seconds since 1970 */
    static void insert(Database database, long mailbox, Row row, long saved) throws SQLException {
        database.update(
                "INSERT INTO message (mailbox, uid, mod_seq, received, octets, flags, keywords, content, saved)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                mailbox,
                row.uid(),
                row.modSeq(),
                row.received(),
                row.octets(),
                row.flags().bits(),
                row.flags().keywords(),
                row.content(),
                saved);
    }

    /** When messages came; of those that were there before it was kept, their internal date. */
    static SortedMap<Long, Instant> saveDates(Database database, long mailbox, UidSet uids) throws SQLException {
        SortedMap<Long, Instant> saved = new TreeMap<>();
        for (UidSet.Range range : uids) {
            database.all(
                    "SELECT uid, coalesce(saved, received) FROM message WHERE mailbox = ? AND uid BETWEEN ? AND ?",
                    row -> saved.put(row.getLong(1), Instant.ofEpochSecond(row.getLong(2))),
                    mailbox,
                    range.first(),
                    range.last());
        }
        return saved;
    }

    /** Writes the flags of messages that one call has changed, by ascending UID; neighbours with the same flags at once. */
    static void setFlags(Database database, long mailbox, List<Row> rows) throws SQLException {
        int start = 0;
        for (int end = 1; end <= rows.size(); end++) {
            Row first = rows.get(start);
            Row last = rows.get(end - 1);
            if (end == rows.size()
                    || rows.get(end).uid() != last.uid() + 1
                    || !rows.get(end).flags().equals(first.flags())) {
                database.update(
                        "UPDATE message SET mod_seq = ?, flags = ?, keywords = ? WHERE mailbox = ? AND uid BETWEEN ?"
                                + " AND ?",
                        first.modSeq(),
                        first.flags().bits(),
                        first.flags().keywords(),
                        mailbox,
                        first.uid(),
                        last.uid());
                start = end;
            }
        }
    }

    static void delete(Database database, long mailbox, UidSet uids) throws SQLException {
        for (UidSet.Range range : uids) {
            database.update(
                    "DELETE FROM message WHERE mailbox = ? AND uid BETWEEN ? AND ?",
                    mailbox,
                    range.first(),
                    range.last());
        }
    }

    /** Remembers what vanished. */
    static void bury(Database database, long mailbox, long modSeq, UidSet uids) throws SQLException {
        for (UidSet.Range range : uids) {
            database.update(
                    "INSERT INTO tombstone (mailbox, mod_seq, first, last) VALUES (?, ?, ?, ?)",
                    mailbox,
                    modSeq,
                    range.first(),
                    range.last());
        }
    }

    /** What vanished with the earliest mod-sequence that is remembered. */
    record Oldest(long modSeq, long uids) {}

    /** Forgets what vanished first. */
    static Oldest forgetOldest(Database database, long mailbox) throws SQLException {
        Oldest oldest = database.first(
                        "SELECT mod_seq, sum(last - first + 1) FROM tombstone WHERE mailbox = ?"
                                + " GROUP BY mod_seq ORDER BY mod_seq LIMIT 1",
                        row -> new Oldest(row.getLong(1), row.getLong(2)),
                        mailbox)
                .orElseThrow(() -> new SQLException("mailbox " + mailbox + " counts more tombstones than it has"));
        database.update("DELETE FROM tombstone WHERE mailbox = ? AND mod_seq = ?", mailbox, oldest.modSeq());
        return oldest;
    }

    /** The UIDs that vanished behind a mod-sequence. */
    static UidSet vanished(Database database, long mailbox, long since) throws SQLException {
        return UidSet.ofRanges(database.all(
                "SELECT first, last FROM tombstone WHERE mailbox = ? AND mod_seq > ?",
                row -> new UidSet.Range(row.getLong(1), row.getLong(2)),
                mailbox,
                since));
    }

    /** Takes out up to so many messages of a mailbox that is gone; true when none is left. */
    static boolean sweep(Transaction transaction, Sweeper sweeper, long mailbox, int messages) throws SQLException {
        Database database = transaction.database();
        List<Row> rows =
                database.all(COLUMNS + " WHERE mailbox = ? ORDER BY uid LIMIT ?", Row::read, mailbox, messages);
        for (Row row : rows) {
            Contents.unshare(transaction, sweeper, row.content());
        }
        if (!rows.isEmpty()) {
            delete(
                    database,
                    mailbox,
                    UidSet.range(rows.get(0).uid(), rows.get(rows.size() - 1).uid()));
        }
        boolean done = rows.size() < messages;
        if (done) {
            database.update("DELETE FROM tombstone WHERE mailbox = ?", mailbox);
            database.update("DELETE FROM doomed WHERE mailbox = ?", mailbox);
        }
        return done;
    }
}
