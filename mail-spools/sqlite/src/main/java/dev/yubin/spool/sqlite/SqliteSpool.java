package dev.yubin.spool.sqlite;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.sqlite.internal.ChunkedContent;
import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Committer;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Job;
import dev.yubin.mailbox.sqlite.internal.Readers;
import dev.yubin.mailbox.sqlite.internal.StoreLock;
import dev.yubin.mailbox.sqlite.internal.Trouble;
import dev.yubin.routing.spool.Consignment;
import dev.yubin.routing.spool.Destination;
import dev.yubin.routing.spool.Intake;
import dev.yubin.routing.spool.Spool;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * Keeps mail that waits in one file of SQLite. What a call has returned is on the disk: it outlives the program and the power. Changes that come at once share
 * one write to the disk, so that many connections together are much faster than each alone.
 *
 * <p>Beside the file lie {@code -wal} and {@code -shm}, which belong to it while it is in use, and {@code .lock}, which keeps it to one process. An
 * administrator may look into it with {@code sqlite3 -readonly} at any time. The file does not shrink when mail leaves; the room is used again.
 *
 * <p>SQLite is a native library: what {@link dev.yubin.mailbox.sqlite.SqliteMailStore} says of it holds here too.
 */
public final class SqliteSpool implements Spool {
    /** Of a destination with no more messages each page looks at all of them; of one with more, at the queue from where the page begins. */
    static final int FEW = 256;

    private final StoreLock lock;
    private final Trouble trouble;
    private final Database writing;
    private final Readers readers;
    private final SpoolUpkeep upkeep = new SpoolUpkeep();
    private final Committer committer;
    private final AtomicLong nextMessage = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteSpool(Path file, StoreLock lock, Database writing, Trouble trouble) throws SQLException {
        this.lock = lock;
        this.trouble = trouble;
        this.writing = writing;
        upkeep.find(writing);
        nextMessage.set(writing.first("SELECT next_message FROM spool", row -> row.getLong(1))
                .orElseThrow());
        readers = new Readers(file, trouble);
        committer = new Committer(writing, upkeep, trouble, file.getFileName() + " committer");
    }

