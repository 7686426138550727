package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * What to say when SQLite fails: to the caller each time, and to the log once, with what to do, until it works again. Used by many threads.
 */
final class Trouble {
    private static final System.Logger LOG = System.getLogger(Trouble.class.getName());

    /** Result codes of SQLite (https://sqlite.org/rescode.html), and what somebody has to do about them. */
    private enum Kind {
        FULL(Reason.FULL, "the disk is full; make room, and the store goes on by itself", 13),
        READ_ONLY(
                Reason.UNAVAILABLE,
                "the file cannot be written; see to its permissions, and whether its disk was mounted read-only after an error",
                8),
        IO(Reason.UNAVAILABLE, "the disk reports an error; see the kernel's log, and have a backup at hand", 10),
        UNOPENED(
                Reason.UNAVAILABLE,
                "the file cannot be opened; see to its directory, its permissions and the limit of open files",
                14,
                3,
                23),
        BUSY(
                Reason.UNAVAILABLE,
                "another program, such as sqlite3, keeps the file locked; end what it does there",
                5,
                6,
                15),
        MEMORY(Reason.UNAVAILABLE, "there is no memory left outside of Java's heap", 7),
        BROKEN(
                Reason.CORRUPTION,
                "the file is damaged; stop, keep a copy of it, and restore a backup or try \"sqlite3 FILE .recover\"",
                11,
                26),
        BUG(Reason.UNAVAILABLE, "this should not happen; please report it");

        private final Reason reason;
        private final String advice;
        private final int[] codes;

        Kind(Reason reason, String advice, int... codes) {
            this.reason = reason;
            this.advice = advice;
            this.codes = codes;
        }

        static Kind of(SQLException e) {
            int primary = e.getErrorCode() & 0xff;
            for (Kind kind : values()) {
                for (int code : kind.codes) {
                    if (code == primary) {
                        return kind;
                    }
                }
            }
            return BUG;
        }
    }

    private final Path file;
    /** The last that was logged; {@code null} while all is well. */
    private Kind logged;

    Trouble(Path file) {
        this.file = file;
    }

    /** What the caller is told. */
    StoreException refusal(SQLException e) {
        Kind kind = Kind.of(e);
        log(kind, e);
        return new StoreException(kind.reason, kind.advice, e);
    }

    private synchronized void log(Kind kind, SQLException e) {
        if (kind != logged) {
            logged = kind;
            LOG.log(System.Logger.Level.ERROR, file + ": " + kind.advice, e);
        }
    }

    /** Called when something was written. */
    synchronized void over() {
        if (logged != null) {
            logged = null;
            LOG.log(System.Logger.Level.INFO, file + ": writes again");
        }
    }
}
