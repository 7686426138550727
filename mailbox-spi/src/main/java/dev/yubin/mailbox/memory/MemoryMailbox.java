package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Appended;
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
import dev.yubin.mailbox.feature.AppendLimits;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.AtomicReplace;
import dev.yubin.mailbox.feature.GivenUids;
import dev.yubin.mailbox.feature.ObjectId;
import dev.yubin.mailbox.feature.ObjectIds;
import dev.yubin.mailbox.feature.Previews;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.mailbox.feature.SaveDates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A mailbox as its user sees it. A call holds the guard only to change entries or to gather them; messages are read from the gathered
 * entries afterwards, for entries never change.
 */
final class MemoryMailbox
        implements Mailbox, AppendLimits, AtomicMove, AtomicReplace, GivenUids, ObjectIds, Previews, SaveDates {
    private final MemoryAccount account;
    private final KeptMailbox kept;
    private final Messages messages;

    MemoryMailbox(MemoryAccount account, KeptMailbox kept) {
        this.account = account;
        this.kept = kept;
        this.messages = kept.messages();
    }

    /** Does something for which the user needs this right. */
    private <T> T locked(Right right, Guard.Step<T> step) throws StoreException {
        return kept.home().guard().hold(() -> {
            require(right);
            return step.take();
        });
    }

    private void require(Right... rights) throws StoreException {
        kept.requireThere();
        kept.permit(account.user()).require(rights);
    }

    @Override
    public MailboxStatus status() throws StoreException {
        return locked(Right.READ, messages::status);
    }

    @Override
    public Snapshot snapshot() throws StoreException {
        record Gathered(MailboxStatus status, List<Entry> entries) {}
        Gathered gathered = locked(Right.READ, () -> new Gathered(messages.status(), messages.since(0)));
        return Snapshot.of(gathered.status(), Messages.byUid(gathered.entries()));
    }

    @Override
    public List<Message> messages(UidSet uids, long sinceModSeq) throws StoreException {
        if (sinceModSeq <= 0) {
            return entries(uids).stream().map(Entry::message).collect(Collectors.toUnmodifiableList());
        }
        List<Entry> changed = locked(Right.READ, () -> messages.since(sinceModSeq));
        return Messages.byUid(changed).stream()
                .filter(message -> uids.contains(message.uid()))
                .collect(Collectors.toUnmodifiableList());
    }

    private List<Entry> entries(UidSet uids) throws StoreException {
        List<UidSet.Range> ranges = uids.ranges();
        return locked(Right.READ, () -> messages.get(ranges));
    }

    @Override
    public SortedMap<Long, byte[]> outlines(UidSet uids) throws StoreException {
        SortedMap<Long, byte[]> outlines = new TreeMap<>();
        entries(uids).forEach(entry -> outlines.put(entry.uid(), entry.body().outline()));
        return outlines;
    }

    @Override
    public String mailboxId() throws StoreException {
        return locked(Right.READ, kept::id);
    }

    @Override
    public SortedMap<Long, ObjectId> objectIds(UidSet uids) throws StoreException {
        SortedMap<Long, ObjectId> ids = new TreeMap<>();
        entries(uids).forEach(entry -> ids.put(entry.uid(), entry.body().objectId()));
        return ids;
    }

    @Override
    public SortedMap<Long, String> previews(UidSet uids, boolean lazy) throws StoreException {
        SortedMap<Long, String> previews = new TreeMap<>();
        for (Entry entry : entries(uids)) {
            Body body = entry.body();
            Optional<String> preview = lazy ? body.madePreview() : Optional.of(body.preview());
            preview.ifPresent(words -> previews.put(entry.uid(), words));
        }
        return previews;
    }

    @Override
    public SortedMap<Long, Instant> saveDates(UidSet uids) throws StoreException {
        SortedMap<Long, Instant> saved = new TreeMap<>();
        entries(uids).forEach(entry -> saved.put(entry.uid(), entry.saved()));
        return saved;
    }

    @Override
    public long appendLimit() {
        return kept.home().bounds().messageOctets();
    }

    @Override
    public Content content(long uid) throws StoreException {
        return locked(Right.READ, () -> messages.get(uid))
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
        return begun(new AtEnd(firstUid), flags, received, octets);
    }

    private MemoryAppend begun(Destination destination, Set<Flag> flags, Instant received, OptionalLong octets)
            throws StoreException {
        MemoryAppend append = new MemoryAppend(destination, kept.home().bounds());
        append.next(flags, received, octets);
        return append;
    }

    @Override
    public Append replace(long uid, MailboxName target, Set<Flag> flags, Instant received, OptionalLong octets)
            throws StoreException {
        return begun(new InPlaceOf(uid, account.open(target)), flags, received, octets);
    }

    /** Here, the first message under that UID where it is given. */
    private final class AtEnd implements Destination {
        private final OptionalLong firstUid;

        AtEnd(OptionalLong firstUid) {
            this.firstUid = firstUid;
        }

        @Override
        public void requireRoom(long messages, long octets) throws StoreException {
            locked(Right.INSERT, () -> {
                kept.home().room().requireMessages(messages, octets);
                return octets;
            });
        }

        @Override
        public Appended add(List<Entry.Arrival> arrivals) throws StoreException {
            return addToEach(List.of(MemoryMailbox.this), firstUid, arrivals).get(0);
        }
    }

    /** There, while a message here goes. */
    private final class InPlaceOf implements Destination {
        private final long uid;
        private final MemoryMailbox there;

        InPlaceOf(long uid, MemoryMailbox there) {
            this.uid = uid;
            this.there = there;
        }

        @Override
        public void requireRoom(long messages, long octets) throws StoreException {
            together(there, () -> goes(messages, octets));
        }

        /** What is removed, where that is allowed, it is still here, and so many others have room in its place. */
        private Entry goes(long messages, long octets) throws StoreException {
            require(Right.DELETE_MESSAGES, Right.EXPUNGE);
            there.require(Right.INSERT);
            Entry goes = MemoryMailbox.this
                    .messages
                    .get(uid)
                    .orElseThrow(() -> new StoreException(Reason.EXPUNGED, "there is no message with UID " + uid));
            boolean shared = there.kept.home() == kept.home();
            there.kept
                    .home()
                    .room()
                    .requireMessages(
                            messages - (shared ? 1 : 0),
                            octets - (shared ? goes.body().octets() : 0));
            return goes;
        }

        @Override
        public Appended add(List<Entry.Arrival> arrivals) throws StoreException {
            long octets = arrivals.stream()
                    .mapToLong(arrival -> arrival.body().octets())
                    .sum();
            return together(there, () -> {
                Entry goes = goes(arrivals.size(), octets);
                there.messages.require(OptionalLong.empty(), arrivals);
                Appended appended = there.messages.add(OptionalLong.empty(), there.permitted(arrivals));
                messages.remove(List.of(goes));
                return appended;
            });
        }
    }

    @Override
    public void adopt(long uidValidity, long uidNext) throws StoreException {
        if (Math.min(uidValidity, uidNext) < 1 || Math.max(uidValidity, uidNext) > UidSet.MAX_UID) {
            throw new IllegalArgumentException(
                    "UIDVALIDITY and UIDNEXT are 1 to 2^32-1, not " + uidValidity + " and " + uidNext);
        }
        locked(Right.ADMINISTER, () -> {
            messages.adopt(uidValidity, uidNext);
            kept.home().noteUidValidity(uidValidity);
            return uidValidity;
        });
    }

    /** Adds all of these messages to each of these mailboxes, or none to any. */
    static List<Appended> addToEach(List<MemoryMailbox> mailboxes, OptionalLong firstUid, List<Entry.Arrival> arrivals)
            throws StoreException {
        List<Guard> guards =
                mailboxes.stream().map(mailbox -> mailbox.kept.home().guard()).collect(Collectors.toList());
        return Guard.holdAll(guards, () -> {
            Map<Room, Long> times = new IdentityHashMap<>();
            for (MemoryMailbox mailbox : mailboxes) {
                mailbox.require(Right.INSERT);
                mailbox.messages.require(firstUid, arrivals);
                times.merge(mailbox.kept.home().room(), 1L, Long::sum);
            }
            long octets = arrivals.stream()
                    .mapToLong(arrival -> arrival.body().octets())
                    .sum();
            for (Map.Entry<Room, Long> each : times.entrySet()) {
                each.getKey().requireMessages(each.getValue() * arrivals.size(), each.getValue() * octets);
            }
            return mailboxes.stream()
                    .map(mailbox -> mailbox.messages.add(firstUid, mailbox.permitted(arrivals)))
                    .collect(Collectors.toList());
        });
    }

    private List<Entry.Arrival> permitted(List<Entry.Arrival> arrivals) {
        Permit permit = kept.permit(account.user());
        return arrivals.stream().map(permit::permitted).collect(Collectors.toList());
    }

    @Override
    public Stored store(UidSet uids, FlagChange change, OptionalLong unchangedSince) throws StoreException {
        List<UidSet.Range> ranges = uids.ranges();
        return kept.home().guard().hold(() -> {
            kept.requireThere();
            Permit permit = kept.permit(account.user());
            permit.requireChange(change);
            List<Message> stored = new ArrayList<>();
            List<Long> modified = new ArrayList<>();
            for (Entry entry : messages.get(ranges)) {
                if (unchangedSince.isPresent() && entry.modSeq() > unchangedSince.getAsLong()) {
                    modified.add(entry.uid());
                } else {
                    Set<Flag> before = entry.message().flags();
                    Set<Flag> flags = permit.permitted(before, change.appliedTo(before));
                    stored.add(messages.change(entry, flags).message());
                }
            }
            return new Stored(stored, UidSet.of(modified));
        });
    }

    @Override
    public Copied copy(UidSet uids, MailboxName target) throws StoreException {
        return to(target, there -> {
            require(Right.READ);
            List<Entry> entries = messages.get(uids.ranges());
            there.requireRoom(entries);
            return copyTo(there, entries);
        });
    }

    @Override
    public Copied move(UidSet uids, MailboxName target) throws StoreException {
        return to(target, there -> {
            require(Right.READ, Right.DELETE_MESSAGES, Right.EXPUNGE);
            List<Entry> entries = messages.get(uids.ranges());
            if (there.kept.home() != kept.home()) {
                there.requireRoom(entries);
            }
            Copied copied = copyTo(there, entries);
            messages.remove(entries);
            return copied;
        });
    }

    private interface Transfer {
        Copied to(MemoryMailbox there) throws StoreException;
    }

    /** Holds what guards both mailboxes, which may be another user's. */
    private Copied to(MailboxName target, Transfer transfer) throws StoreException {
        MemoryMailbox there = account.open(target);
        return together(there, () -> {
            there.require(Right.INSERT);
            return transfer.to(there);
        });
    }

    private <T> T together(MemoryMailbox there, Guard.Step<T> step) throws StoreException {
        return Guard.holdAll(List.of(kept.home().guard(), there.kept.home().guard()), step);
    }

    private void requireRoom(List<Entry> entries) throws StoreException {
        long octets = entries.stream().mapToLong(entry -> entry.body().octets()).sum();
        kept.home().room().requireMessages(entries.size(), octets);
    }

    private Copied copyTo(MemoryMailbox there, List<Entry> entries) throws StoreException {
        List<Entry.Arrival> copies = entries.stream().map(Entry::copy).collect(Collectors.toList());
        there.messages.require(OptionalLong.empty(), copies);
        Appended appended = there.messages.add(OptionalLong.empty(), there.permitted(copies));
        return new Copied(
                appended.uidValidity(), entries.stream().map(Entry::uid).collect(Collectors.toList()), appended.uids());
    }

    @Override
    public UidSet expunge(UidSet uids) throws StoreException {
        List<UidSet.Range> ranges = uids.ranges();
        return locked(Right.EXPUNGE, () -> messages.remove(messages.get(ranges)));
    }

    @Override
    public UidSet expungeDeleted(UidSet uids) throws StoreException {
        List<UidSet.Range> ranges = uids.ranges();
        return locked(
                Right.EXPUNGE,
                () -> messages.remove(messages.get(ranges).stream()
                        .filter(entry -> entry.message().flags().contains(Flag.DELETED))
                        .collect(Collectors.toList())));
    }

    @Override
    public Optional<Changes> changes(long sinceModSeq) throws StoreException {
        return locked(Right.READ, () -> messages.changes(sinceModSeq)).get();
    }

    @Override
    public Optional<ChangedUids> changedUids(long sinceModSeq) throws StoreException {
        return locked(Right.READ, () -> messages.changedUids(sinceModSeq)).get();
    }

    @Override
    public Watch watch(Runnable listener) throws StoreException {
        return locked(Right.READ, () -> kept.listeners().add(news -> listener.run()));
    }
}
