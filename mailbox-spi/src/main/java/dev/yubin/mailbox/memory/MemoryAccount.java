package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AccountWatch;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.Quotas;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What one user sees. One guard guards all of it, so that what touches two of the user's mailboxes is one change. */
final class MemoryAccount implements Account, Quotas, AccountWatch, Annotations {
    private final String user;
    private final Mailboxes own;
    private final KeptAnnotations annotations;
    private final Set<MailboxName> subscriptions = new TreeSet<>();

    MemoryAccount(String user, Bounds bounds) {
        this.user = user;
        own = new Mailboxes(bounds);
        annotations = new KeptAnnotations(bounds);
    }

    private <T> T locked(Guard.Step<T> step) throws StoreException {
        return own.guard().hold(step);
    }

    @Override
    public List<MailboxEntry> list() throws StoreException {
        return locked(() -> {
            Set<MailboxName> names = new TreeSet<>(own.byName().keySet());
            names.addAll(subscriptions);
            return names.stream().map(this::entry).collect(Collectors.toUnmodifiableList());
        });
    }

    private MailboxEntry entry(MailboxName name) {
        Optional<KeptMailbox> mailbox = Optional.ofNullable(own.byName().get(name));
        return new MailboxEntry(
                name,
                mailbox.isPresent(),
                subscriptions.contains(name),
                mailbox.map(KeptMailbox::uses).orElse(Set.of()));
    }

    @Override
    public MemoryMailbox open(MailboxName name) throws StoreException {
        return new MemoryMailbox(this, kept(name));
    }

    KeptMailbox kept(MailboxName name) throws StoreException {
        return locked(() -> own.existing(name));
    }

    @Override
    public void create(MailboxName name, Set<SpecialUse> uses) throws StoreException {
        own.guard().change(() -> own.create(name, uses));
    }

    @Override
    public void delete(MailboxName name) throws StoreException {
        own.guard().change(() -> own.delete(name));
    }

    @Override
    public void rename(MailboxName from, MailboxName to) throws StoreException {
        own.guard().change(() -> own.rename(from, to));
    }

    @Override
    public void subscribe(MailboxName name, boolean subscribed) throws StoreException {
        locked(() -> {
            own.noteChange(name);
            return subscribed ? subscriptions.add(name) : subscriptions.remove(name);
        });
    }

    @Override
    public Watch watch(Consumer<MailboxName> listener) throws StoreException {
        return locked(() -> own.listeners().add(listener));
    }

    @Override
    public SortedMap<String, byte[]> annotations(Optional<MailboxName> mailbox) throws StoreException {
        return locked(() -> annotationsOf(mailbox).of(user));
    }

    @Override
    public void annotate(Optional<MailboxName> mailbox, Map<String, Optional<byte[]>> values) throws StoreException {
        own.guard().change(() -> annotationsOf(mailbox).annotate(user, values));
    }

    private KeptAnnotations annotationsOf(Optional<MailboxName> mailbox) throws StoreException {
        return mailbox.isPresent() ? own.existing(mailbox.get()).annotations() : annotations;
    }

    @Override
    public List<Quota> quotas(MailboxName mailbox) throws StoreException {
        return bounded().map(List::of).orElse(List.of());
    }

    @Override
    public Optional<Quota> quota(String root) throws StoreException {
        return bounded().filter(quota -> quota.root().equals(root));
    }

    private Optional<Quota> bounded() throws StoreException {
        Quota quota = locked(() -> own.room().quota());
        return Optional.of(quota).filter(some -> !some.resources().isEmpty());
    }
}
