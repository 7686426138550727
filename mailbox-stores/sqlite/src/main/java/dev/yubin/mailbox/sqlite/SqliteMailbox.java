package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.ChangedUids;
import dev.yubin.mailbox.Changes;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Copied;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.Snapshot;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.Stored;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.AtomicReplace;
import dev.yubin.mailbox.feature.GivenUids;
import dev.yubin.mailbox.feature.NativeSearch;
import dev.yubin.mailbox.feature.ObjectId;
import dev.yubin.mailbox.feature.ObjectIds;
import dev.yubin.mailbox.feature.Previews;
import dev.yubin.mailbox.feature.SaveDates;
import dev.yubin.mailbox.feature.SentSizes;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.outline.OutlineScanner;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Transaction;
import dev.yubin.mailbox.text.Preview;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One mailbox, known by the number of its row, so that it stays the same under another name. It keeps nothing; every call asks the file. */
final class SqliteMailbox
        implements Mailbox,
                AtomicMove,
                AtomicReplace,
                GivenUids,
                NativeSearch,
                ObjectIds,
                Previews,
                SaveDates,
                SentSizes {
    /** So many of an outline's octets tell what {@link Outline#sentOctets} asks. */
    private static final int OUTLINE_OCTETS = 16;

    private final Shard shard;
    private final long id;

    SqliteMailbox(Shard shard, long id) {
        this.shard = shard;
        this.id = id;
    }

    @Override
    public MailboxStatus status() throws StoreException {
        return shard.read(database -> OpenMailbox.of(database, id).status());
    }

    @Override
    public Snapshot snapshot() throws StoreException {
        return shard.snapshots().of(id);
    }

    @Override
    public List<Message> messages(UidSet uids, long sinceModSeq) throws StoreException {
        return shard.read(database -> {
            OpenMailbox.of(database, id);
            if (sinceModSeq <= 0) {
                return messages(Messages.rows(database, id, uids));
            }
            List<Messages.Row> changed = Messages.changed(database, id, sinceModSeq);
            changed.removeIf(row -> !uids.contains(row.uid()));
            return messages(changed);
        });
    }

    private static List<Message> messages(List<Messages.Row> rows) {
        return rows.stream().map(Messages.Row::message).collect(Collectors.toUnmodifiableList());
    }

    @Override
    public SortedMap<Long, byte[]> outlines(UidSet uids) throws StoreException {
        return shard.read(database -> {
            OpenMailbox.of(database, id);
            return Messages.outlines(database, id, uids);
        });
    }

    @Override
    public Map<Long, Long> growth(UidSet uids) throws StoreException {
        List<Messages.Sized> sizes = shard.read(database -> {
            OpenMailbox.of(database, id);
            return Messages.sizes(database, id, uids, OUTLINE_OCTETS);
        });
        Map<Long, Long> growth = new HashMap<>();
        for (Messages.Sized sized : sizes) {
            OptionalLong known = Outline.sentOctets(sized.outline(), sized.octets());
            long grown = (known.isPresent() ? known.getAsLong() : scanned(sized)) - sized.octets();
            if (grown > 0) {
                growth.put(sized.uid(), grown);
            }
        }
        return growth;
    }

    /** Of a message whose outline cannot be read. */
    private long scanned(Messages.Sized sized) throws StoreException {
        try (Content content = content(sized.uid())) {
            return OutlineScanner.scan(content).sentOctets();
        } catch (StoreException e) {
            if (e.reason() == Reason.EXPUNGED) {
                return sized.octets(); // removed meanwhile, so that nobody will be sent it
            }
            throw e;
        }
    }

    @Override
    public SortedMap<Long, String> previews(UidSet uids, boolean lazy) throws StoreException {
        List<Messages.Previewed> rows = shard.read(database -> {
            OpenMailbox.of(database, id);
            return Messages.previews(database, id, uids, lazy);
        });
        SortedMap<Long, String> previews = new TreeMap<>();
        Map<Long, String> made = new HashMap<>();
        for (Messages.Previewed row : rows) {
            Optional<String> preview = row.preview().isPresent() || lazy ? row.preview() : made(row);
            preview.ifPresent(words -> previews.put(row.uid(), words));
            if (row.preview().isEmpty() && preview.isPresent()) {
                made.put(row.content(), preview.get());
            }
        }
        if (!made.isEmpty()) {
            shard.commitUnwaited(transaction -> Contents.keepPreviews(transaction.database(), made));
        }
        return previews;
    }

    /** Empty when the message was removed meanwhile. */
    private Optional<String> made(Messages.Previewed row) throws StoreException {
        Content content = shard.content(row.content(), row.octets());
        try {
            return Optional.of(Preview.of(content, Outline.decode(row.outline(), content)));
        } catch (StoreException e) {
            if (e.reason() == Reason.EXPUNGED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public SortedMap<Long, Instant> saveDates(UidSet uids) throws StoreException {
        return shard.read(database -> {
            OpenMailbox.of(database, id);
            return Messages.saveDates(database, id, uids);
        });
    }

    @Override
    public Optional<UidSet> candidates(UidSet among, Place place, String text) throws StoreException {
        return shard.indexer().isEmpty()
                ? Optional.empty()
                : shard.read(database -> Words.candidates(database, id, among, place, text));
    }

    @Override
    public Content content(long uid) throws StoreException {
        return shard.read(database -> {
            OpenMailbox.of(database, id);
            return Messages.rows(database, id, UidSet.of(uid)).stream()
                    .findFirst()
                    .map(row -> shard.content(row.content(), row.octets()))
                    .orElseThrow(() -> new StoreException(Reason.EXPUNGED, "there is no message with UID " + uid));
        });
    }

    @Override
    public Append append(Set<Flag> flags, Instant received, OptionalLong octets) throws StoreException {
        return append(OptionalLong.empty(), flags, received, octets);
    }

    @Override
    public Append append(long uid, Set<Flag> flags, Instant received, OptionalLong octets) throws StoreException {
        return append(OptionalLong.of(requireUid(uid)), flags, received, octets);
    }

    private Append append(OptionalLong uid, Set<Flag> flags, Instant received, OptionalLong octets)
            throws StoreException {
        SqliteAppend append = new SqliteAppend(shard, id, uid, Optional.empty());
        append.next(flags, received, octets);
        return append;
    }

    @Override
    public Append replace(long uid, MailboxName target, Set<Flag> flags, Instant received, OptionalLong octets)
            throws StoreException {
        long there = shard.read(database ->
                target(database, OpenMailbox.of(database, id), target).id());
        SqliteAppend append =
                new SqliteAppend(shard, there, OptionalLong.empty(), Optional.of(new SqliteAppend.Replaced(id, uid)));
        append.next(flags, received, octets);
        return append;
    }

    private static long requireUid(long uid) {
        return UidSet.of(uid).first();
    }

    @Override
    public void adopt(long uidValidity, long uidNext) throws StoreException {
        requireUid(uidValidity);
        requireUid(uidNext);
        shard.commit(0, transaction -> {
            OpenMailbox mailbox = OpenMailbox.of(transaction.database(), id);
            mailbox.adopt(uidValidity, uidNext);
            Mailboxes.noteUidValidity(transaction.database(), mailbox.account(), uidValidity);
            mailbox.save(transaction, shard);
            return mailbox;
        });
    }

    @Override
    public Stored store(UidSet uids, FlagChange change, OptionalLong unchangedSince) throws StoreException {
        return shard.commit(0, transaction -> {
            Database database = transaction.database();
            OpenMailbox mailbox = OpenMailbox.of(database, id);
            Map<Flags, Flags> known = new HashMap<>();
            List<Message> stored = new ArrayList<>();
            List<Long> modified = new ArrayList<>();
            List<Messages.Row> changed = new ArrayList<>();
            for (Messages.Row row : Messages.rows(database, id, uids)) {
                if (unchangedSince.isPresent() && row.modSeq() > unchangedSince.getAsLong()) {
                    modified.add(row.uid());
                    continue;
                }
                Flags after = known.computeIfAbsent(row.flags(), before -> before.changed(change));
                if (after.equals(row.flags())) {
                    stored.add(row.message());
                } else {
                    Messages.Row flagged = mailbox.flagged(row, after);
                    changed.add(flagged);
                    stored.add(flagged.message());
                }
            }
            Messages.setFlags(database, id, changed);
            mailbox.save(transaction, shard);
            return new Stored(stored, UidSet.of(modified));
        });
    }

    @Override
    public Copied copy(UidSet uids, MailboxName target) throws StoreException {
        return shard.commit(0, transaction -> {
            OpenMailbox from = OpenMailbox.of(transaction.database(), id);
            OpenMailbox to = target(transaction.database(), from, target);
            List<Messages.Row> rows = Messages.rows(transaction.database(), id, uids);
            shard.bounds()
                    .requireRoom(
                            transaction.database(),
                            from.account(),
                            rows.stream().mapToLong(Messages.Row::octets).sum());
            Copied copied = copy(transaction.database(), rows, to);
            to.save(transaction, shard);
            return copied;
        });
    }

    private static OpenMailbox target(Database database, OpenMailbox from, MailboxName name)
            throws SQLException, StoreException {
        OpenMailbox to = OpenMailbox.named(database, from.account(), name.toString());
        return to.id() == from.id() ? from : to;
    }

    private static Copied copy(Database database, List<Messages.Row> rows, OpenMailbox to)
            throws SQLException, StoreException {
        List<OpenMailbox.Arrival> arrivals = new ArrayList<>(rows.size());
        for (Messages.Row row : rows) {
            Contents.share(database, row.content());
            arrivals.add(new OpenMailbox.Arrival(row.received(), row.octets(), row.flags(), row.content()));
        }
        var appended = to.add(database, arrivals);
        return new Copied(
                appended.uidValidity(),
                rows.stream().map(Messages.Row::uid).collect(Collectors.toList()),
                appended.uids());
    }

    @Override
    public Copied move(UidSet uids, MailboxName target) throws StoreException {
        return shard.commit(0, transaction -> {
            OpenMailbox from = OpenMailbox.of(transaction.database(), id);
            return move(transaction, from, target(transaction.database(), from, target), uids);
        });
    }

    /** Moves messages between two mailboxes of an account, or to the end of the same. */
    Copied move(Transaction transaction, OpenMailbox from, OpenMailbox to, UidSet uids)
            throws SQLException, StoreException {
        List<Messages.Row> rows = Messages.rows(transaction.database(), from.id(), uids);
        Copied copied = copy(transaction.database(), rows, to);
        remove(transaction, from, rows);
        to.save(transaction, shard);
        if (from != to) {
            from.save(transaction, shard);
        }
        return copied;
    }

    private UidSet remove(Transaction transaction, OpenMailbox mailbox, List<Messages.Row> rows) throws SQLException {
        for (Messages.Row row : rows) {
            Contents.unshare(transaction, shard.sweeper(), row.content());
        }
        return mailbox.remove(transaction.database(), rows, shard.bounds().tombstones());
    }

    @Override
    public UidSet expunge(UidSet uids) throws StoreException {
        return shard.commit(0, transaction -> {
            OpenMailbox mailbox = OpenMailbox.of(transaction.database(), id);
            UidSet removed = remove(transaction, mailbox, Messages.rows(transaction.database(), id, uids));
            mailbox.save(transaction, shard);
            return removed;
        });
    }

    @Override
    public UidSet expungeDeleted(UidSet uids) throws StoreException {
        return shard.commit(0, transaction -> {
            OpenMailbox mailbox = OpenMailbox.of(transaction.database(), id);
            UidSet removed = remove(transaction, mailbox, Messages.deleted(transaction.database(), id, uids));
            mailbox.save(transaction, shard);
            return removed;
        });
    }

    @Override
    public Optional<Changes> changes(long sinceModSeq) throws StoreException {
        return since(
                sinceModSeq,
                (database, modSeq) -> new Changes(
                        modSeq,
                        messages(Messages.changed(database, id, sinceModSeq)),
                        Messages.vanished(database, id, sinceModSeq)));
    }

    @Override
    public Optional<ChangedUids> changedUids(long sinceModSeq) throws StoreException {
        return since(
                sinceModSeq,
                (database, modSeq) -> new ChangedUids(
                        modSeq,
                        Messages.changedUids(database, id, sinceModSeq),
                        Messages.vanished(database, id, sinceModSeq)));
    }

    /** What is told of changes, given the mod-sequence that the mailbox is at. */
    @FunctionalInterface
    private interface Telling<T> {
        T of(Database database, long modSeq) throws SQLException;
    }

    /** Empty where that is longer ago than the mailbox remembers. */
    private <T> Optional<T> since(long modSeq, Telling<T> telling) throws StoreException {
        return shard.read(database -> {
            OpenMailbox mailbox = OpenMailbox.of(database, id);
            return modSeq < mailbox.forgotten()
                    ? Optional.empty()
                    : Optional.of(telling.of(database, mailbox.status().modSeq()));
        });
    }

    @Override
    public Watch watch(Runnable listener) throws StoreException {
        status();
        return shard.watchers().watchMailbox(id, listener);
    }

    @Override
    public String mailboxId() throws StoreException {
        status();
        return "M" + shard.number() + "-" + id;
    }

    @Override
    public SortedMap<Long, ObjectId> objectIds(UidSet uids) throws StoreException {
        return shard.read(database -> {
            OpenMailbox.of(database, id);
            SortedMap<Long, ObjectId> ids = new TreeMap<>();
            for (Messages.Row row : Messages.rows(database, id, uids)) {
                ids.put(row.uid(), new ObjectId("E" + shard.number() + "-" + row.content(), Optional.empty()));
            }
            return ids;
        });
    }
}
