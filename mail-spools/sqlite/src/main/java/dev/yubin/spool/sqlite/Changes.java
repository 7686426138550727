package dev.yubin.spool.sqlite;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Transaction;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.Reply;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What the committer's jobs write: messages, recipients, and what is counted of each destination. */
record Changes(Transaction transaction, SpoolUpkeep upkeep) {
    /** A message whose content is in the database. */
    void add(long id, Mail mail, Instant arrived, long octets, long crc, List<SpooledRecipient> recipients)
            throws SQLException, StoreException {
        Database database = transaction.database();
        transaction.wrote(id);
        database.update(
                "INSERT INTO message (id, mail, arrived, octets, crc32c) VALUES (?, ?, ?, ?, ?)",
                id,
                Rows.text(mail),
                arrived.toEpochMilli(),
                octets,
                crc);
        Set<String> destinations = new HashSet<>();
        for (SpooledRecipient recipient : recipients) {
            insert(id, arrived, recipient);
            count(recipient, 1);
            destinations.add(recipient.destination());
        }
        for (String destination : destinations) {
            bringUpToDate(destination);
        }
        dropIfDone(id);
    }

    private void insert(long message, Instant arrived, SpooledRecipient recipient) throws SQLException {
        transaction
                .database()
                .update(
                        "INSERT INTO recipient (message, number, rcpt, destination, state, attempts, due, warned, arrived, last)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        message,
                        recipient.number(),
                        Rows.text(recipient.rcpt()),
                        recipient.destination(),
                        Rows.number(recipient.state()),
                        recipient.attempts(),
                        recipient.due().toEpochMilli(),
                        recipient.warned() ? 1 : 0,
                        arrived.toEpochMilli(),
                        recipient.last().map(Rows::text).orElse(null));
    }

    /** @return how many come in his place */
    int replace(long message, int number, Reply said, List<SpooledRecipient> others)
            throws SQLException, StoreException {
        Database database = transaction.database();
        Optional<SpooledMessage> of = Rows.message(database, message);
        Optional<SpooledRecipient> before =
                find(message, number).filter(found -> found.state().waits());
        if (of.isEmpty() || before.isEmpty()) {
            return 0;
        }
        int last = database.first("SELECT max(number) FROM recipient WHERE message = ?", row -> row.getInt(1), message)
                .orElseThrow();
        Set<String> destinations = new HashSet<>(Set.of(before.get().destination()));
        for (SpooledRecipient other : others) {
            SpooledRecipient inHisPlace = other.numbered(++last).in(before.get().state());
            insert(message, of.get().arrived(), inHisPlace);
            count(inHisPlace, 1);
            destinations.add(inHisPlace.destination());
        }
        write(message, before.get().ended(State.DELIVERED, said));
        count(before.get(), -1);
        for (String destination : destinations) {
            bringUpToDate(destination);
        }
        return others.size();
    }

    private Optional<SpooledRecipient> find(long message, int number) throws SQLException, StoreException {
        return Rows.first(Rows.recipients(transaction.database(), "WHERE message = ? AND number = ?", message, number))
                .map(Rows.Row::recipient);
    }

    int change(long message, Set<Integer> numbers, UnaryOperator<SpooledRecipient> change)
            throws SQLException, StoreException {
        Set<String> destinations = new HashSet<>();
        for (int number : numbers) {
            Optional<SpooledRecipient> before = find(message, number);
            if (before.isPresent()) {
                SpooledRecipient after = change.apply(before.get());
                if (!after.equals(before.get())) {
                    write(message, after);
                    count(before.get(), -1);
                    count(after, 1);
                    destinations.add(after.destination());
                }
            }
        }
        for (String destination : destinations) {
            bringUpToDate(destination);
        }
        if (!destinations.isEmpty()) {
            dropIfDone(message);
        }
        return destinations.size();
    }

    private void write(long message, SpooledRecipient recipient) throws SQLException {
        transaction
                .database()
                .update(
                        "UPDATE recipient SET state = ?, attempts = ?, due = ?, warned = ?, last = ?"
                                + " WHERE message = ? AND number = ?",
                        Rows.number(recipient.state()),
                        recipient.attempts(),
                        recipient.due().toEpochMilli(),
                        recipient.warned() ? 1 : 0,
                        recipient.last().map(Rows::text).orElse(null),
                        message,
                        recipient.number());
    }

    private void count(SpooledRecipient recipient, int more) throws SQLException {
        if (recipient.state().waits()) {
            int pending = recipient.state() == State.PENDING ? more : 0;
            transaction
                    .database()
                    .update(
                            "INSERT INTO destination (name, pending, held, failures, put_off) VALUES (?, ?, ?, 0, 0)"
                                    + " ON CONFLICT (name) DO UPDATE SET pending = pending + excluded.pending,"
                                    + " held = held + excluded.held",
                            recipient.destination(),
                            pending,
                            more - pending);
        }
    }

    /** When it has something to do; it is gone when nobody waits for it. */
    void bringUpToDate(String destination) throws SQLException {
        Database database = transaction.database();
        database.update("DELETE FROM destination WHERE name = ? AND pending = 0 AND held = 0", destination);
        database.update(
                "UPDATE destination SET next = max(put_off, (SELECT min(due) FROM recipient WHERE destination = name AND state = 0))"
                        + " WHERE name = ?",
                destination);
    }

    private void dropIfDone(long message) throws SQLException {
        Database database = transaction.database();
        boolean waits = database.first(
                        "SELECT 1 FROM recipient WHERE message = ? AND state IN (0, 3) LIMIT 1", row -> 1, message)
                .isPresent();
        Optional<Long> octets =
                database.first("SELECT octets FROM message WHERE id = ?", row -> row.getLong(1), message);
        if (waits || octets.isEmpty()) {
            return;
        }
        database.update("DELETE FROM recipient WHERE message = ?", message);
        database.update("DELETE FROM message WHERE id = ?", message);
        if (octets.get() <= Chunks.SIZE) {
            database.update("DELETE FROM chunk WHERE id = ?", Chunks.row(message, 0));
        } else { // to take out many chunks takes long, and others wait for this transaction
            database.update("INSERT INTO unused (message) VALUES (?)", message);
            transaction.afterwards(() -> upkeep.add(message));
        }
    }
}
