package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Changes;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Copied;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.Stored;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.GivenUids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * One mailbox, guarded by its account's lock. A call holds it only to change entries or to gather them; messages are read from the
 * gathered entries afterwards, for entries never change.
 */
final class MemoryMailbox implements Mailbox, AtomicMove, GivenUids {
    private static final System.Logger LOG = System.getLogger(MemoryMailbox.class.getName());

    private final MemoryAccount account;
    private final Set<SpecialUse> uses;
    private final Entries byUid = new Entries();
    private final Entries byModSeq = new Entries();
    private final Tombstones tombstones;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private long uidValidity;
    private long uidNext = 1;
    private long modSeq = 1;
    private long unseen;
    private long deleted;
    private long octets;
    private boolean gone;

    /** Has an identity of its own, for the same runnable may watch twice. */
    private record Listener(Object identity, Runnable runnable) {}

    MemoryMailbox(MemoryAccount account, long uidValidity, Set<SpecialUse> uses) {
        this.account = account;
        this.uidValidity = uidValidity;
        this.uses = uses;
        this.tombstones = new Tombstones(account.bounds().tombstones());
    }

    Set<SpecialUse> uses() {
        return uses;
    }

    <T> T locked(MemoryAccount.Step<T> step) throws StoreException {
        return account.locked(() -> {
            if (gone) {
                throw new StoreException(Reason.NONEXISTENT, "this mailbox was deleted");
            }
            return step.take();
        });
    }

    @Override
    public MailboxStatus status() throws StoreException {
        return locked(() -> new MailboxStatus(uidValidity, uidNext, modSeq, byUid.size(), unseen, deleted, octets));
    }

    @Override
    public List<Message> messages(UidSet uids, long sinceModSeq) throws StoreException {
        if (sinceModSeq <= 0) {
            return messages(entries(uids));
        }
        List<Entry> changed = locked(() -> byModSeq.after(sinceModSeq));
        return byUid(changed).stream().filter(m -> uids.contains(m.uid())).collect(Collectors.toUnmodifiableList());
    }

    private List<Entry> entries(UidSet uids) throws StoreException {
        List<UidSet.Range> ranges = uids.ranges();
        return locked(() -> gathered(ranges));
    }

    private List<Entry> gathered(List<UidSet.Range> ranges) {
        List<Entry> found = new ArrayList<>();
        ranges.forEach(range -> byUid.collect(range.first(), range.last(), found));
        return found;
    }

    private static List<Message> messages(List<Entry> entries) {
        return entries.stream().map(Entry::message).collect(Collectors.toUnmodifiableList());
    }

    private static List<Message> byUid(List<Entry> entries) {
        return entries.stream()
                .map(Entry::message)
                .sorted(Comparator.comparingLong(Message::uid))
                .collect(Collectors.toUnmodifiableList());
    }

    @Override
    public SortedMap<Long, byte[]> outlines(UidSet uids) throws StoreException {
        SortedMap<Long, byte[]> outlines = new TreeMap<>();
        entries(uids)
                .forEach(entry ->
                        outlines.put(entry.uid(), entry.body().outline().clone()));
        return outlines;
    }

    @Override
    public Content content(long uid) throws StoreException {
        return locked(() -> byUid.get(uid))
                .orElseThrow(() -> new StoreException(Reason.EXPUNGED, "there is no message with UID " + uid))
                .body()
                .content();
    }

    @Override
    public Append append(Set<Flag> flags, Instant received, OptionalLong octets) throws StoreException {
        return append(OptionalLong.empty(), flags, received, octets);
    }

    @Override
    public Append append(long uid, Set<Flag> flags, Instant received, OptionalLong octets) throws StoreException {
        return append(OptionalLong.of(uid), flags, received, octets);
    }

    private Append append(OptionalLong firstUid, Set<Flag> flags, Instant received, OptionalLong octets)
            throws StoreException {
        MemoryAppend append = new MemoryAppend(this, account, firstUid);
        append.next(flags, received, octets);
        return append;
    }

    @Override
    public void adopt(long uidValidity, long uidNext) throws StoreException {
        if (Math.min(uidValidity, uidNext) < 1 || Math.max(uidValidity, uidNext) > UidSet.MAX_UID) {
            throw new IllegalArgumentException(
                    "UIDVALIDITY and UIDNEXT are 1 to 2^32-1, not " + uidValidity + " and " + uidNext);
        }
        locked(() -> {
            if (this.uidNext > 1 && uidValidity != this.uidValidity) {
                throw new StoreException(
                        Reason.CANNOT, "this mailbox has given UIDs under UIDVALIDITY " + this.uidValidity);
            }
            this.uidValidity = uidValidity;
            this.uidNext = Math.max(uidNext, this.uidNext);
            account.noteUidValidity(uidValidity);
            return this;
        });
    }

    /** Sees to it, under the lock, that the next so many UIDs begin with this one. */
    void goOnAt(long uid, int messages) throws StoreException {
        if (uid < uidNext || uid + messages > UidSet.MAX_UID) {
            throw new StoreException(Reason.CANNOT, "UID " + uid + " cannot be given: UIDNEXT is " + uidNext);
        }
        uidNext = uid;
    }

