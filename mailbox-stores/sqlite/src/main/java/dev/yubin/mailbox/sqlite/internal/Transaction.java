package dev.yubin.mailbox.sqlite.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The committer's transaction, as a job sees it: rows to change, and what is to happen once they are durable. */
public final class Transaction {
    private final Database database;
    private final List<Runnable> afterwards = new ArrayList<>();
    private long newestContent = -1;

    Transaction(Database database) {
        this.database = database;
    }

    public Database database() {
        return database;
    }

    /** Has something done behind the commit, by the committer: it is short, and cannot fail. */
    public void afterwards(Runnable deed) {
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
    public void wrote(long content) {
        newestContent = Math.max(newestContent, content);
    }

    /** The highest number that was noted by {@link #wrote}; empty where none was. */
    public OptionalLong newestContent() {
        return newestContent < 0 ? OptionalLong.empty() : OptionalLong.of(newestContent);
    }

    void committed() {
        afterwards.forEach(Runnable::run);
    }
}
