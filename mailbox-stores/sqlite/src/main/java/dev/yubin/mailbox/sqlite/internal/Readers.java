package dev.yubin.mailbox.sqlite.internal;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Connections that read, opened as they are needed. A reader and the committer never wait for each other; all that one call reads is of one
 * instant, and holds every commit that has returned before.
 */
public final class Readers implements AutoCloseable {
    /** As many as can be busy: a query's time is the processor's, once what it reads is in memory. */
    private static final int MOST =
            Math.max(4, Math.min(16, 2 * Runtime.getRuntime().availableProcessors()));

    /** Reads within one transaction, and keeps it short: the file's log cannot be cut back behind the oldest reader. */
    public interface Query<T> {
        T run(Database database) throws SQLException, StoreException;
    }

    private final Path file;
    private final Trouble trouble;
    private final Semaphore free = new Semaphore(MOST);
    /** The one used last is used next, for its cache is warm. */
    private final Deque<Database> idle = new ConcurrentLinkedDeque<>();

    private volatile boolean closed;

    public Readers(Path file, Trouble trouble) {
        this.file = file;
        this.trouble = trouble;
    }

    public <T> T read(Query<T> query) throws StoreException {
        acquire();
        try {
            if (closed) {
                throw new StoreException(Reason.UNAVAILABLE, "the store is closed");
            }
            return read(connection(), query);
        } catch (SQLException e) {
            throw trouble.refusal(e);
        } finally {
            free.release();
        }
    }

    private <T> T read(Database database, Query<T> query) throws SQLException, StoreException {
        boolean ended = false;
        try {
            database.run("BEGIN");
            T found = query.run(database);
            database.run("COMMIT");
            ended = true;
            return found;
        } catch (SQLException | StoreException | RuntimeException e) {
            database.rollback();
            ended = true;
            throw e;
        } finally {
            if (ended) {
                idle.push(database);
            } else {
                abandon(database);
            }
        }
    }

    /** Behind an Error, such as the end of memory, or where even ROLLBACK failed, nobody knows what state it is in. */
    private static void abandon(Database database) {
        try {
            database.close();
        } catch (SQLException e) {
            // What it failed for before is what the caller hears.
        }
    }

    private void acquire() throws StoreException {
        try {
            if (!free.tryAcquire(Committer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException(
                        Reason.UNAVAILABLE,
                        "no connection to the file came free within " + Committer.PATIENCE.toSeconds() + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Reason.UNAVAILABLE, "the thread was interrupted while it waited for the store", e);
        }
    }

    private Database connection() throws SQLException {
        Database database = idle.poll();
        return database == null ? Database.openToRead(file) : database;
    }

    /** Waits for those who read just now; who comes later is refused. */
    @Override
    public void close() throws SQLException {
        closed = true;
        free.acquireUninterruptibly(MOST);
        try {
            for (Database database = idle.poll(); database != null; database = idle.poll()) {
                database.close();
            }
        } finally {
            free.release(MOST);
        }
    }
}
