package dev.yubin.mailbox.rows;

import static dev.yubin.mailbox.StoreException.Reason.EXPUNGED;
import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;

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
import dev.yubin.mailbox.Snapshot;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.Stored;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AtomicMove;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One mailbox, by its id: it stays the same under every name. */
record RowMailbox(RowMailStore store, String user, long id) implements Mailbox, AtomicMove {
    /** How far apart two UIDs may be to be asked for at once: some rows that nobody asked for cost less than another question. */
    static final int NEAR = 64;

    private MailboxRow row(Rows rows) throws StoreException {
        return rows.mailbox(id).orElseThrow(() -> new StoreException(NONEXISTENT, "this mailbox was deleted"));
    }

    @Override
    public MailboxStatus status() throws StoreException {
        return store.read(user, this::row).status();
    }

    @Override
    public Snapshot snapshot() throws StoreException {
        return store.read(user, rows -> Snapshot.of(row(rows).status(), messages(rows, UidSet.ALL)));
    }

    @Override
    public List<Message> messages(UidSet uids, long sinceModSeq) throws StoreException {
        return store.read(user, rows -> sinceModSeq > 0 ? changed(rows, uids, sinceModSeq) : messages(rows, uids));
    }

    private List<Message> changed(Rows rows, UidSet uids, long sinceModSeq) throws StoreException {
        return rows.changed(id, sinceModSeq).stream()
                .filter(message -> uids.contains(message.uid()))
                .collect(Collectors.toUnmodifiableList());
    }

    private List<Message> messages(Rows rows, UidSet uids) throws StoreException {
        List<Message> messages = new ArrayList<>();
        for (UidSet.Range range : together(uids)) {
            messages.addAll(rows.messages(id, range.first(), range.last()));
        }
        messages.removeIf(message -> !uids.contains(message.uid()));
        return messages;
    }

    /** The ranges to ask for: those of the set, joined where they are near each other. */
    static List<UidSet.Range> together(UidSet uids) {
        List<UidSet.Range> joined = new ArrayList<>();
        for (UidSet.Range range : uids) {
            int end = joined.size() - 1;
            if (end >= 0 && range.first() - joined.get(end).last() <= NEAR) {
                joined.set(end, new UidSet.Range(joined.get(end).first(), range.last()));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    @Override
    public SortedMap<Long, byte[]> outlines(UidSet uids) throws StoreException {
        return store.read(user, rows -> {
            SortedMap<Long, byte[]> outlines = new TreeMap<>();
            for (UidSet.Range range : together(uids)) {
                outlines.putAll(rows.outlines(id, range.first(), range.last()));
            }
            outlines.keySet().removeIf(uid -> !uids.contains(uid));
            return outlines;
        });
    }

    @Override
    public Content content(long uid) throws StoreException {
        return Content.of(store.read(user, rows -> rows.octets(id, uid))
                .orElseThrow(() -> new StoreException(EXPUNGED, "there is no message with UID " + uid)));
    }

    @Override
    public Append append(Set<Flag> flags, Instant received, OptionalLong octets) {
        return Append.whole(flags, received, this::add);
    }

    private Appended add(List<Append.Whole> messages) throws StoreException {
        return store.change(user, rows -> {
            MailboxChange change = new MailboxChange(rows, row(rows));
            List<Long> uids = new ArrayList<>();
            for (Append.Whole message : messages) {
                uids.add(change.add(message));
            }
            change.save();
            return new Appended(id, uids);
        });
    }

    @Override
    public Stored store(UidSet uids, FlagChange flags, OptionalLong unchangedSince) throws StoreException {
        return store.change(user, rows -> {
            MailboxChange change = new MailboxChange(rows, row(rows));
            List<Message> stored = new ArrayList<>();
            UidSet.Builder modified = new UidSet.Builder();
            for (Message message : messages(rows, uids)) {
                if (message.modSeq() > unchangedSince.orElse(Long.MAX_VALUE)) {
                    modified.add(message.uid());
                } else {
                    stored.add(change.flag(message, flags.appliedTo(message.flags())));
                }
            }
            change.save();
            return new Stored(stored, modified.build());
        });
    }

    @Override
    public Copied copy(UidSet uids, MailboxName target) throws StoreException {
        return store.change(user, rows -> copy(rows, uids, RowAccount.existing(rows, target)));
    }

    private Copied copy(Rows rows, UidSet uids, MailboxRow target) throws StoreException {
        MailboxChange change = new MailboxChange(rows, target);
        List<Long> source = new ArrayList<>();
        List<Long> copies = new ArrayList<>();
        for (Message message : messages(rows, uids)) {
            source.add(message.uid());
            copies.add(change.copy(id, message));
        }
        change.save();
        return new Copied(target.id(), source, copies);
    }

    @Override
    public Copied move(UidSet uids, MailboxName target) throws StoreException {
        return store.change(user, rows -> move(rows, uids, RowAccount.existing(rows, target)));
    }

    Copied move(Rows rows, UidSet uids, MailboxRow target) throws StoreException {
        Copied copied = copy(rows, uids, target);
        remove(rows, UidSet.of(copied.source()), message -> true);
        return copied;
    }

    @Override
    public UidSet expunge(UidSet uids) throws StoreException {
        return store.change(user, rows -> remove(rows, uids, message -> true));
    }

    @Override
    public UidSet expungeDeleted(UidSet uids) throws StoreException {
        return store.change(
                user, rows -> remove(rows, uids, message -> message.flags().contains(Flag.DELETED)));
    }

    private UidSet remove(Rows rows, UidSet uids, Predicate<Message> which) throws StoreException {
        MailboxChange change = new MailboxChange(rows, row(rows));
        UidSet.Builder removed = new UidSet.Builder();
        for (Message message : messages(rows, uids)) {
            if (which.test(message)) {
                change.remove(message);
                removed.add(message.uid());
            }
        }
        change.save();
        return removed.build();
    }

    @Override
    public Optional<Changes> changes(long sinceModSeq) throws StoreException {
        return store.read(user, rows -> {
            long modSeq = row(rows).status().modSeq();
            List<Message> changed = rows.changed(id, sinceModSeq);
            return rows.vanished(id, sinceModSeq).map(vanished -> new Changes(modSeq, changed, vanished));
        });
    }

    @Override
    public Watch watch(Runnable listener) {
        return store.watch(user, listener);
    }
}
