package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One mailbox while a job changes it: its counters are read when the job begins and written back by {@link #save}. All that a job changes in
 * a mailbox is one change, and bears one mod-sequence.
 */
final class OpenMailbox {
    private static final String SELECT = """
            SELECT id, account, uid_validity, uid_next, mod_seq, messages, unseen, deleted, octets,
              tombstones, forgotten, name FROM mailbox""";

    private final long id;
    private final long account;
    private final String name;
    private final long modSeqBefore;
    private final long octetsBefore;
    private long uidValidity;
    private long uidNext;
    private long modSeq;
    private long messages;
    private long unseen;
    private long deleted;
    private long octets;
    private long tombstones;
    private long forgotten;

    private OpenMailbox(ResultSet row) throws SQLException {
        id = row.getLong(1);
        account = row.getLong(2);
        uidValidity = row.getLong(3);
        uidNext = row.getLong(4);
        modSeq = row.getLong(5);
        messages = row.getLong(6);
        unseen = row.getLong(7);
        deleted = row.getLong(8);
        octets = row.getLong(9);
        tombstones = row.getLong(10);
        forgotten = row.getLong(11);
        name = row.getString(12);
        modSeqBefore = modSeq;
        octetsBefore = octets;
    }

    private OpenMailbox(OpenMailbox left) {
        id = left.id;
        account = left.account;
        uidValidity = left.uidValidity;
        uidNext = left.uidNext;
        modSeq = left.modSeq;
        messages = left.messages;
        unseen = left.unseen;
        deleted = left.deleted;
        octets = left.octets;
        tombstones = left.tombstones;
        forgotten = left.forgotten;
        name = left.name;
        modSeqBefore = modSeq;
        octetsBefore = octets;
    }

    /** The same for another change, which begins where this one ended. */
    OpenMailbox reopened() {
        return new OpenMailbox(this);
    }

    static OpenMailbox of(Database database, long id) throws SQLException, StoreException {
        return database.first(SELECT + " WHERE id = ?", OpenMailbox::new, id)
                .orElseThrow(() -> new StoreException(Reason.NONEXISTENT, "this mailbox was deleted"));
    }

    static OpenMailbox named(Database database, long account, String name) throws SQLException, StoreException {
        return database.first(SELECT + " WHERE account = ? AND name = ?", OpenMailbox::new, account, name)
                .orElseThrow(() -> missing(name));
    }

    static StoreException missing(String name) {
        return new StoreException(Reason.NONEXISTENT, "there is no mailbox " + name);
    }

    long id() {
        return id;
    }

    long account() {
        return account;
    }

    String name() {
        return name;
    }

    long forgotten() {
        return forgotten;
    }

    MailboxStatus status() {
        return new MailboxStatus(uidValidity, uidNext, modSeq, messages, unseen, deleted, octets);
    }

    /** The mod-sequence of this change. */
    private long stamp() {
        modSeq = modSeqBefore + 1;
        return modSeq;
    }

    private void count(Flags flags, int sign) {
        unseen += flags.seen() ? 0 : sign;
        deleted += flags.deleted() ? sign : 0;
    }

    /** Goes on counting where another mailbox stopped. */
    void adopt(long uidValidity, long uidNext) throws StoreException {
        if (this.uidNext > 1 && uidValidity != this.uidValidity) {
            throw new StoreException(
                    Reason.CANNOT,
                    "UIDs were given here under UIDVALIDITY " + this.uidValidity + "; take an empty mailbox");
        }
        this.uidValidity = uidValidity;
        this.uidNext = Math.max(this.uidNext, uidNext);
        stamp();
    }

    /** Has the next message be given this UID. */
    void skipTo(long uid) throws StoreException {
        if (uid < uidNext) {
            throw new StoreException(Reason.CANNOT, "UID " + uid + " is below the next, " + uidNext);
        }
        uidNext = uid;
    }

    /** A message that is to be given a UID. */
    record Arrival(long received, long octets, Flags flags, long content) {}

    /** Adds messages at the end, whose contents are there. */
    Appended add(Database database, List<Arrival> arrivals) throws SQLException, StoreException {
        if (uidNext + arrivals.size() > UidSet.MAX_UID) {
            throw new StoreException(Reason.LIMIT, "this mailbox has given nearly 2^32 UIDs; make another");
        }
        long now = Instant.now().getEpochSecond();
        List<Long> uids = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            Messages.insert(
                    database,
                    id,
                    new Messages.Row(
                            uidNext, stamp(), arrival.received(), arrival.octets(), arrival.flags(), arrival.content()),
                    now);
            count(arrival.flags(), 1);
            messages++;
            octets += arrival.octets();
            uids.add(uidNext++);
        }
        return new Appended(uidValidity, uids);
    }

    /** A message as it is with other flags; they are still to be written. */
    Messages.Row flagged(Messages.Row before, Flags flags) {
        count(before.flags(), -1);
        count(flags, 1);
        return new Messages.Row(before.uid(), stamp(), before.received(), before.octets(), flags, before.content());
    }

    /** Removes messages and remembers, up to a bound, that they were here; their contents are for the caller to unshare. */
    UidSet remove(Database database, List<Messages.Row> rows, long bound) throws SQLException {
        UidSet uids = UidSet.of(rows.stream().mapToLong(Messages.Row::uid).toArray());
        if (rows.isEmpty()) {
            return uids;
        }
        Messages.delete(database, id, uids);
        Messages.bury(database, id, stamp(), uids);
        for (Messages.Row row : rows) {
            count(row.flags(), -1);
            octets -= row.octets();
        }
        messages -= rows.size();
        tombstones += rows.size();
        while (tombstones > bound) {
            Messages.Oldest oldest = Messages.forgetOldest(database, id);
            tombstones -= oldest.uids();
            forgotten = oldest.modSeq();
        }
        return uids;
    }

    /** Writes the counters back, and has those who watch told. Nothing happens where nothing has changed. */
    void save(Transaction transaction, Shard shard) throws SQLException {
        if (modSeq == modSeqBefore) {
            return;
        }
        transaction
                .database()
                .update(
                        """
                        UPDATE mailbox SET uid_validity = ?, uid_next = ?, mod_seq = ?, messages = ?, unseen = ?, deleted = ?, octets = ?,
                          tombstones = ?, forgotten = ? WHERE id = ?""",
                        uidValidity,
                        uidNext,
                        modSeq,
                        messages,
                        unseen,
                        deleted,
                        octets,
                        tombstones,
                        forgotten,
                        id);
        if (octets != octetsBefore) {
            transaction
                    .database()
                    .update("UPDATE account SET octets = octets + ? WHERE id = ?", octets - octetsBefore, account);
        }
        shard.openMailboxes().keep(this);
        transaction.afterwards(() -> shard.watchers().changed(account, id, name));
    }
}
