package dev.yubin.mailbox.sqlite.internal;

import java.sql.SQLException;

/** What is done around the jobs of a file's committer: counters that belong to the commit, and sweeping out what nobody uses. Called by its thread alone. */
public interface Upkeep {
    /** All jobs of the transaction have run, and the commit is next. */
    void beforeCommit(Transaction transaction) throws SQLException;

    /** Some of what was written behind the last commit is taken back: what was kept of it in memory is to be forgotten. */
    void takenBack();

    /** Whether there is nothing to sweep out, so that the committer waits for jobs. */
    boolean idle();

    /** The disk refuses: sweep nothing until there is something new to sweep. */
    void rest();

    /** Takes out a little, some milliseconds' worth. */
    void sweep(Transaction transaction) throws SQLException;
}
