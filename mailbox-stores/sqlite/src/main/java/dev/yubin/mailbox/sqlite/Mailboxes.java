package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.sqlite.internal.Database;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables {@code account}, {@code mailbox} and {@code subscription}: which there are, and what they are called. */
final class Mailboxes {
    /** A mailbox among those of its account. */
    record Row(long id, MailboxName name, Set<SpecialUse> uses) {}

    private Mailboxes() {}

    static Optional<Long> account(Database database, String name) throws SQLException {
        return database.first("SELECT id FROM account WHERE name = ?", row -> row.getLong(1), name);
    }

    /** Makes an account with an INBOX; returns its number. */
    static long insertAccount(Database database, String name) throws SQLException {
        long id = database.first(
                        "INSERT INTO account (name, octets, uid_validity) VALUES (?, 0, 0) RETURNING id",
                        row -> row.getLong(1),
                        name)
                .orElseThrow();
        insert(database, id, MailboxName.INBOX, Set.of());
        return id;
    }

    /** How many octets the messages of an account have together. */
    static long octets(Database database, long account) throws SQLException {
        return database.first("SELECT octets FROM account WHERE id = ?", row -> row.getLong(1), account)
                .orElseThrow();
    }

    static List<Row> all(Database database, long account) throws SQLException {
        return database.all(
                "SELECT id, name, uses FROM mailbox WHERE account = ?",
                row -> new Row(row.getLong(1), MailboxName.of(row.getString(2)), uses(row.getInt(3))),
                account);
    }

    static Optional<Long> number(Database database, long account, String name) throws SQLException {
        return database.first(
                "SELECT id FROM mailbox WHERE account = ? AND name = ?", row -> row.getLong(1), account, name);
    }

    static boolean exists(Database database, long account, MailboxName name) throws SQLException {
        return number(database, account, name.toString()).isPresent();
    }

    /** Makes an empty mailbox, under a UIDVALIDITY above all that the account has given. */
    static void insert(Database database, long account, MailboxName name, Set<SpecialUse> uses) throws SQLException {
        // The clock, for a store that is made anew must not give the last one's values again (RFC 9051 section
        // 2.3.1.1).
        long uidValidity = database.first(
                        "UPDATE account SET uid_validity = max(uid_validity + 1, ?) WHERE id = ? RETURNING uid_validity",
                        row -> row.getLong(1),
                        Instant.now().getEpochSecond(),
                        account)
                .orElseThrow();
        database.update("""
                INSERT INTO mailbox (account, name, uses, uid_validity, uid_next, mod_seq, messages, unseen, deleted, octets,
                  tombstones, forgotten) VALUES (?, ?, ?, ?, 1, 1, 0, 0, 0, 0, 0, 0)""", account, name.toString(), bits(uses), uidValidity);
    }

    /** Has the account's next UIDVALIDITY be greater than this one. */
    static void noteUidValidity(Database database, long account, long uidValidity) throws SQLException {
        database.update("UPDATE account SET uid_validity = max(uid_validity, ?) WHERE id = ?", uidValidity, account);
    }

    /** Takes a mailbox away; its messages are swept out later. */
    static void delete(Database database, OpenMailbox mailbox) throws SQLException {
        database.update("DELETE FROM mailbox WHERE id = ?", mailbox.id());
        Entries.delete(database, mailbox.account(), mailbox.id());
        database.update("INSERT INTO doomed (mailbox) VALUES (?)", mailbox.id());
        database.update(
                "UPDATE account SET octets = octets - ? WHERE id = ?",
                mailbox.status().octets(),
                mailbox.account());
    }

    /** Gives mailboxes other names, among them names that others of them had. */
    static void rename(Database database, Map<Long, MailboxName> names) throws SQLException {
        for (long id : names.keySet()) {
            // No mailbox's name begins so.
            database.update("UPDATE mailbox SET name = ? WHERE id = ?", "/" + id, id);
        }
        for (Map.Entry<Long, MailboxName> each : names.entrySet()) {
            database.update(
                    "UPDATE mailbox SET name = ? WHERE id = ?", each.getValue().toString(), each.getKey());
        }
    }

    static Set<MailboxName> subscriptions(Database database, long account) throws SQLException {
        return new HashSet<>(database.all(
                "SELECT name FROM subscription WHERE account = ?", row -> MailboxName.of(row.getString(1)), account));
    }

    /** Puts a name on the list or takes it off; true when it was not, or was, there. */
    static boolean subscribe(Database database, long account, MailboxName name, boolean subscribed)
            throws SQLException {
        return database.update(
                        subscribed
                                ? "INSERT INTO subscription (account, name) VALUES (?, ?) ON CONFLICT DO NOTHING"
                                : "DELETE FROM subscription WHERE account = ? AND name = ?",
                        account,
                        name.toString())
                > 0;
    }

    /** A bit for each, in an order of their own: what is in files does not depend on the order of an enum. */
    private static int bit(SpecialUse use) {
        return switch (use) {
            case ALL -> 1;
            case ARCHIVE -> 2;
            case DRAFTS -> 4;
            case FLAGGED -> 8;
            case IMPORTANT -> 16;
            case JUNK -> 32;
            case SENT -> 64;
            case TRASH -> 128;
        };
    }

    private static int bits(Set<SpecialUse> uses) {
        return uses.stream().mapToInt(Mailboxes::bit).sum();
    }

    private static Set<SpecialUse> uses(int bits) {
        Set<SpecialUse> uses = EnumSet.allOf(SpecialUse.class);
        uses.removeIf(use -> (bits & bit(use)) == 0);
        return uses;
    }
}
