package dev.yubin.mailbox.sqlite.internal;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What to say when SQLite fails: to the caller each time, and to the log once, with what to do, until it works again. Used by many threads.
 */
public final class Trouble {
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
                11),
        NO_DATABASE(
                Reason.CORRUPTION,
                "the file is no database, or its beginning is damaged; name another file, or restore a backup",
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

    /** The same trouble is logged again after so long. */
    private static final long AGAIN_NANOS = Duration.ofMinutes(10).toNanos();

    private final Path file;
    /** The last that was logged; {@code null} while all is well. */
    private Kind logged;

    private long loggedAt;
    /** The least that could not be written: a full disk may still have room for less. */
    private long refused = Long.MAX_VALUE;

    public Trouble(Path file) {
        this.file = file;
    }

    /** Whether the file is damaged. */
    public static boolean damage(SQLException e) {
        return Kind.of(e) == Kind.BROKEN || Kind.of(e) == Kind.NO_DATABASE;
    }

    /** What is told to whoever wants to open or to copy the file, and has nobody else to tell: nothing is logged. */
    public static StoreException opening(SQLException e) {
        Kind kind = Kind.of(e);
        return new StoreException(kind.reason, kind.advice, e);
    }

    /** What the caller is told who wanted to read. */
    public StoreException refusal(SQLException e) {
        return refusal(e, Long.MAX_VALUE);
    }

    /** What the caller is told who wanted to write so much. */
    synchronized StoreException refusal(SQLException e, long weight) {
        Kind kind = Kind.of(e);
        long now = System.nanoTime();
        if (kind != logged || now - loggedAt > AGAIN_NANOS) {
            logged = kind;
            loggedAt = now;
            LOG.log(System.Logger.Level.ERROR, file + ": " + kind.advice, e);
        }
        refused = Math.min(refused, weight);
        return new StoreException(kind.reason, kind.advice, e);
    }

    /** Called when so much was written. */
    synchronized void over(long weight) {
        if (weight >= refused) {
            logged = null;
            refused = Long.MAX_VALUE;
            LOG.log(System.Logger.Level.INFO, file + ": writes again");
        }
    }
}
