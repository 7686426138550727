package dev.yubin.mailbox.sqlite.internal;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.sql.SQLException;
import java.util.List;

/**
 * The way from each version of a file's tables to the next. A file bears the number of its last step in {@code PRAGMA user_version}. A step that was
 * released never changes; what a later version needs is a further step.
 *
 * @param application {@code PRAGMA application_id}: it keeps us from writing into somebody else's database
 * @param owner       who wants a file, such as {@code the mail store}
 * @param steps       from nothing to the present version, each a list of statements
 */
public record Versions(int application, String owner, List<List<String>> steps) {
    public Versions {
        steps = List.copyOf(steps);
    }

    /** The present version. */
    public int present() {
        return steps.size();
    }

    /** Whether a file has tables already; refuses one that is not ours, or newer. */
    public boolean begun(Database database, String name) throws SQLException, StoreException {
        return version(database, name) > 0;
    }

    /** Brings a file to the present version, a new one from nothing. Each step happens whole or not at all. */
    public void bring(Database database, String name) throws SQLException, StoreException {
        int version = version(database, name);
        for (List<String> step : steps.subList(version, steps.size())) {
            version++;
            database.execute("BEGIN IMMEDIATE");
            for (String statement : step) {
                database.execute(statement);
            }
            database.pragma("application_id = " + application);
            database.pragma("user_version = " + version);
            database.execute("COMMIT");
        }
    }

    /** The version of a file that is ours or empty. */
    private int version(Database database, String name) throws SQLException, StoreException {
        int written = Integer.parseInt(database.pragma("application_id"));
        int version = Integer.parseInt(database.pragma("user_version"));
        boolean empty = database.first("SELECT 1 FROM sqlite_schema", row -> 1).isEmpty();
        if (written != application && !(empty && written == 0 && version == 0)) {
            throw new StoreException(
                    Reason.CANNOT, name + " is a database of another program; give " + owner + " a file of its own");
        }
        if (version > steps.size()) {
            throw new StoreException(
                    Reason.CANNOT,
                    name + " is of version " + version + ", and this program knows versions up to " + steps.size()
                            + "; it was written by a newer one: use that one, or a backup made before");
        }
        return version;
    }
}
