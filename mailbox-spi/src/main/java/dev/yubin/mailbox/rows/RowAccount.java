package dev.yubin.mailbox.rows;

import static dev.yubin.mailbox.StoreException.Reason.ALREADYEXISTS;
import static dev.yubin.mailbox.StoreException.Reason.CANNOT;
import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One user's mailboxes: which names may be made, removed and given. */
record RowAccount(RowMailStore store, String user) implements Account {
    private interface Step {
        void take(Rows rows) throws StoreException;
    }

    private void change(Step step) throws StoreException {
        store.change(user, rows -> {
            step.take(rows);
            return user;
        });
    }

    static MailboxRow existing(Rows rows, MailboxName name) throws StoreException {
        return rows.mailbox(name)
                .orElseThrow(() -> new StoreException(NONEXISTENT, "there is no mailbox " + name + " here"));
    }

    private static void requireFree(Rows rows, MailboxName name) throws StoreException {
        if (rows.mailbox(name).isPresent()) {
            throw new StoreException(ALREADYEXISTS, "there is a mailbox " + name + " here");
        }
    }

    @Override
    public List<MailboxEntry> list() throws StoreException {
        return store.read(user, rows -> {
            Map<MailboxName, MailboxEntry> entries = new TreeMap<>();
            Set<MailboxName> subscribed = rows.subscriptions();
            for (MailboxName name : subscribed) {
                entries.put(name, new MailboxEntry(name, false, true, Set.of()));
            }
            for (MailboxRow row : rows.mailboxes()) {
                MailboxName name = row.name();
                entries.put(name, new MailboxEntry(name, true, subscribed.contains(name), row.uses()));
            }
            return List.copyOf(entries.values());
        });
    }

    @Override
    public RowMailbox open(MailboxName name) throws StoreException {
        return new RowMailbox(
                store, user, store.read(user, rows -> existing(rows, name)).id());
    }

    @Override
    public void create(MailboxName name, Set<SpecialUse> uses) throws StoreException {
        change(rows -> {
            requireFree(rows, name);
            addSuperiors(rows, name);
            rows.addMailbox(name, uses);
        });
    }

    private static void addSuperiors(Rows rows, MailboxName name) throws StoreException {
        for (MailboxName superior : name.superiors()) {
            if (rows.mailbox(superior).isEmpty()) {
                rows.addMailbox(superior, Set.of());
            }
        }
    }

    @Override
    public void delete(MailboxName name) throws StoreException {
        if (name.equals(MailboxName.INBOX)) {
            throw new StoreException(CANNOT, "INBOX cannot be deleted");
        }
        change(rows -> rows.removeMailbox(existing(rows, name).id()));
    }

    @Override
    public void rename(MailboxName from, MailboxName to) throws StoreException {
        change(rows -> {
            MailboxRow mailbox = existing(rows, from);
            requireFree(rows, to);
            if (from.equals(MailboxName.INBOX)) {
                addSuperiors(rows, to);
                rows.addMailbox(to, Set.of());
                new RowMailbox(store, user, mailbox.id()).move(rows, UidSet.ALL, existing(rows, to));
            } else if (to.isBelow(from)) {
                throw new StoreException(CANNOT, from + " cannot be moved below itself");
            } else {
                renameTree(rows, from, to);
                addSuperiors(rows, to);
            }
        });
    }

    /** The shortest name first: where a tree moves up into its own names, each then makes room for the next. */
    private static void renameTree(Rows rows, MailboxName from, MailboxName to) throws StoreException {
        List<MailboxRow> tree = rows.mailboxes().stream()
                .filter(row -> row.name().equals(from) || row.name().isBelow(from))
                .sorted(Comparator.comparing(row -> row.name().toString().length()))
                .collect(Collectors.toUnmodifiableList());
        for (MailboxRow row : tree) {
            MailboxName name = row.name().renamed(from, to);
            requireFree(rows, name);
            rows.renameMailbox(row.id(), name);
        }
    }

    @Override
    public void subscribe(MailboxName name, boolean subscribed) throws StoreException {
        change(rows -> {
            if (rows.subscriptions().contains(name) != subscribed) {
                rows.subscribe(name, subscribed);
            }
        });
    }
}
