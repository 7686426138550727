package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.sqlite.internal.Database;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Mailboxes as the committer left them. It alone writes their rows, so it need not read one again for each message. Used by its thread.
 */
final class OpenMailboxes {
    /** How many are kept: a megabyte or two. */
    private static final int MOST = 10_000;

    private final Map<Long, OpenMailbox> left = new HashMap<>();

    OpenMailbox of(Database database, long id) throws SQLException, StoreException {
        OpenMailbox known = left.get(id);
        return known == null ? OpenMailbox.of(database, id) : known.reopened();
    }

    /** Keeps one whose row was written just now. */
    void keep(OpenMailbox mailbox) {
        if (left.size() >= MOST) {
            left.clear();
        }
        left.put(mailbox.id(), mailbox);
    }

    /** What was written is taken back, or is written by others. */
    void forget() {
        left.clear();
    }
}
