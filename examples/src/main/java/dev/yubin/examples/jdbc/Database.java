package dev.yubin.examples.jdbc;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.Watch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Transactions, one at a time, so that each sees an instant and none has to be tried again; and whoever wants to be told of changes. */
final class Database {
    private final DataSource source;
    private final Map<Object, Runnable> watchers = new ConcurrentHashMap<>();
    /** That of the transaction under way. */
    private Optional<Connection> connection = Optional.empty();

    Database(DataSource source) {
        this.source = source;
    }

    /** What is done in a transaction; nothing of it stays when it throws. */
    interface Step<T> {
        T take() throws SQLException, StoreException;
    }

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes a step in a transaction of its own, or in the one under way. */
    synchronized <T> T call(Step<T> step) throws StoreException {
        try {
            return connection.isPresent() ? step.take() : transaction(step);
        } catch (SQLException e) {
            throw new StoreException(Reason.UNAVAILABLE, "the database says: " + e.getMessage(), e);
        }
    }

    private <T> T transaction(Step<T> step) throws SQLException, StoreException {
        try (Connection taken = source.getConnection()) {
            taken.setAutoCommit(false);
            connection = Optional.of(taken);
            try {
                T result = step.take();
                taken.commit();
                return result;
            } finally {
                connection = Optional.empty();
                taken.rollback(); // of nothing, behind the commit
            }
        }
    }

    /** As {@link #call}; whoever watches is told of it, once nothing is locked. */
    <T> T change(Step<T> step) throws StoreException {
        T result = call(step);
        if (!Thread.holdsLock(this)) {
            watchers.values().forEach(Runnable::run);
        }
        return result;
    }

    Watch watch(Runnable listener) {
        Object key = new Object(); // the same listener may watch twice
        watchers.put(key, listener);
        return () -> watchers.remove(key);
    }

    /** Runs a statement, within a step, and reads the rows that it gives. */
    <T> List<T> rows(Row<T> row, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.orElseThrow().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<T> rows = new ArrayList<>();
            if (statement.execute()) {
                for (ResultSet found = statement.getResultSet(); found.next(); ) {
                    rows.add(row.read(found));
                }
            }
            return rows;
        }
    }

    /** The first of {@link #rows}. */
    <T> Optional<T> first(Row<T> row, String sql, Object... values) throws SQLException {
        return rows(row, sql, values).stream().findFirst();
    }

    /** Runs a statement that gives no rows. */
    void run(String sql, Object... values) throws SQLException {
        rows(row -> row, sql, values);
    }

    /** A column's words, such as flags. */
    static Stream<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty());
    }
}
