package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.ChangedUids;
import dev.yubin.mailbox.Changes;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Quota.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The messages of one mailbox, and its counters. The account's guard guards them; an entry that was given out never changes. */
final class Messages {
    private final Room room;
    /** Called for each change. */
    private final Runnable changed;

    private final Entries byUid = new Entries();
    private final Entries byModSeq = new Entries();
    private final Tombstones tombstones;
    private long uidValidity;
    private long uidNext = 1;
    private long modSeq = 1;
    private long unseen;
    private long deleted;
    private long octets;

    Messages(long uidValidity, Room room, long tombstones, Runnable changed) {
        this.uidValidity = uidValidity;
        this.room = room;
        this.tombstones = new Tombstones(tombstones);
        this.changed = changed;
    }

    MailboxStatus status() {
        return new MailboxStatus(uidValidity, uidNext, modSeq, byUid.size(), unseen, deleted, octets);
    }

    Optional<Entry> get(long uid) {
        return byUid.get(uid);
    }

    /** Those that are there, by ascending UID. */
    List<Entry> get(List<UidSet.Range> ranges) {
        List<Entry> found = new ArrayList<>();
        ranges.forEach(range -> byUid.collect(range.first(), range.last(), found));
        return found;
    }

    /** Those that changed behind a mod-sequence, in the order in which they did. */
    List<Entry> since(long modSeq) {
        return byModSeq.after(modSeq);
    }

    /** What changed behind a mod-sequence; the list is put in order once the lock is free. */
    Supplier<Optional<Changes>> changes(long since) {
        long now = modSeq;
        List<Entry> entries = since(since);
        Optional<UidSet> vanished = tombstones.since(since);
        return () -> vanished.map(uids -> new Changes(now, byUid(entries), uids));
    }

    /** The same without the messages. */
    Supplier<Optional<ChangedUids>> changedUids(long since) {
        long now = modSeq;
        List<Entry> entries = since(since);
        Optional<UidSet> vanished = tombstones.since(since);
        return () -> vanished.map(uids -> new ChangedUids(
                now, UidSet.of(entries.stream().mapToLong(Entry::uid).toArray()), uids));
    }

    static List<Message> byUid(List<Entry> entries) {
        return entries.stream()
                .map(Entry::message)
                .sorted(Comparator.comparingLong(Message::uid))
                .collect(Collectors.toUnmodifiableList());
    }

    /** Goes on counting where another mailbox stopped. */
    void adopt(long validity, long next) throws StoreException {
        if (uidNext > 1 && validity != uidValidity) {
            throw new StoreException(Reason.CANNOT, "this mailbox has given UIDs under UIDVALIDITY " + uidValidity);
        }
        uidValidity = validity;
        uidNext = Math.max(next, uidNext);
    }

    /** Asks whether these can be added, the first under that UID where it is given. */
    void require(OptionalLong firstUid, List<Entry.Arrival> arrivals) throws StoreException {
        if (firstUid.orElse(uidNext) < uidNext) {
            throw new StoreException(
                    Reason.CANNOT, "UID " + firstUid.getAsLong() + " cannot be given: UIDNEXT is " + uidNext);
        }
        if (firstUid.orElse(uidNext) + arrivals.size() > UidSet.MAX_UID) {
            throw new StoreException(Reason.LIMIT, "this mailbox has given nearly 2^32 UIDs; make another");
        }
    }

    Appended add(OptionalLong firstUid, List<Entry.Arrival> arrivals) {
        uidNext = firstUid.orElse(uidNext);
        Instant now = Instant.now();
        List<Long> uids = new ArrayList<>(arrivals.size());
        for (Entry.Arrival arrival : arrivals) {
            Entry entry = new Entry(uidNext++, ++modSeq, now, arrival);
            byUid.add(entry.uid(), entry);
            byModSeq.add(entry.modSeq(), entry);
            count(entry, 1);
            uids.add(entry.uid());
        }
        if (!uids.isEmpty()) {
            changed.run();
        }
        return new Appended(uidValidity, uids);
    }

    private void count(Entry entry, int sign) {
        unseen += entry.message().flags().contains(Flag.SEEN) ? 0 : sign;
        deleted += entry.message().flags().contains(Flag.DELETED) ? sign : 0;
        octets += sign * entry.message().octets();
        room.add(Resource.MESSAGE, sign);
        room.add(Resource.STORAGE, sign * entry.message().octets());
    }

    Entry change(Entry before, Set<Flag> flags) {
        if (flags.equals(before.message().flags())) {
            return before;
        }
        Entry after = before.changed(++modSeq, flags);
        byUid.replace(after.uid(), after);
        byModSeq.remove(before.modSeq());
        byModSeq.add(after.modSeq(), after);
        count(before, -1);
        count(after, 1);
        changed.run();
        return after;
    }

    UidSet remove(List<Entry> entries) {
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
        changed.run();
        return removed;
    }

    /** Moves all of them. */
    void moveTo(Messages there) throws StoreException {
        List<Entry> entries = byUid.after(0);
        List<Entry.Arrival> copies = entries.stream().map(Entry::copy).collect(Collectors.toList());
        there.require(OptionalLong.empty(), copies);
        there.add(OptionalLong.empty(), copies);
        remove(entries);
    }

    /** Removes all of them. */
    void clear() {
        remove(byUid.after(0));
    }
}
