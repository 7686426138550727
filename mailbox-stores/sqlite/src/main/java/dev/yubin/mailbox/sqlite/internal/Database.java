package dev.yubin.mailbox.sqlite.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** One connection, and its statements, each prepared once. Used by one thread at a time. */
public final class Database implements AutoCloseable {
    /** The most a reader waits for another process, such as {@code sqlite3}, that holds the file for a moment. */
    private static final int BUSY_MILLIS = 10_000;

    private static final Properties DRIVER = new Properties();

    static {
        // The driver would ask for the new row's number behind each INSERT, by a statement that it prepares each time.
        DRIVER.setProperty("jdbc.get_generated_keys", "false");
    }

    /** A row's value. */
    public interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private Database(Connection connection) {
        this.connection = connection;
    }

    /** Opens a file, and makes it where it is missing, for its owner alone. */
    public static Database open(Path file) throws SQLException {
        makeForOwner(file);
        // As a URI, for the driver cuts a plain name at its first question mark.
        Connection connection =
                DriverManager.getConnection("jdbc:sqlite:file:" + file.toUri().getRawPath(), DRIVER);
        Database database = new Database(connection);
        try {
            database.pragma("busy_timeout = " + BUSY_MILLIS);
            // An I/O error in a mapped file is a signal that ends the process; in a read file it is an error that we
            // can tell of.
            database.pragma("mmap_size = 0");
            database.pragma("temp_store = MEMORY");
            database.pragma("trusted_schema = OFF");
            return database;
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    /** SQLite would have anybody read the mail; the files beside it have the mode of this one. */
    private static void makeForOwner(Path file) {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException | UnsupportedOperationException e) {
            // Another was first, or there are no such modes here; what else is wrong, SQLite says better.
        }
    }

    /** The one connection that changes rows: what it has committed is on the disk. */
    public static Database openToWrite(Path file) throws SQLException {
        Database database = open(file);
        try {
            database.pragma("journal_mode = WAL");
            // Every commit is on the disk when it returns; NORMAL would lose the last ones with the power.
            database.pragma("synchronous = FULL");
            database.pragma("fullfsync = ON"); // macOS, where fsync alone does not reach the disk
            // What is written to the log is copied into the file every 16 MiB rather than 4: pages that change often
            // are
            // copied less often.
            database.pragma("wal_autocheckpoint = 4096");
            database.pragma("journal_size_limit = 67108864");
            database.pragma("cache_size = -32768"); // KiB
            return database;
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    /** A connection that changes nothing. */
    public static Database openToRead(Path file) throws SQLException {
        Database database = open(file);
        try {
            database.pragma("query_only = ON");
            database.pragma("cache_size = -8192"); // KiB
            return database;
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    /** Sets or asks something of SQLite, and gives the first thing that it says; empty when it says nothing. */
    public String pragma(String words) throws SQLException {
        try (var statement = connection.createStatement()) {
            if (!statement.execute("PRAGMA " + words)) {
                return "";
            }
            try (ResultSet answer = statement.getResultSet()) {
                return answer.next() ? answer.getString(1) : "";
            }
        }
    }

    /** Runs a statement that is needed once. */
    public void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement without an answer, such as {@code BEGIN}. */
    public void run(String sql) throws SQLException {
        using(sql, PreparedStatement::execute);
    }

    /** Changes rows; returns how many. */
    public int update(String sql, Object... values) throws SQLException {
        return using(sql, PreparedStatement::executeUpdate, values);
    }

    /** What is done with a row. */
    public interface Visitor {
        void visit(ResultSet row) throws SQLException;
    }

    public void each(String sql, Visitor visitor, Object... values) throws SQLException {
        using(
                sql,
                statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            visitor.visit(rows);
                        }
                    }
                    return sql;
                },
                values);
    }

    public <T> List<T> all(String sql, Mapper<T> mapper, Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        each(sql, row -> found.add(mapper.map(row)), values);
        return found;
    }

    public <T> Optional<T> first(String sql, Mapper<T> mapper, Object... values) throws SQLException {
        return using(
                sql,
                statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        return rows.next() ? Optional.of(mapper.map(rows)) : Optional.empty();
                    }
                },
                values);
    }

    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T using(String sql, Use<T> use, Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return use.of(statement);
        } catch (SQLException e) {
            // The driver gives up a statement that has failed, and says of it later only that it is not executing.
            statements.remove(sql);
            throw e;
        }
    }

    /** Ends whatever transaction is open. */
    public void rollback() throws SQLException {
        try {
            run("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself, as it does when the disk is full or fails.
            if (!e.getMessage().contains("no transaction is active")) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
