package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.AccountNews;
import dev.yubin.mailbox.feature.Quota.Resource;
import dev.yubin.mailbox.feature.Right;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The mailboxes that one account keeps, by name. What changes or is looked for among them is so under the guard. */
final class Mailboxes {
    private final Guard guard = new Guard();
    private final String owner;
    private final Bounds bounds;
    private final Room room;
    private final Watcher watcher;
    private final SortedMap<MailboxName, KeptMailbox> byName = new TreeMap<>();
    /** The clock, for a store that is made anew must not give the last one's values again (RFC 9051 section 2.3.1.1). */
    private long lastUidValidity = Instant.now().getEpochSecond();

    /** Who is told of changes, under the guard. */
    interface Watcher {
        /** @param news of this mailbox, by the name that it has here */
        void tell(KeptMailbox mailbox, AccountNews news);
    }

    /** @param watcher told of each mailbox that changed, came or went */
    Mailboxes(String owner, Bounds bounds, Watcher watcher) {
        this.owner = owner;
        this.bounds = bounds;
        this.room = new Room(bounds);
        this.watcher = watcher;
        add(MailboxName.INBOX, Set.of());
    }

    Guard guard() {
        return guard;
    }

    String owner() {
        return owner;
    }

    Bounds bounds() {
        return bounds;
    }

    Room room() {
        return room;
    }

    void noteChange(KeptMailbox mailbox) {
        watcher.tell(mailbox, AccountNews.changed(mailbox.name()));
    }

    void noteAnnotations(MailboxName name, Set<String> entries) {
        watcher.tell(byName.get(name), AccountNews.annotated(Optional.of(name), entries));
    }

    SortedMap<MailboxName, KeptMailbox> byName() {
        return Collections.unmodifiableSortedMap(byName);
    }

    private KeptMailbox existing(MailboxName name) throws StoreException {
        return Optional.ofNullable(byName.get(name)).orElseThrow(Permit::hidden);
    }

    /** A mailbox in which the user may do anything at all. */
    KeptMailbox visible(MailboxName name, String user) throws StoreException {
        KeptMailbox mailbox = existing(name);
        mailbox.permit(user).requireAnything();
        return mailbox;
    }

    /** A mailbox in which the user may do this. */
    KeptMailbox permitted(MailboxName name, String user, Right right) throws StoreException {
        KeptMailbox mailbox = existing(name);
        mailbox.permit(user).require(right);
        return mailbox;
    }

    KeptAnnotations annotations(MailboxName name, String user) throws StoreException {
        KeptMailbox mailbox = existing(name);
        mailbox.permit(user).requireAnnotating();
        return mailbox.annotations();
    }

    void create(MailboxName name, Set<SpecialUse> uses, String user) throws StoreException {
        requireCreate(name, user);
        requireFree(name, user);
        List<MailboxName> superiors = missingSuperiors(name);
        room.requireMailboxes(superiors.size() + 1);
        addSuperiors(superiors);
        add(name, uses);
    }

    /** Asks for the right in the nearest superior that exists (RFC 4314 section 4). */
    private void requireCreate(MailboxName name, String user) throws StoreException {
        if (!user.equals(owner)) {
            nearestSuperior(name)
                    .map(superior -> superior.permit(user))
                    .orElse(Permit.NONE)
                    .require(Right.CREATE);
        }
    }

    private void requireFree(MailboxName name, String user) throws StoreException {
        if (byName.containsKey(name)) {
            throw byName.get(name).permit(user).has(Right.LOOKUP)
                    ? new StoreException(Reason.ALREADYEXISTS, "there is a mailbox " + name + " already")
                    : new StoreException(Reason.NOPERM, "this name is not free");
        }
    }

    /** Adds a mailbox in which others may do what they may in its superior (RFC 4314 section 4). */
    private KeptMailbox add(MailboxName name, Set<SpecialUse> uses) {
        KeptMailbox added = new KeptMailbox(this, name, ++lastUidValidity, uses);
        nearestSuperior(name).ifPresent(added::inheritAccess);
        byName.put(name, added);
        room.add(Resource.MAILBOX, 1);
        noteChange(added);
        return added;
    }

    /** Mailboxes made later have a greater UIDVALIDITY than this one too. */
    void noteUidValidity(long uidValidity) {
        lastUidValidity = Math.max(lastUidValidity, uidValidity);
    }

    private Optional<KeptMailbox> nearestSuperior(MailboxName name) {
        return name.superiors().stream()
                .filter(byName::containsKey)
                .reduce((above, nearer) -> nearer)
                .map(byName::get);
    }

    /** The topmost first, so that each comes to have what its own superior has. */
    private List<MailboxName> missingSuperiors(MailboxName name) {
        return name.superiors().stream()
                .filter(superior -> !byName.containsKey(superior))
                .collect(Collectors.toList());
    }

    private void addSuperiors(List<MailboxName> superiors) {
        superiors.forEach(superior -> add(superior, Set.of()));
    }

    void delete(MailboxName name, String user) throws StoreException {
        KeptMailbox mailbox = permitted(name, user, Right.DELETE_MAILBOX);
        if (name.equals(MailboxName.INBOX)) {
            throw new StoreException(Reason.CANNOT, "INBOX cannot be deleted");
        }
        byName.remove(name);
        room.add(Resource.MAILBOX, -1);
        mailbox.delete();
    }

    void rename(MailboxName from, MailboxName to, String user) throws StoreException {
        KeptMailbox mailbox = permitted(from, user, Right.DELETE_MAILBOX);
        requireCreate(to, user);
        requireFree(to, user);
        if (from.equals(MailboxName.INBOX)) {
            watcher.tell(mailbox, AccountNews.renamed(from, to));
            create(to, Set.of(), user);
            mailbox.moveContentTo(existing(to));
        } else {
            renameTree(from, to, user);
        }
    }

    private void renameTree(MailboxName from, MailboxName to, String user) throws StoreException {
        if (to.isBelow(from)) {
            throw new StoreException(Reason.CANNOT, from + " cannot be moved below itself");
        }
        Map<MailboxName, MailboxName> targets = new TreeMap<>();
        for (MailboxName name : byName.keySet()) {
            if (name.equals(from) || name.isBelow(from)) {
                targets.put(name, name.renamed(from, to));
            }
        }
        for (MailboxName target : targets.values()) {
            if (!targets.containsKey(target)) {
                requireFree(target, user);
            }
        }
        List<MailboxName> superiors = missingSuperiors(to);
        room.requireMailboxes(superiors.size());
        watcher.tell(byName.get(from), AccountNews.renamed(from, to));
        Map<MailboxName, KeptMailbox> moved = new TreeMap<>();
        targets.forEach((name, target) -> moved.put(target, byName.remove(name)));
        moved.forEach((name, mailbox) -> mailbox.renamed(name));
        byName.putAll(moved);
        addSuperiors(superiors);
    }
}
