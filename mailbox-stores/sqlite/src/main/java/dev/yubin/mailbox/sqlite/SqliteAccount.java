package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One account, known by the number of its row. It keeps nothing; every call asks the file. */
final class SqliteAccount implements Account {
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
        return new SqliteMailbox(
                shard,
                shard.read(database ->
                        OpenMailbox.named(database, id, name.toString()).id()));
    }

    @Override
    public void create(MailboxName name, Set<SpecialUse> uses) throws StoreException {
        shard.commit(0, transaction -> {
            requireFree(transaction.database(), name);
            createSuperiors(transaction.database(), name);
            Mailboxes.insert(transaction.database(), id, name, uses);
            return name;
        });
    }

    private void requireFree(Database database, MailboxName name) throws SQLException, StoreException {
        if (Mailboxes.exists(database, id, name)) {
            throw new StoreException(Reason.ALREADYEXISTS, "there is a mailbox " + name + " already");
        }
    }

    private void createSuperiors(Database database, MailboxName name) throws SQLException {
        Optional<MailboxName> superior = name.superior();
        while (superior.isPresent()) {
            if (!Mailboxes.exists(database, id, superior.get())) {
                Mailboxes.insert(database, id, superior.get(), Set.of());
            }
            superior = superior.get().superior();
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
            transaction.afterwards(() -> {
                shard.sweeper().addMailbox(mailbox.id());
                shard.watchers().changed(mailbox.id());
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
            if (from.equals(MailboxName.INBOX)) {
                createSuperiors(database, to);
                Mailboxes.insert(database, id, to, Set.of());
                OpenMailbox target = OpenMailbox.named(database, id, to.toString());
                new SqliteMailbox(shard, mailbox.id()).move(transaction, mailbox, target, UidSet.ALL);
            } else {
                renameTree(database, from, to);
                createSuperiors(database, to);
            }
            return to;
        });
    }

    private void renameTree(Database database, MailboxName from, MailboxName to) throws SQLException, StoreException {
        if (to.isBelow(from)) {
            throw new StoreException(Reason.CANNOT, from + " cannot be moved below itself");
        }
        Map<Long, MailboxName> targets = new TreeMap<>();
        Set<MailboxName> leaving = new TreeSet<>();
        for (Mailboxes.Row row : Mailboxes.all(database, id)) {
            if (row.name().equals(from) || row.name().isBelow(from)) {
                targets.put(row.id(), renamed(row.name(), from, to));
                leaving.add(row.name());
            }
        }
        for (MailboxName target : targets.values()) {
            if (!leaving.contains(target)) {
                requireFree(database, target);
            }
        }
        Mailboxes.rename(database, targets);
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
        shard.commit(0, transaction -> Mailboxes.subscribe(transaction.database(), id, name, subscribed));
    }
}
