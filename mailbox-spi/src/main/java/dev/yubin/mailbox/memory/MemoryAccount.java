package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.AccountNews;
import dev.yubin.mailbox.feature.AccountWatch;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.Quota.Resource;
import dev.yubin.mailbox.feature.QuotaChange;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.mailbox.feature.RightsChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What one user sees: the user's own mailboxes, and those of others that are shared. One guard guards each user's own, so that what
 * touches two of them is one change.
 */
final class MemoryAccount implements Account, QuotaChange, AccountWatch, Annotations, AccessRights {
    private final String user;
    private final Map<String, MemoryAccount> accounts;
    private final Listeners listeners = new Listeners();
    private final Set<MailboxName> subscriptions = new TreeSet<>();
    private final KeptAnnotations annotations;
    private final Mailboxes own;

    /** @param accounts everybody's, this one soon among them */
    MemoryAccount(String user, Bounds bounds, Map<String, MemoryAccount> accounts) {
        this.user = user;
        this.accounts = accounts;
        annotations = new KeptAnnotations(bounds);
        own = new Mailboxes(user, bounds, this::tell);
    }

    String user() {
        return user;
    }

    private <T> T locked(Guard.Step<T> step) throws StoreException {
        return own.guard().hold(step);
    }

    /** Where a mailbox is kept, and what it is called there. */
    private record Place(Mailboxes home, MailboxName name) {
        <T> T locked(Guard.Step<T> step) throws StoreException {
            return home.guard().hold(step);
        }

        void change(Guard.Change change) throws StoreException {
            home.guard().change(change);
        }
    }

    /** An account that does not exist is told like a mailbox that does not: nobody learns who is here. */
    private Place place(MailboxName name) throws StoreException {
        if (!OtherUsers.contain(name)) {
            return new Place(own, name);
        }
        OtherUsers theirs = OtherUsers.read(name).orElseThrow(Permit::hidden);
        MemoryAccount other = accounts.get(theirs.account());
        if (other == null || other == this) {
            throw Permit.hidden();
        }
        return new Place(other.own, theirs.name());
    }

    @Override
    public List<MailboxEntry> list() throws StoreException {
        SortedMap<MailboxName, Set<SpecialUse>> existing = new TreeMap<>();
        for (MemoryAccount other : accounts.values()) {
            if (other != this) {
                other.own.guard().change(() -> other.collectFor(user, existing));
            }
        }
        return locked(() -> {
            own.byName().forEach((name, mailbox) -> existing.put(name, mailbox.uses()));
            Set<MailboxName> names = new TreeSet<>(existing.keySet());
            names.addAll(subscriptions);
            return names.stream()
                    .map(name -> new MailboxEntry(
                            name,
                            existing.containsKey(name),
                            subscriptions.contains(name),
                            existing.getOrDefault(name, Set.of())))
                    .collect(Collectors.toUnmodifiableList());
        });
    }

    /** Adds those of this account's mailboxes that another user may look up. What they are for, they are for their owner. */
    private void collectFor(String other, Map<MailboxName, Set<SpecialUse>> seen) {
        own.byName().forEach((name, mailbox) -> {
            if (mailbox.permit(other).has(Right.LOOKUP)) {
                new OtherUsers(user, name).written().ifPresent(theirs -> seen.put(theirs, Set.of()));
            }
        });
    }

    @Override
    public MemoryMailbox open(MailboxName name) throws StoreException {
        return new MemoryMailbox(this, kept(name));
    }

    KeptMailbox kept(MailboxName name) throws StoreException {
        Place at = place(name);
        return at.locked(() -> at.home().visible(at.name(), user));
    }

    @Override
    public void create(MailboxName name, Set<SpecialUse> uses) throws StoreException {
        if (OtherUsers.contain(name) && !uses.isEmpty()) {
            throw new StoreException(Reason.CANNOT, "what a mailbox is for, its owner says");
        }
        Place at = place(name);
        at.change(() -> at.home().create(at.name(), uses, user));
    }

    @Override
    public void delete(MailboxName name) throws StoreException {
        Place at = place(name);
        at.change(() -> at.home().delete(at.name(), user));
    }

    @Override
    public void rename(MailboxName from, MailboxName to) throws StoreException {
        Place at = place(from);
        kept(from);
        if (place(to).home() != at.home()) {
            throw new StoreException(Reason.CANNOT, "a mailbox stays in its account");
        }
        at.change(() -> at.home().rename(at.name(), place(to).name(), user));
    }

    @Override
    public void subscribe(MailboxName name, boolean subscribed) throws StoreException {
        locked(() -> {
            listeners.tell(own.guard(), AccountNews.changed(name));
            return subscribed ? subscriptions.add(name) : subscriptions.remove(name);
        });
    }

    @Override
    public Watch watch(Consumer<AccountNews> listener) {
        return listeners.add(listener);
    }

