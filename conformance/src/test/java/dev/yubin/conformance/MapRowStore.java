package dev.yubin.conformance;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.rows.MailboxRow;
import dev.yubin.mailbox.rows.RowMailStore;
import dev.yubin.mailbox.rows.Rows;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Rows that no database keeps. An account is a value: whoever reads has the one of that instant, a change is made to a copy that then takes
 * its place. Of the removals each mailbox remembers the last few.
 */
final class MapRowStore extends RowMailStore {
    private static final int REMEMBERED = 5;

    private final Map<String, MapRows> accounts = new ConcurrentHashMap<>();
    private long lastId;

    @Override
    protected <T> T read(String user, Work<T> work) throws StoreException {
        return work.on(accounts.getOrDefault(user, new MapRows()));
    }

    @Override
    protected synchronized <T> T write(String user, Work<T> work) throws StoreException {
        MapRows changed = new MapRows(accounts.getOrDefault(user, new MapRows()));
        T result = work.on(changed);
        accounts.put(user, changed);
        return result;
    }

    private record Kept(Message message, byte[] octets, byte[] outline) {}

    private final class MapRows implements Rows {
        private final Map<Long, MailboxRow> mailboxes;
        private final Set<MailboxName> subscriptions;
        private final Map<Long, NavigableMap<Long, Kept>> messages = new TreeMap<>();
        /** UIDs by mod-sequence. */
        private final Map<Long, NavigableMap<Long, UidSet>> removed = new TreeMap<>();

        private final Map<Long, Long> forgotten;

        MapRows() {
            mailboxes = Map.of();
            subscriptions = Set.of();
            forgotten = Map.of();
        }

        MapRows(MapRows before) {
            mailboxes = new TreeMap<>(before.mailboxes);
            subscriptions = new TreeSet<>(before.subscriptions);
            before.messages.forEach((id, kept) -> messages.put(id, new TreeMap<>(kept)));
            before.removed.forEach((id, uids) -> removed.put(id, new TreeMap<>(uids)));
            forgotten = new TreeMap<>(before.forgotten);
        }

        @Override
        public List<MailboxRow> mailboxes() {
            return List.copyOf(mailboxes.values());
        }

        @Override
        public void addMailbox(MailboxName name, Set<SpecialUse> uses) {
            long id = ++lastId;
            mailboxes.put(id, new MailboxRow(name, uses, new MailboxStatus(id, 1, 1, 0, 0, 0, 0)));
            messages.put(id, new TreeMap<>());
            removed.put(id, new TreeMap<>());
            forgotten.put(id, 0L);
        }

        @Override
        public void renameMailbox(long id, MailboxName name) {
            MailboxRow row = mailboxes.get(id);
            mailboxes.put(id, new MailboxRow(name, row.uses(), row.status()));
        }

        @Override
        public void updateMailbox(long id, MailboxStatus status) {
            MailboxRow row = mailboxes.get(id);
            mailboxes.put(id, new MailboxRow(row.name(), row.uses(), status));
        }

        @Override
        public void removeMailbox(long id) {
            List.of(mailboxes, messages, removed, forgotten).forEach(map -> map.remove(id));
        }

        @Override
        public Set<MailboxName> subscriptions() {
            return subscriptions;
        }

        @Override
        public void subscribe(MailboxName name, boolean subscribed) throws StoreException {
            boolean changed = subscribed ? subscriptions.add(name) : subscriptions.remove(name);
            if (!changed) {
                throw new AssertionError("Rows.subscribe: asked only where it changes something");
            }
        }

        private SortedMap<Long, Kept> kept(long mailbox, long first, long last) {
            return messages.getOrDefault(mailbox, new TreeMap<>()).subMap(first, true, last, true);
        }

        @Override
        public List<Message> messages(long mailbox, long first, long last) {
            return kept(mailbox, first, last).values().stream()
                    .map(Kept::message)
                    .collect(Collectors.toList());
        }

        @Override
        public List<Message> changed(long mailbox, long sinceModSeq) {
            return messages(mailbox, 1, UidSet.MAX_UID).stream()
                    .filter(message -> message.modSeq() > sinceModSeq)
                    .collect(Collectors.toList());
        }

        @Override
        public SortedMap<Long, byte[]> outlines(long mailbox, long first, long last) {
            SortedMap<Long, byte[]> outlines = new TreeMap<>();
            kept(mailbox, first, last).forEach((uid, kept) -> outlines.put(uid, kept.outline()));
            return outlines;
        }

        @Override
        public Optional<byte[]> octets(long mailbox, long uid) {
            return kept(mailbox, uid, uid).values().stream().map(Kept::octets).findFirst();
        }

        @Override
        public void addMessage(long mailbox, Message message, byte[] octets, byte[] outline) {
            messages.get(mailbox).put(message.uid(), new Kept(message, octets, outline));
        }

        @Override
        public void updateMessage(long mailbox, Message message) {
            Kept kept = messages.get(mailbox).get(message.uid());
            messages.get(mailbox).put(message.uid(), new Kept(message, kept.octets(), kept.outline()));
        }

        @Override
        public void removeMessage(long mailbox, long uid, long modSeq) {
            messages.get(mailbox).remove(uid);
            NavigableMap<Long, UidSet> gone = removed.get(mailbox);
            gone.merge(modSeq, UidSet.of(uid), UidSet::or);
            if (gone.size() > REMEMBERED) {
                forgotten.put(mailbox, gone.pollFirstEntry().getKey());
            }
        }

        @Override
        public Optional<UidSet> vanished(long mailbox, long sinceModSeq) {
            if (sinceModSeq < forgotten.get(mailbox)) {
                return Optional.empty();
            }
            return Optional.of(removed.get(mailbox).tailMap(sinceModSeq, false).values().stream()
                    .reduce(UidSet.EMPTY, UidSet::or));
        }
    }
}
