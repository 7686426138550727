package dev.yubin.mailbox.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The committer's transaction, as a job sees it: rows to change, and what is to happen once they are durable. */
final class Transaction {
    private final Database database;
    private final OpenMailboxes mailboxes;
    private final List<Runnable> afterwards = new ArrayList<>();
    private long newestContent = -1;

    Transaction(Database database, OpenMailboxes mailboxes) {
        this.database = database;
        this.mailboxes = mailboxes;
    }

    Database database() {
        return database;
    }

    /** Mailboxes as they are within this transaction. */
    OpenMailboxes mailboxes() {
        return mailboxes;
    }

    /** Has something done behind the commit, by the committer: it is short, and cannot fail. */
    void afterwards(Runnable deed) {
        afterwards.add(deed);
    }

    /** How much is to be done so far; see {@link #forgetBehind}. */
    int mark() {
        return afterwards.size();
    }

    /** Forgets what a job that was refused wanted to be done. */
    void forgetBehind(int mark) {
        afterwards.subList(mark, afterwards.size()).clear();
    }

    /** Notes that a content of this number is written, so that no other is ever given it, also behind a crash. */
    void wrote(long content) {
        newestContent = Math.max(newestContent, content);
    }

    /** Called before the commit, when all jobs have run. */
    void end() throws SQLException {
        if (newestContent >= 0) {
            database.update("UPDATE shard SET next_content = max(next_content, ? + 1)", newestContent);
        }
    }

    void committed() {
        afterwards.forEach(Runnable::run);
    }
}
