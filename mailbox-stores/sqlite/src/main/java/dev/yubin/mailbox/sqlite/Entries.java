package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.sqlite.internal.Database;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The table {@code annotation}: entries of a mailbox or of an account, as RFC 5464 calls them. */
final class Entries {
    /** In the place of a mailbox, the account itself. */
    static final long ACCOUNT = 0;
    /** How many entries a mailbox or an account has at most. */
    private static final int MOST = 1000;
    /** The longest value, in octets. */
    static final int LONGEST = 64 * 1024;

    private Entries() {}

    static SortedMap<String, byte[]> of(Database database, long account, long mailbox) throws SQLException {
        SortedMap<String, byte[]> entries = new TreeMap<>();
        database.each(
                "SELECT entry, value FROM annotation WHERE account = ? AND mailbox = ?",
                row -> entries.put(row.getString(1), row.getBytes(2)),
                account,
                mailbox);
        return entries;
    }

    static void set(Database database, long account, long mailbox, Map<String, Optional<byte[]>> values)
            throws SQLException, StoreException {
        for (Map.Entry<String, Optional<byte[]>> each : values.entrySet()) {
            if (each.getValue().isPresent()) {
                put(database, account, mailbox, each.getKey(), each.getValue().get());
            } else {
                database.update(
                        "DELETE FROM annotation WHERE account = ? AND mailbox = ? AND entry = ?",
                        account,
                        mailbox,
                        each.getKey());
            }
        }
        long entries = database.first(
                        "SELECT count(*) FROM annotation WHERE account = ? AND mailbox = ?",
                        row -> row.getLong(1),
                        account,
                        mailbox)
                .orElseThrow();
        if (entries > MOST) {
            throw new StoreException(Reason.LIMIT, "there are " + MOST + " annotations at most");
        }
    }

    private static void put(Database database, long account, long mailbox, String entry, byte[] value)
            throws SQLException, StoreException {
        if (value.length > LONGEST) {
            throw new StoreException(
                    Reason.TOOBIG, "an annotation has " + LONGEST + " octets at most, this has " + value.length);
        }
        database.update(
                "INSERT OR REPLACE INTO annotation (account, mailbox, entry, value) VALUES (?, ?, ?, ?)",
                account,
                mailbox,
                entry,
                value);
    }

    /** Gives a mailbox the entries of another, as when INBOX is renamed: it keeps its own (RFC 5464 section 4.1). */
    static void copy(Database database, long account, long from, long to) throws SQLException {
        database.update(
                "INSERT INTO annotation (account, mailbox, entry, value)"
                        + " SELECT account, ?, entry, value FROM annotation WHERE account = ? AND mailbox = ?",
                to,
                account,
                from);
    }

    /** Removes those of a mailbox that goes. */
    static void delete(Database database, long account, long mailbox) throws SQLException {
        database.update("DELETE FROM annotation WHERE account = ? AND mailbox = ?", account, mailbox);
    }

    /** How many octets the values have. */
    static long weight(Map<String, Optional<byte[]>> values) {
        return values.values().stream()
                .mapToLong(value -> value.map(octets -> octets.length).orElse(0))
                .sum();
    }
}
