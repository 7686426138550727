package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** One account under one lock, so that what touches two mailboxes is one change. The lock is never held while a listener runs. */
final class MemoryAccount implements Account {
    private final ReentrantLock lock = new ReentrantLock();
    private final Bounds bounds;
    private final Map<MailboxName, MemoryMailbox> mailboxes = new TreeMap<>();
    private final Set<MailboxName> subscriptions = new TreeSet<>();
    private final Set<MemoryMailbox> changed = new LinkedHashSet<>();
    /** The clock, for a store that is made anew must not give the last one's values again (RFC 9051 section 2.3.1.1). */
    private long lastUidValidity = Instant.now().getEpochSecond();

    private long octets;

    MemoryAccount(Bounds bounds) {
        this.bounds = bounds;
        add(MailboxName.INBOX, Set.of());
    }

    /** What is done under the lock. It checks everything before it changes anything. */
    interface Step<T> {
        T take() throws StoreException;
    }

    <T> T locked(Step<T> step) throws StoreException {
        List<MemoryMailbox> told = List.of();
        lock.lock();
        try {
            return step.take();
        } finally {
            if (!changed.isEmpty()) {
                told = List.copyOf(changed);
                changed.clear();
            }
            lock.unlock();
            told.forEach(MemoryMailbox::tell);
        }
    }

    /** Notes, under the lock, whose listeners are to be told once the lock is free. */
    void noteChange(MemoryMailbox mailbox) {
        changed.add(mailbox);
    }

    Bounds bounds() {
        return bounds;
    }

    /** Asks, under the lock, for room for so many more octets. */
    void requireRoom(long more) throws StoreException {
        if (more > bounds.accountOctets() - octets) {
            throw new StoreException(
                    Reason.OVERQUOTA,
                    octets + " octets are kept and " + more + " more are over the account's " + bounds.accountOctets());
        }
    }

    void addOctets(long more) {
        octets += more;
    }

    MemoryMailbox existing(MailboxName name) throws StoreException {
        MemoryMailbox mailbox = mailboxes.get(name);
        if (mailbox == null) {
            throw new StoreException(Reason.NONEXISTENT, "there is no mailbox " + name);
        }
        return mailbox;
    }

    @Override
    public List<MailboxEntry> list() throws StoreException {
        return locked(() -> {
            Set<MailboxName> names = new TreeSet<>(mailboxes.keySet());
            names.addAll(subscriptions);
            return names.stream().map(this::entry).collect(Collectors.toUnmodifiableList());
        });
    }

    private MailboxEntry entry(MailboxName name) {
        Optional<MemoryMailbox> mailbox = Optional.ofNullable(mailboxes.get(name));
        return new MailboxEntry(
                name,
                mailbox.isPresent(),
                subscriptions.contains(name),
                mailbox.map(MemoryMailbox::uses).orElse(Set.of()));
    }

    @Override
    public Mailbox open(MailboxName name) throws StoreException {
        return locked(() -> existing(name));
    }

    @Override
    public void create(MailboxName name, Set<SpecialUse> uses) throws StoreException {
        locked(() -> {
            requireFree(name);
            addSuperiors(name);
            return add(name, uses);
        });
    }

    private void requireFree(MailboxName name) throws StoreException {
        if (mailboxes.containsKey(name)) {
            throw new StoreException(Reason.ALREADYEXISTS, "there is a mailbox " + name + " already");
        }
    }

    private MemoryMailbox add(MailboxName name, Set<SpecialUse> uses) {
        MemoryMailbox mailbox = new MemoryMailbox(this, ++lastUidValidity, Set.copyOf(uses));
        mailboxes.put(name, mailbox);
        return mailbox;
    }

    /** Sees to it, under the lock, that mailboxes made later have a greater UIDVALIDITY than this one too. */
    void noteUidValidity(long uidValidity) {
        lastUidValidity = Math.max(lastUidValidity, uidValidity);
    }

    private void addSuperiors(MailboxName name) {
        Optional<MailboxName> superior = name.superior();
        while (superior.isPresent()) {
            if (!mailboxes.containsKey(superior.get())) {
                add(superior.get(), Set.of());
            }
            superior = superior.get().superior();
        }
    }

    @Override
    public void delete(MailboxName name) throws StoreException {
        locked(() -> {
            MemoryMailbox mailbox = existing(name);
            if (name.equals(MailboxName.INBOX)) {
                throw new StoreException(Reason.CANNOT, "INBOX cannot be deleted");
            }
            mailboxes.remove(name);
            mailbox.delete();
            return name;
        });
    }

    @Override
    public void rename(MailboxName from, MailboxName to) throws StoreException {
        locked(() -> {
            MemoryMailbox mailbox = existing(from);
            requireFree(to);
            if (from.equals(MailboxName.INBOX)) {
                addSuperiors(to);
                mailbox.moveTo(UidSet.ALL, add(to, Set.of()));
            } else {
                renameTree(from, to);
            }
            return to;
        });
    }

    private void renameTree(MailboxName from, MailboxName to) throws StoreException {
        if (to.isBelow(from)) {
            throw new StoreException(Reason.CANNOT, from + " cannot be moved below itself");
        }
        Map<MailboxName, MailboxName> targets = new TreeMap<>();
        for (MailboxName name : mailboxes.keySet()) {
            if (name.equals(from) || name.isBelow(from)) {
                targets.put(name, renamed(name, from, to));
            }
        }
        for (MailboxName target : targets.values()) {
            if (!targets.containsKey(target)) {
                requireFree(target);
            }
        }
        Map<MailboxName, MemoryMailbox> moved = new TreeMap<>();
        targets.forEach((name, target) -> moved.put(target, mailboxes.remove(name)));
        mailboxes.putAll(moved);
        addSuperiors(to);
    }

    private static MailboxName renamed(MailboxName name, MailboxName from, MailboxName to) throws StoreException {
        try {
            return MailboxName.of(to + name.toString().substring(from.toString().length()));
        } catch (IllegalArgumentException e) {
            throw new StoreException(Reason.CANNOT, name + " below " + to + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void subscribe(MailboxName name, boolean subscribed) throws StoreException {
        locked(() -> subscribed ? subscriptions.add(name) : subscriptions.remove(name));
    }
}
