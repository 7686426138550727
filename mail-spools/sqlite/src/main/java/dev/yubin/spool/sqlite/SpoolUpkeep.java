package dev.yubin.spool.sqlite;

import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Transaction;
import dev.yubin.mailbox.sqlite.internal.Upkeep;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Takes out contents that no message has: of one that is gone, or that never came to its commit. A little with each transaction, and the rest while nothing
 * else is to do; what is left at the end of the program is found at the next start. Used by the committer's thread.
 */
final class SpoolUpkeep implements Upkeep {
    /** How much one transaction takes out: some milliseconds' worth. */
    private static final int CHUNKS = 64;

    private final Deque<Long> unused = new ArrayDeque<>();
    private boolean resting;

    /** Finds what an earlier run of the program left. */
    void find(Database database) throws SQLException {
        unused.addAll(database.all("SELECT message FROM unused", row -> row.getLong(1)));
    }

    /** The content of that number is to be taken out. */
    void add(long message) {
        unused.add(message);
        resting = false;
    }

    @Override
    public void beforeCommit(Transaction transaction) throws SQLException {
        OptionalLong newest = transaction.newestContent();
        if (newest.isPresent()) {
            transaction
                    .database()
                    .update("UPDATE spool SET next_message = max(next_message, ? + 1)", newest.getAsLong());
        }
    }

    @Override
    public void takenBack() {}

    @Override
    public boolean idle() {
        return resting || unused.isEmpty();
    }

    @Override
    public void rest() {
        resting = true;
    }

    @Override
    public void sweep(Transaction transaction) throws SQLException {
        if (idle()) {
            return;
        }
        long message = unused.getFirst();
        Database database = transaction.database();
        int taken = database.update(
                "DELETE FROM chunk WHERE id IN (SELECT id FROM chunk WHERE id BETWEEN ? AND ? LIMIT ?)",
                Chunks.row(message, 0),
                Chunks.row(message + 1, 0) - 1,
                CHUNKS);
        if (taken < CHUNKS) {
            database.update("DELETE FROM unused WHERE message = ?", message);
            transaction.afterwards(unused::removeFirst);
        }
    }
}