    /** Tells everyone who watches an account and sees this mailbox there. */
    private void tell(KeptMailbox changed, AccountNews news) {
        Guard guard = changed.home().guard();
        listeners.tell(guard, news);
        if (changed.shared()) {
            Optional<AccountNews> theirs = toOthers(news);
            accounts.values().stream()
                    .filter(other -> other != this && changed.permit(other.user).has(Right.LOOKUP))
                    .forEach(other -> theirs.ifPresent(told -> other.listeners.tell(guard, told)));
        }
    }

    /** The same with the names under which others know this account's mailboxes; empty where they know none. */
    private Optional<AccountNews> toOthers(AccountNews news) {
        Optional<MailboxName> mailbox = news.mailbox().flatMap(this::toOthers);
        Optional<MailboxName> oldName = news.oldName().flatMap(this::toOthers);
        return mailbox.isEmpty() || oldName.isPresent() != news.oldName().isPresent()
                ? Optional.empty()
                : Optional.of(new AccountNews(news.kind(), mailbox, oldName, news.entries()));
    }

    private Optional<MailboxName> toOthers(MailboxName name) {
        return new OtherUsers(user, name).written();
    }

    @Override
    public SortedMap<String, byte[]> annotations(Optional<MailboxName> mailbox) throws StoreException {
        if (mailbox.isEmpty()) {
            return locked(() -> annotations.of(user));
        }
        Place at = place(mailbox.get());
        return at.locked(() -> at.home().annotations(at.name(), user).of(user));
    }

    @Override
    public void annotate(Optional<MailboxName> mailbox, Map<String, Optional<byte[]>> values) throws StoreException {
        if (mailbox.isEmpty()) {
            own.guard().change(() -> {
                annotations.annotate(user, values);
                tell(own.guard(), mailbox, values.keySet());
            });
        } else {
            Place at = place(mailbox.get());
            at.change(() -> {
                at.home().annotations(at.name(), user).annotate(user, values);
                tellAnnotated(at, mailbox, values.keySet());
            });
        }
    }

    /** Tells everyone of shared entries, and this user alone of his private ones. */
    private void tellAnnotated(Place at, Optional<MailboxName> mailbox, Set<String> entries) {
        Map<Boolean, Set<String>> kinds =
                entries.stream().collect(Collectors.partitioningBy(KeptAnnotations::isPrivate, Collectors.toSet()));
        tell(at.home().guard(), mailbox, kinds.get(true));
        if (!kinds.get(false).isEmpty()) {
            at.home().noteAnnotations(at.name(), kinds.get(false));
        }
    }

    private void tell(Guard guard, Optional<MailboxName> mailbox, Set<String> entries) {
        if (!entries.isEmpty()) {
            listeners.tell(guard, AccountNews.annotated(mailbox, entries));
        }
    }

    @Override
    public long maxOctets() {
        return own.bounds().annotationOctets();
    }

    /** What others may hold is theirs to know. */
    @Override
    public List<Quota> quotas(MailboxName mailbox) throws StoreException {
        return OtherUsers.contain(mailbox) ? List.of() : bounded().map(List::of).orElse(List.of());
    }

    @Override
    public Optional<Quota> quota(String root) throws StoreException {
        return bounded().filter(quota -> quota.root().equals(root));
    }

    @Override
    public Set<Resource> changeable() {
        return own.bounds().usersSetQuotas() ? Room.BOUNDED : Set.of();
    }

    @Override
    public void change(String root, Map<Resource, Long> limits) throws StoreException {
        if (quota(root).isEmpty()) {
            throw new StoreException(Reason.NONEXISTENT, "there is no such quota root");
        } else if (changeable().isEmpty()) {
            throw new StoreException(Reason.NOPERM, "users do not bound themselves here");
        } else if (!Room.BOUNDED.containsAll(limits.keySet())) {
            throw new StoreException(Reason.CANNOT, "what can be bounded here is " + Room.BOUNDED);
        }
        own.guard().change(() -> own.room().bound(limits));
    }

    /** The root; who may bound it anew has it with nothing bounded too. */
    private Optional<Quota> bounded() throws StoreException {
        Quota quota = locked(() -> own.room().quota());
        return Optional.of(quota)
                .filter(some -> !some.resources().isEmpty() || own.bounds().usersSetQuotas());
    }

    @Override
    public String othersPrefix() {
        return OtherUsers.PREFIX;
    }

    @Override
    public Set<Right> myRights(MailboxName mailbox) throws StoreException {
        Place at = place(mailbox);
        return at.locked(
                () -> Set.copyOf(at.home().visible(at.name(), user).permit(user).rights()));
    }

    @Override
    public Map<String, Set<Right>> rights(MailboxName mailbox) throws StoreException {
        Place at = place(mailbox);
        return at.locked(
                () -> at.home().permitted(at.name(), user, Right.ADMINISTER).rights());
    }

    @Override
    public void change(MailboxName mailbox, String identifier, RightsChange change) throws StoreException {
        Place at = place(mailbox);
        at.change(() -> at.home().permitted(at.name(), user, Right.ADMINISTER).change(identifier, change));
    }
}
