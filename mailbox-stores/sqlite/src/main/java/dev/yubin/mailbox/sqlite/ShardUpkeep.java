package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.sqlite.internal.Transaction;
import dev.yubin.mailbox.sqlite.internal.Upkeep;
import java.sql.SQLException;
import java.util.OptionalLong;

/** What a shard's committer does beside its jobs. */
record ShardUpkeep(Sweeper sweeper, OpenMailboxes mailboxes) implements Upkeep {
    @Override
    public void beforeCommit(Transaction transaction) throws SQLException {
        OptionalLong newest = transaction.newestContent();
        if (newest.isPresent()) {
            transaction
                    .database()
                    .update("UPDATE shard SET next_content = max(next_content, ? + 1)", newest.getAsLong());
        }
    }

    @Override
    public void takenBack() {
        mailboxes.forget();
    }

    @Override
    public boolean idle() {
        return sweeper.idle();
    }

    @Override
    public void rest() {
        sweeper.rest();
    }

    @Override
    public void sweep(Transaction transaction) throws SQLException {
        sweeper.sweep(transaction);
    }
}
