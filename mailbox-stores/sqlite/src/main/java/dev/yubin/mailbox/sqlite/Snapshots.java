package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Snapshot;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.sqlite.internal.Database;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What SELECT shows of mailboxes that were shown lately. Before it is shown again, one is brought up to date by what changed since, as a
 * client with QRESYNC does it: so it is exact, whoever changed the file, and costs what has changed rather than what is there.
 */
final class Snapshots {
    private static final int MOST = 256;

    private final Shard shard;
    /** The one that was shown longest ago comes first, and goes first. Guarded by itself. */
    private final Map<Long, View> views = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, View> eldest) {
            return size() > MOST;
        }
    };

    Snapshots(Shard shard) {
        this.shard = shard;
    }

    Snapshot of(long mailbox) throws StoreException {
        View view;
        synchronized (views) {
            view = views.computeIfAbsent(mailbox, View::new);
        }
        // Locked before the reader begins: what it reads is then never older than what the view knows.
        view.lock.lock();
        try {
            return shard.read(view::read);
        } finally {
            view.lock.unlock();
        }
    }

    /** One mailbox as it was shown last. Guarded by its lock. */
    private static final class View {
        private final ReentrantLock lock = new ReentrantLock();
        private final long mailbox;
        private UidBits uids = new UidBits();
        private UidBits unseen = new UidBits();
        /** Grows until the mailbox is read anew: a keyword that none bears any longer does no harm. */
        private Set<Flag> keywords = new TreeSet<>();

        private long modSeq;

        View(long mailbox) {
            this.mailbox = mailbox;
        }

        Snapshot read(Database database) throws SQLException, StoreException {
            OpenMailbox open = OpenMailbox.of(database, mailbox);
            long now = open.status().modSeq();
            if (modSeq == 0 || modSeq < open.forgotten()) {
                clear();
                readAll(database);
            } else if (modSeq < now) {
                readChanges(database);
            }
            modSeq = now;
            return new Snapshot(open.status(), uids.toSet(), unseen.first(), keywords);
        }

        private void clear() {
            // Zero until all is read: a view that failed halfway is no view.
            modSeq = 0;
            uids = new UidBits();
            unseen = new UidBits();
            keywords = new TreeSet<>();
        }

        private void readAll(Database database) throws SQLException {
            database.each(
                    "SELECT uid, flags FROM message WHERE mailbox = ? ORDER BY uid",
                    row -> put(row.getLong(1), row.getInt(2)),
                    mailbox);
            database.each(
                    "SELECT DISTINCT keywords FROM message WHERE mailbox = ? AND keywords <> ''",
                    row -> addKeywords(row.getString(1)),
                    mailbox);
        }

        private void readChanges(Database database) throws SQLException {
            long since = modSeq;
            modSeq = 0;
            for (Messages.Row row : Messages.changed(database, mailbox, since)) {
                put(row.uid(), row.flags().bits());
                addKeywords(row.flags().keywords());
            }
            for (UidSet.Range range : Messages.vanished(database, mailbox, since)) {
                uids.remove(range);
                unseen.remove(range);
            }
        }

        private void put(long uid, int flags) {
            uids.add(uid);
            if ((flags & Flags.SEEN) == 0) {
                unseen.add(uid);
            } else {
                unseen.remove(uid);
            }
        }

        private void addKeywords(String names) {
            if (!names.isEmpty()) {
                new Flags(0, names)
                        .set().stream().filter(flag -> !flag.system()).forEach(keywords::add);
            }
        }
    }
}
