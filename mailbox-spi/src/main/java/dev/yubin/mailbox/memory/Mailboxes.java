package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.Quota.Resource;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The mailboxes that one account keeps, by name. All but {@link #guard}, {@link #bounds} and {@link #room} is called under the guard. */
final class Mailboxes {
    private final Guard guard = new Guard();
    private final Bounds bounds;
    private final Room room;
    private final Listeners listeners = new Listeners();
    private final SortedMap<MailboxName, KeptMailbox> byName = new TreeMap<>();
    /** The clock, for a store that is made anew must not give the last one's values again (RFC 9051 section 2.3.1.1). */
    private long lastUidValidity = Instant.now().getEpochSecond();

    Mailboxes(Bounds bounds) {
        this.bounds = bounds;
        this.room = new Room(bounds);
        add(MailboxName.INBOX, Set.of());
    }

    Guard guard() {
        return guard;
    }

    Bounds bounds() {
        return bounds;
    }

    Room room() {
        return room;
    }

    /** Those who watch the whole account. */
    Listeners listeners() {
        return listeners;
    }

    /** Tells those who watch the whole account that a mailbox of this name changed, came or went. */
    void noteChange(MailboxName name) {
        listeners.tell(guard, name);
    }

    SortedMap<MailboxName, KeptMailbox> byName() {
        return Collections.unmodifiableSortedMap(byName);
    }

    KeptMailbox existing(MailboxName name) throws StoreException {
        return Optional.ofNullable(byName.get(name)).orElseThrow(() -> nonexistent(name));
    }

    static StoreException nonexistent(MailboxName name) {
        return new StoreException(Reason.NONEXISTENT, "there is no mailbox " + name);
    }

    void create(MailboxName name, Set<SpecialUse> uses) throws StoreException {
        requireFree(name);
        List<MailboxName> superiors = missingSuperiors(name);
        room.requireMailboxes(superiors.size() + 1);
        superiors.forEach(superior -> add(superior, Set.of()));
        add(name, uses);
    }

    private void requireFree(MailboxName name) throws StoreException {
        if (byName.containsKey(name)) {
            throw new StoreException(Reason.ALREADYEXISTS, "there is a mailbox " + name + " already");
        }
    }

    private KeptMailbox add(MailboxName name, Set<SpecialUse> uses) {
        KeptMailbox added = new KeptMailbox(this, name, ++lastUidValidity, uses);
        byName.put(name, added);
        room.add(Resource.MAILBOX, 1);
        noteChange(name);
        return added;
    }

    /** Mailboxes made later have a greater UIDVALIDITY than this one too. */
    void noteUidValidity(long uidValidity) {
        lastUidValidity = Math.max(lastUidValidity, uidValidity);
    }

    private List<MailboxName> missingSuperiors(MailboxName name) {
        return Stream.iterate(
                        name.superior(),
                        Optional::isPresent,
                        superior -> superior.get().superior())
                .map(Optional::get)
                .filter(superior -> !byName.containsKey(superior))
                .collect(Collectors.toList());
    }

    void delete(MailboxName name) throws StoreException {
        KeptMailbox mailbox = existing(name);
        if (name.equals(MailboxName.INBOX)) {
            throw new StoreException(Reason.CANNOT, "INBOX cannot be deleted");
        }
        byName.remove(name);
        room.add(Resource.MAILBOX, -1);
        mailbox.delete();
    }

    void rename(MailboxName from, MailboxName to) throws StoreException {
        KeptMailbox mailbox = existing(from);
        requireFree(to);
        if (from.equals(MailboxName.INBOX)) {
            create(to, Set.of());
            mailbox.moveContentTo(existing(to));
        } else {
            renameTree(from, to);
        }
    }

    private void renameTree(MailboxName from, MailboxName to) throws StoreException {
        if (to.isBelow(from)) {
            throw new StoreException(Reason.CANNOT, from + " cannot be moved below itself");
        }
        Map<MailboxName, MailboxName> targets = new TreeMap<>();
        for (MailboxName name : byName.keySet()) {
            if (name.equals(from) || name.isBelow(from)) {
                targets.put(name, renamed(name, from, to));
            }
        }
        for (MailboxName target : targets.values()) {
            if (!targets.containsKey(target)) {
                requireFree(target);
            }
        }
        List<MailboxName> superiors = missingSuperiors(to);
        room.requireMailboxes(superiors.size());
        Map<MailboxName, KeptMailbox> moved = new TreeMap<>();
        targets.forEach((name, target) -> moved.put(target, byName.remove(name)));
        moved.forEach((name, mailbox) -> mailbox.renamed(name));
        byName.putAll(moved);
        superiors.forEach(superior -> add(superior, Set.of()));
    }

    private static MailboxName renamed(MailboxName name, MailboxName from, MailboxName to) throws StoreException {
        try {
            return MailboxName.of(to + name.toString().substring(from.toString().length()));
        } catch (IllegalArgumentException e) {
            throw new StoreException(Reason.CANNOT, name + " below " + to + ": " + e.getMessage(), e);
        }
    }
}