    /** Makes messages visible at the end, under the lock. */
    Appended add(List<Entry.Arrival> arrivals) throws StoreException {
        requireUids(arrivals.size());
        List<Long> uids = new ArrayList<>(arrivals.size());
        for (Entry.Arrival arrival : arrivals) {
            Entry entry = new Entry(uidNext++, ++modSeq, arrival);
            byUid.add(entry.uid(), entry);
            byModSeq.add(entry.modSeq(), entry);
            count(entry, 1);
            uids.add(entry.uid());
        }
        noteChange(!uids.isEmpty());
        return new Appended(uidValidity, uids);
    }

    private void requireUids(int more) throws StoreException {
        if (uidNext + more > UidSet.MAX_UID) {
            throw new StoreException(Reason.LIMIT, "this mailbox has given nearly 2^32 UIDs; make another");
        }
    }

    private void count(Entry entry, int sign) {
        unseen += entry.message().flags().contains(Flag.SEEN) ? 0 : sign;
        deleted += entry.message().flags().contains(Flag.DELETED) ? sign : 0;
        octets += sign * entry.message().octets();
        account.addOctets(sign * entry.message().octets());
    }

    private void noteChange(boolean changed) {
        if (changed) {
            account.noteChange(this);
        }
    }

    @Override
    public Stored store(UidSet uids, FlagChange change, OptionalLong unchangedSince) throws StoreException {
        List<UidSet.Range> ranges = uids.ranges();
        return locked(() -> {
            List<Message> stored = new ArrayList<>();
            List<Long> modified = new ArrayList<>();
            for (Entry entry : gathered(ranges)) {
                if (unchangedSince.isPresent() && entry.modSeq() > unchangedSince.getAsLong()) {
                    modified.add(entry.uid());
                } else {
                    stored.add(change(entry, change.appliedTo(entry.message().flags()))
                            .message());
                }
            }
            return new Stored(stored, UidSet.of(modified));
        });
    }

    private Entry change(Entry before, Set<Flag> flags) {
        if (flags.equals(before.message().flags())) {
            return before;
        }
        Entry after = before.changed(++modSeq, flags);
        byUid.replace(after.uid(), after);
        byModSeq.remove(before.modSeq());
        byModSeq.add(after.modSeq(), after);
        count(before, -1);
        count(after, 1);
        noteChange(true);
        return after;
    }

    @Override
    public Copied copy(UidSet uids, MailboxName target) throws StoreException {
        List<UidSet.Range> ranges = uids.ranges();
        return locked(() -> {
            MemoryMailbox there = account.existing(target);
            List<Entry> entries = gathered(ranges);
            account.requireRoom(
                    entries.stream().mapToLong(entry -> entry.body().octets()).sum());
            return copyTo(there, entries);
        });
    }

    private static Copied copyTo(MemoryMailbox there, List<Entry> entries) throws StoreException {
        Appended appended = there.add(entries.stream().map(Entry::copy).collect(Collectors.toList()));
        return new Copied(
                appended.uidValidity(), entries.stream().map(Entry::uid).collect(Collectors.toList()), appended.uids());
    }

    @Override
    public Copied move(UidSet uids, MailboxName target) throws StoreException {
        return locked(() -> moveTo(uids, account.existing(target)));
    }

    /** Moves messages, under the lock. */
    Copied moveTo(UidSet uids, MemoryMailbox there) throws StoreException {
        List<Entry> entries = gathered(uids.ranges());
        Copied copied = copyTo(there, entries);
        remove(entries);
        return copied;
    }

    @Override
    public UidSet expunge(UidSet uids) throws StoreException {
        List<UidSet.Range> ranges = uids.ranges();
        return locked(() -> remove(gathered(ranges)));
    }

    @Override
    public UidSet expungeDeleted(UidSet uids) throws StoreException {
        List<UidSet.Range> ranges = uids.ranges();
        return locked(() -> remove(gathered(ranges).stream()
                .filter(entry -> entry.message().flags().contains(Flag.DELETED))
                .collect(Collectors.toList())));
    }

    private UidSet remove(List<Entry> entries) {
        UidSet removed = UidSet.of(entries.stream().mapToLong(Entry::uid).toArray());
        if (removed.isEmpty()) {
            return removed;
        }
        for (Entry entry : entries) {
            byUid.remove(entry.uid());
            byModSeq.remove(entry.modSeq());
            count(entry, -1);
        }
        tombstones.add(++modSeq, removed);
        noteChange(true);
        return removed;
    }

    /** Ends this mailbox, under the lock. */
    void delete() {
        remove(byUid.after(0));
        gone = true;
        noteChange(true);
    }

    @Override
    public Optional<Changes> changes(long sinceModSeq) throws StoreException {
        record Gathered(long modSeq, List<Entry> changed, Optional<UidSet> vanished) {}
        Gathered gathered =
                locked(() -> new Gathered(modSeq, byModSeq.after(sinceModSeq), tombstones.since(sinceModSeq)));
        return gathered.vanished().map(vanished -> new Changes(gathered.modSeq(), byUid(gathered.changed()), vanished));
    }

    @Override
    public Watch watch(Runnable listener) throws StoreException {
        Listener added = new Listener(new Object(), listener);
        return locked(() -> {
            listeners.add(added);
            return () -> listeners.remove(added);
        });
    }

    /** Tells all who watch, without the lock. What was changed is changed, whatever a listener throws. */
    void tell() {
        for (Listener listener : listeners) {
            try {
                listener.runnable().run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a listener failed; it is to be mended, for it missed a change", e);
            }
        }
    }
}
