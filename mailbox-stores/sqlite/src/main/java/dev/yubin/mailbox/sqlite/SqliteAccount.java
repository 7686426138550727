package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AccountNews;
import dev.yubin.mailbox.feature.AccountWatch;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.Quotas;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Transaction;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One account, known by the number of its row. It keeps nothing of it. */
final class SqliteAccount implements Account, AccountWatch, Annotations, Quotas {
    private final Shard shard;
    private final long id;

    SqliteAccount(Shard shard, long id) {
        this.shard = shard;
        this.id = id;
    }

    @Override
    public List<MailboxEntry> list() throws StoreException {
        return shard.read(database -> {
            Map<MailboxName, Set<SpecialUse>> mailboxes = new HashMap<>();
            Mailboxes.all(database, id).forEach(row -> mailboxes.put(row.name(), row.uses()));
            Set<MailboxName> subscriptions = Mailboxes.subscriptions(database, id);
            Set<MailboxName> names = new TreeSet<>(mailboxes.keySet());
            names.addAll(subscriptions);
            return names.stream()
                    .map(name -> new MailboxEntry(
                            name,
                            mailboxes.containsKey(name),
                            subscriptions.contains(name),
                            mailboxes.getOrDefault(name, Set.of())))
                    .collect(Collectors.toUnmodifiableList());
        });
    }

    @Override
    public Mailbox open(MailboxName name) throws StoreException {
        return shard.mailbox(id, name.toString())
                .map(number -> new SqliteMailbox(shard, number))
                .orElseThrow(() -> OpenMailbox.missing(name.toString()));
    }

    @Override
    public void create(MailboxName name, Set<SpecialUse> uses) throws StoreException {
        shard.commit(0, transaction -> {
            requireFree(transaction.database(), name);
            createSuperiors(transaction, name);
            insert(transaction, name, uses);
            return name;
        });
    }

    private void requireFree(Database database, MailboxName name) throws SQLException, StoreException {
        if (Mailboxes.exists(database, id, name)) {
            throw new StoreException(Reason.ALREADYEXISTS, "there is a mailbox " + name + " already");
        }
    }

    private void insert(Transaction transaction, MailboxName name, Set<SpecialUse> uses) throws SQLException {
        Mailboxes.insert(transaction.database(), id, name, uses);
        noteChange(transaction, name);
    }

    private void noteChange(Transaction transaction, MailboxName name) {
        note(transaction, AccountNews.changed(name));
    }

    private void note(Transaction transaction, AccountNews news) {
        transaction.afterwards(() -> shard.watchers().tell(id, news));
    }

    private void createSuperiors(Transaction transaction, MailboxName name) throws SQLException {
        for (MailboxName superior : name.superiors()) {
            if (!Mailboxes.exists(transaction.database(), id, superior)) {
                insert(transaction, superior, Set.of());
            }
        }
    }

    @Override
    public void delete(MailboxName name) throws StoreException {
        shard.commit(0, transaction -> {
            OpenMailbox mailbox = OpenMailbox.named(transaction.database(), id, name.toString());
            if (name.equals(MailboxName.INBOX)) {
                throw new StoreException(Reason.CANNOT, "INBOX cannot be deleted");
            }
            Mailboxes.delete(transaction.database(), mailbox);
            shard.forgetMailboxes(transaction);
            transaction.afterwards(() -> {
                shard.sweeper().addMailbox(mailbox.id());
                shard.watchers().changed(id, mailbox.id(), mailbox.name());
            });
            return name;
        });
    }

    @Override
    public void rename(MailboxName from, MailboxName to) throws StoreException {
        shard.commit(0, transaction -> {
            Database database = transaction.database();
            OpenMailbox mailbox = OpenMailbox.named(database, id, from.toString());
            requireFree(database, to);
            note(transaction, AccountNews.renamed(from, to));
            if (from.equals(MailboxName.INBOX)) {
                createSuperiors(transaction, to);
                insert(transaction, to, Set.of());
                OpenMailbox target = OpenMailbox.named(database, id, to.toString());
                Entries.copy(database, id, mailbox.id(), target.id());
                new SqliteMailbox(shard, mailbox.id()).move(transaction, mailbox, target, UidSet.ALL);
            } else {
                renameTree(transaction, from, to);
                createSuperiors(transaction, to);
            }
            return to;
        });
    }

    private void renameTree(Transaction transaction, MailboxName from, MailboxName to)
            throws SQLException, StoreException {
        Database database = transaction.database();
        if (to.isBelow(from)) {
            throw new StoreException(Reason.CANNOT, from + " cannot be moved below itself");
        }
        Map<Long, MailboxName> targets = new TreeMap<>();
        Set<MailboxName> leaving = new TreeSet<>();
        for (Mailboxes.Row row : Mailboxes.all(database, id)) {
            if (row.name().equals(from) || row.name().isBelow(from)) {
                targets.put(row.id(), row.name().renamed(from, to));
                leaving.add(row.name());
            }
        }
        for (MailboxName target : targets.values()) {
            if (!leaving.contains(target)) {
                requireFree(database, target);
            }
        }
        Mailboxes.rename(database, targets);
        shard.forgetMailboxes(transaction);
        leaving.forEach(name -> noteChange(transaction, name));
        targets.values().forEach(name -> noteChange(transaction, name));
    }

    @Override
    public void subscribe(MailboxName name, boolean subscribed) throws StoreException {
        shard.commit(0, transaction -> {
            Mailboxes.subscribe(transaction.database(), id, name, subscribed);
            noteChange(transaction, name);
            return name;
        });
    }

    @Override
    public Watch watch(Consumer<AccountNews> listener) {
        return shard.watchers().watchAccount(id, listener);
    }

    @Override
    public List<Quota> quotas(MailboxName mailbox) throws StoreException {
        return quota("").map(List::of).orElse(List.of());
    }

    @Override
    public Optional<Quota> quota(String root) throws StoreException {
        if (!root.isEmpty() || !shard.bounds().accountIsBounded()) {
            return Optional.empty();
        }
        long used = shard.read(database -> Mailboxes.octets(database, id));
        Quota.Usage usage = new Quota.Usage(used, shard.bounds().accountOctets());
        return Optional.of(new Quota(root, Map.of(Quota.Resource.STORAGE, usage)));
    }

    @Override
    public SortedMap<String, byte[]> annotations(Optional<MailboxName> mailbox) throws StoreException {
        return shard.read(database -> Entries.of(database, id, annotated(database, mailbox)));
    }

    @Override
    public void annotate(Optional<MailboxName> mailbox, Map<String, Optional<byte[]>> values) throws StoreException {
        Map<String, Optional<byte[]>> kept = Map.copyOf(values);
        shard.commit(Entries.weight(kept), transaction -> {
            long owner = annotated(transaction.database(), mailbox);
            Entries.set(transaction.database(), id, owner, kept);
            if (!kept.isEmpty()) {
                note(transaction, AccountNews.annotated(mailbox, kept.keySet()));
            }
            return owner;
        });
    }

    @Override
    public long maxOctets() {
        return Entries.LONGEST;
    }

    /** The mailbox that is annotated; none is the account itself. */
    private long annotated(Database database, Optional<MailboxName> mailbox) throws SQLException, StoreException {
        return mailbox.isPresent()
                ? OpenMailbox.named(database, id, mailbox.get().toString()).id()
                : Entries.ACCOUNT;
    }
}