    /**
     * Opens a spool, and makes it where the file is missing.
     *
     * @throws StoreException {@code INUSE} when another process has it open, {@code CANNOT} when the file is another program's or a newer version's,
     *     {@code CORRUPTION}, {@code UNAVAILABLE}
     */
    public static SqliteSpool open(Path file) throws StoreException {
        Path real = StoreLock.real(file);
        requireOurs(real); // what is refused whoever holds it is refused before a lock is laid beside it
        StoreLock lock = StoreLock.of(real);
        try {
            return open(real, lock);
        } catch (SQLException e) {
            lock.close();
            throw Trouble.opening(e);
        } catch (StoreException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static SqliteSpool open(Path file, StoreLock lock) throws SQLException, StoreException {
        Trouble trouble = new Trouble(file);
        Database database = Database.openToWrite(file);
        try {
            Schema.VERSIONS.bring(database, file.toString());
            return new SqliteSpool(file, lock, database, trouble);
        } catch (SQLException | StoreException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static void requireOurs(Path file) throws StoreException {
        try {
            if (Files.exists(file) && Files.size(file) > 0) {
                try (Database database = Database.openToRead(file)) {
                    Schema.VERSIONS.begun(database, file.toString());
                }
            }
        } catch (SQLException e) {
            throw Trouble.opening(e);
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, file + " cannot be read: " + e, e);
        }
    }

    /** What a job of this spool does; see {@link Job.Work}. */
    @FunctionalInterface
    interface Work<T> {
        T run(Changes changes) throws SQLException, StoreException;
    }

    <T> Job<T> submit(long octets, Work<T> work) throws StoreException {
        return committer.submit(transaction -> work.run(new Changes(transaction, upkeep)), octets);
    }

    <T> T commit(long octets, Work<T> work) throws StoreException {
        return submit(octets, work).await(Committer.PATIENCE);
    }

    /** Lets go of what came of a message that was never committed. Never waits. */
    void abandon(long message) {
        committer.submitUnwaited(transaction -> {
            transaction.afterwards(() -> upkeep.add(message));
            return message;
        });
    }

    @Override
    public Intake begin(OptionalLong octets) throws StoreException {
        if (octets.orElse(0) > Chunks.MAX_OCTETS) {
            throw new StoreException(Reason.TOOBIG, "a message has at most " + Chunks.MAX_OCTETS + " octets here");
        }
        if (closed.get()) {
            throw new StoreException(Reason.UNAVAILABLE, "the spool is closed");
        }
        return new SqliteIntake(this, nextMessage.getAndIncrement());
    }

    @Override
    public Optional<SpooledMessage> message(long id) throws StoreException {
        return readers.read(database -> Rows.message(database, id));
    }

    @Override
    public List<SpooledRecipient> recipients(long message) throws StoreException {
        return readers.read(database -> Rows.recipients(database, "WHERE message = ? ORDER BY number", message).stream()
                .map(Rows.Row::recipient)
                .toList());
    }

    @Override
    public Content content(long message) throws StoreException {
        SpooledMessage found = message(message)
                .orElseThrow(() -> new StoreException(Reason.NONEXISTENT, "message " + message + " is gone"));
        return new ChunkedContent(
                found.octets(),
                (number, length) -> readers.read(database -> {
                    if (Rows.message(database, message).isEmpty()) {
                        throw new StoreException(Reason.EXPUNGED, "message " + message + " went while it was read");
                    }
                    return Chunks.find(database, message, number)
                            .filter(chunk -> chunk.length == length)
                            .orElseThrow(() -> new StoreException(
                                    Reason.CORRUPTION, "message " + message + " has no whole chunk " + number));
                }));
    }

    @Override
    public List<SpooledMessage> messages(long after, int most) throws StoreException {
        return readers.read(database -> Rows.messages(database, "WHERE id > ? ORDER BY id LIMIT ?", after, most));
    }

    @Override
    public List<SpooledMessage> messagesFor(String destination, long after, int most) throws StoreException {
        return readers.read(database -> {
            Optional<Destination> found =
                    database.first(Rows.DESTINATION + "WHERE name = ?", Rows::destination, destination);
            long waiting = found.map(each -> each.pending() + each.held()).orElse(0L);
            String theirs = " FROM recipient WHERE destination = ? AND state IN (0, 3) AND message";
            return waiting <= FEW
                    ? Rows.messages(
                            database,
                            "WHERE id IN (SELECT message" + theirs + " > ?) ORDER BY id LIMIT ?",
                            destination,
                            after,
                            most)
                    : Rows.messages(
                            database,
                            "WHERE id > ? AND EXISTS (SELECT 1" + theirs + " = id) ORDER BY id LIMIT ?",
                            after,
                            destination,
                            most);
        });
    }

    @Override
    public Optional<Destination> destination(String name) throws StoreException {
        return readers.read(database -> database.first(Rows.DESTINATION + "WHERE name = ?", Rows::destination, name));
    }

    @Override
    public List<Destination> destinations(String after, int most) throws StoreException {
        return readers.read(database -> database.all(
                Rows.DESTINATION + "WHERE name > ? ORDER BY name LIMIT ?", Rows::destination, after, most));
    }

    @Override
    public List<Destination> dueDestinations(Instant now, String after, int most) throws StoreException {
        return readers.read(database -> database.all(
                Rows.DESTINATION + "WHERE next <= ? AND name > ? ORDER BY name LIMIT ?",
                Rows::destination,
                now.toEpochMilli(),
                after,
                most));
    }

    @Override
    public Optional<Instant> nextDue(Instant now) throws StoreException {
        return readers.read(database -> database.first(
                "SELECT next FROM destination WHERE next > ? ORDER BY next LIMIT 1",
                row -> Instant.ofEpochMilli(row.getLong(1)),
                now.toEpochMilli()));
    }

    @Override
    public List<Consignment> due(String destination, Instant now, Set<Long> except, int most) throws StoreException {
        return readers.read(database -> consignments(
                database,
                firstDue(database, destination, now, except, most),
                "WHERE message = ? AND destination = ? AND state = 0 AND due <= ? ORDER BY number",
                destination,
                now.toEpochMilli()));
    }

    /** The messages that are due first. One whose recipients are due at several times is found as often, and more must be asked for then. */
    private static List<Long> firstDue(Database database, String destination, Instant now, Set<Long> except, int most)
            throws SQLException {
        for (int limit = most + except.size(); ; limit *= 2) {
            List<Long> found = database.all(
                    "SELECT message FROM recipient WHERE destination = ? AND state = 0 AND due <= ?"
                            + " GROUP BY due, message ORDER BY due, message LIMIT ?",
                    row -> row.getLong(1),
                    destination,
                    now.toEpochMilli(),
                    limit);
            List<Long> messages = found.stream()
                    .filter(id -> !except.contains(id))
                    .distinct()
                    .limit(most)
                    .toList();
            if (messages.size() == most || found.size() < limit) {
                return messages;
            }
        }
    }

    @Override
    public List<Consignment> putOffSince(Instant arrived, Instant now, boolean warned, int most) throws StoreException {
        // One value rather than a list of one: SQLite then finds them in their order, and sorts nothing.
        String which = "state = 0 AND warned " + (warned ? "IN (0, 1)" : "= 0")
                + " AND max(due, (SELECT put_off FROM destination WHERE name = destination)) > ?";
        return readers.read(database -> {
            List<Long> messages = database.all(
                    "SELECT message FROM recipient WHERE " + which + " AND arrived <= ?"
                            + " GROUP BY arrived, message ORDER BY arrived, message LIMIT ?",
                    row -> row.getLong(1),
                    now.toEpochMilli(),
                    arrived.toEpochMilli(),
                    most);
            return consignments(
                    database, messages, "WHERE message = ? AND " + which + " ORDER BY number", now.toEpochMilli());
        });
    }

    private static List<Consignment> consignments(
            Database database, List<Long> messages, String where, Object... values)
            throws SQLException, StoreException {
        List<Rows.Row> rows = new ArrayList<>();
        for (long message : messages.stream().distinct().toList()) {
            Object[] all = new Object[values.length + 1];
            all[0] = message;
            System.arraycopy(values, 0, all, 1, values.length);
            rows.addAll(Rows.recipients(database, where, all));
        }
        return Rows.consignments(database, rows);
    }

    @Override
    public void change(long message, Set<Integer> recipients, UnaryOperator<SpooledRecipient> change)
            throws StoreException {
        commit(0, changes -> changes.change(message, recipients, change));
    }

    @Override
    public void replace(long message, int recipient, Reply said, List<SpooledRecipient> others) throws StoreException {
        commit(0, changes -> changes.replace(message, recipient, said, others));
    }

    @Override
    public void putOff(String destination, int failures, Instant until) throws StoreException {
        commit(0, changes -> {
            changes.transaction()
                    .database()
                    .update(
                            "UPDATE destination SET failures = ?, put_off = ? WHERE name = ?",
                            failures,
                            until.toEpochMilli(),
                            destination);
            changes.bringUpToDate(destination);
            return destination;
        });
    }

    /**
     * Looks at everything: whether SQLite finds the file whole, whether what is counted in it agrees, and whether each message's octets are those that came in.
     * It reads every octet; the spool is in use meanwhile.
     *
     * @return what is wrong, a line each; nothing, mostly
     */
    public List<String> check() throws StoreException {
        return readers.read(Check::faults);
    }

    @Override
    public void close() throws StoreException {
        if (closed.getAndSet(true)) {
            return;
        }
        committer.close();
        try {
            readers.close();
            // The last connection to close puts the log into the file and removes it.
            writing.close();
        } catch (SQLException e) {
            throw trouble.refusal(e);
        } finally {
            lock.close();
        }
    }
}
