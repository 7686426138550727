package dev.yubin.mailbox.rows;

import static dev.yubin.mailbox.StoreException.Reason.ALREADYEXISTS;
import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.Watchers;
import dev.yubin.mailbox.feature.AtomicMove;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A whole mail store for whoever keeps mail as rows and has transactions: over a relational database, or over anything that does as one
 * does. To be written are two methods that run a transaction, and {@link Rows}, the statements in it. What the protocols ask is here: UIDs
 * and mod-sequences, totals, conditional STORE, copies and moves in one step ({@link AtomicMove}), trees of names, INBOX, what changed, and
 * those who watch.
 *
 * <p>What it costs: a message is in memory whole while it comes in or is read; changes of one account are made one behind the other; SELECT
 * lists all messages of the mailbox, while STATUS reads one row. A change wakes everyone who watches any mailbox of the account through this
 * object, and nobody who does through another one, such as another process's. A store that needs more, such as large messages streamed,
 * mailboxes of a million, quotas or rights, implements {@link MailStore} itself.
 */
public abstract class RowMailStore implements MailStore {
    /** Those who watch, by user. An entry stays: there are never more than accounts. */
    private final Map<String, Watchers> watchers = new ConcurrentHashMap<>();

    /** For a store over rows. */
    protected RowMailStore() {}

    /** What is done within a transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Rows rows) throws StoreException;
    }

    /**
     * Does work that only reads. It sees the account's rows as they are at one instant, whatever is committed while it goes on. Any number
     * may be under way at once, beside a change too.
     *
     * @param user whose rows they are; there need not be such an account
     */
    protected abstract <T> T read(String user, Work<T> work) throws StoreException;

    /**
     * Does work that changes the account's rows. No other change of this account is under way meanwhile, wherever it is asked for; the
     * work sees all that those before it left. When this returns all of it is committed, durable and seen; when the work or the
     * commit fails, nothing of it is.
     *
     * @param user whose rows they are; there need not be such an account
     */
    protected abstract <T> T write(String user, Work<T> work) throws StoreException;

    /**
     * Makes an account with an empty INBOX.
     *
     * @throws StoreException {@code ALREADYEXISTS}
     */
    public final void addAccount(String user) throws StoreException {
        write(user, rows -> {
            if (rows.mailbox(MailboxName.INBOX).isPresent()) {
                throw new StoreException(ALREADYEXISTS, "there is an account " + user);
            }
            rows.addMailbox(MailboxName.INBOX, Set.of());
            return user;
        });
    }

    /** An account is there when its INBOX is. Who overrides this may {@linkplain #addAccount make} one for a user who comes first. */
    @Override
    public Account account(String user) throws StoreException {
        if (read(user, rows -> rows.mailbox(MailboxName.INBOX)).isEmpty()) {
            throw new StoreException(NONEXISTENT, "there is no account " + user);
        }
        return new RowAccount(this, user);
    }

    /** As {@link #write}; those who watch are told of it, with nothing locked. */
    final <T> T change(String user, Work<T> work) throws StoreException {
        T result = write(user, work);
        Optional.ofNullable(watchers.get(user)).ifPresent(Watchers::tell);
        return result;
    }

    final Watch watch(String user, Runnable listener) {
        return watchers.computeIfAbsent(user, first -> new Watchers()).add(listener);
    }
}
