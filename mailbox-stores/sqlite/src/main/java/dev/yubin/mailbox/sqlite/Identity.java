package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.sqlite.internal.Database;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Which file of which store a shard is; so that no file takes the place of another.
 *
 * @param store  the same in all files of a store
 * @param number from 0
 * @param shards how many files the store has
 */
record Identity(String store, int number, int shards) {
    private static Identity read(ResultSet row) throws SQLException {
        return new Identity(row.getString(1), row.getInt(2), row.getInt(3));
    }

    /** What is written in a file that has the tables; empty for one that is being made. */
    static Optional<Identity> of(Database database) throws SQLException {
        return database.first("SELECT store, number, shards FROM shard", Identity::read);
    }

    /** Writes it into a file that is being made, or compares. */
    void require(Database database, Path file) throws SQLException, StoreException {
        Optional<Identity> written = of(database);
        if (written.isEmpty()) {
            database.update(
                    "INSERT INTO shard (store, number, shards, next_content) VALUES (?, ?, ?, 1)",
                    store,
                    number,
                    shards);
        } else if (!written.get().equals(this)) {
            throw new StoreException(
                    Reason.CANNOT,
                    file + " is file " + written.get().number() + " of "
                            + written.get().shards() + " of store "
                            + written.get().store() + ", but file " + number + " of " + shards + " of store " + store
                            + " is wanted here; put each file back into its place");
        }
    }
}
