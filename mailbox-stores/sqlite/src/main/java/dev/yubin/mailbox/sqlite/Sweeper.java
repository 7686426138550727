package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Transaction;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes out what no message uses any more: the octets of messages that are gone, the messages of mailboxes that are gone, what came in and
 * was never committed. It takes a little with each transaction and goes on while nothing else is to do, so that nobody waits for it to be
 * rid of a mailbox of a million messages. What it has not done when the program ends it finds again at the next start.
 *
 * <p>Used by the committer's thread; {@link #hold} and {@link #release} by any.
 */
final class Sweeper {
    /** How much one transaction takes out: some milliseconds' worth. */
    private static final int CHUNKS = 64;

    private static final int CONTENTS = 256;
    private static final int MESSAGES = 256;

    private final Deque<Long> contents = new ArrayDeque<>();
    private final Deque<Long> mailboxes = new ArrayDeque<>();
    private final Set<Long> held = ConcurrentHashMap.newKeySet();
    private boolean resting;

    /** Finds what an earlier run of the program left. */
    void find(Database database) throws SQLException {
        contents.addAll(database.all("SELECT id FROM content WHERE refs = 0", row -> row.getLong(1)));
        mailboxes.addAll(database.all("SELECT mailbox FROM doomed", row -> row.getLong(1)));
    }

    void addContent(long content) {
        contents.add(content);
        resting = false;
    }

    void addMailbox(long mailbox) {
        mailboxes.add(mailbox);
        resting = false;
    }

    /** Keeps a content that no message uses yet, or uses just now, from being swept out. */
    void hold(long content) {
        held.add(content);
    }

    /** Lets go of it; it is then to be added, for it may be unused. */
    void release(long content) {
        held.remove(content);
    }

    boolean idle() {
        return resting || contents.isEmpty() && mailboxes.isEmpty();
    }

    /** Stops for now, for the disk refuses; goes on when there is something new to sweep. */
    void rest() {
        resting = true;
    }

    void sweep(Transaction transaction) throws SQLException {
        if (resting) {
            return;
        }
        int left = CHUNKS;
        int swept = 0;
        for (long content : contents) {
            if (!held.contains(content)) {
                int taken = Contents.sweep(transaction.database(), content, left);
                if (taken == left) {
                    break;
                }
                left -= taken;
            }
            swept++;
            if (swept == CONTENTS) {
                break;
            }
        }
        forget(transaction, contents, swept);
        if (!mailboxes.isEmpty() && Messages.sweep(transaction, this, mailboxes.getFirst(), MESSAGES)) {
            forget(transaction, mailboxes, 1);
        }
    }

    private static void forget(Transaction transaction, Deque<Long> done, int number) {
        if (number > 0) {
            transaction.afterwards(() -> {
                for (int i = 0; i < number; i++) {
                    done.removeFirst();
                }
            });
        }
    }
}
