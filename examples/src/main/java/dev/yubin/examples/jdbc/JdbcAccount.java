package dev.yubin.examples.jdbc;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The mailboxes of one user: rows of {@code mailbox}. */
final class JdbcAccount implements Account {
    private final Database database;
    private final String user;

    JdbcAccount(Database database, String user) {
        this.database = database;
        this.user = user;
    }

    Optional<JdbcMailbox> find(MailboxName name) throws SQLException {
        return database.first(
                row -> new JdbcMailbox(database, this, row.getLong(1)),
                "select id from mailbox where account = ? and name = ?",
                user,
                name.toString());
    }

    @Override
    public JdbcMailbox open(MailboxName name) throws StoreException {
        return database.call(() ->
                find(name).orElseThrow(() -> new StoreException(Reason.NONEXISTENT, user + " has no mailbox " + name)));
    }

    private void requireFree(MailboxName name) throws SQLException, StoreException {
        if (find(name).isPresent()) {
            throw new StoreException(Reason.ALREADYEXISTS, user + " has a mailbox " + name + " already");
        }
    }

    @Override
    public List<MailboxEntry> list() throws StoreException {
        return database.call(() -> {
            Set<String> subscribed = new TreeSet<>(
                    database.rows(row -> row.getString(1), "select name from subscription where account = ?", user));
            List<MailboxEntry> entries = database.rows(
                    row -> new MailboxEntry(
                            MailboxName.of(row.getString("name")),
                            true,
                            subscribed.remove(row.getString("name")),
                            Database.words(row.getString("uses"))
                                    .map(SpecialUse::valueOf)
                                    .collect(Collectors.toSet())),
                    "select name, uses from mailbox where account = ?",
                    user);
            subscribed.forEach(name -> entries.add(new MailboxEntry(MailboxName.of(name), false, true, Set.of())));
            return entries;
        });
    }

    @Override
    public void create(MailboxName name, Set<SpecialUse> uses) throws StoreException {
        database.change(() -> {
            requireFree(name);
            makeSuperiors(name);
            return make(name, uses);
        });
    }

    private void makeSuperiors(MailboxName name) throws SQLException {
        for (Optional<MailboxName> next = name.superior();
                next.isPresent();
                next = next.get().superior()) {
            if (find(next.get()).isEmpty()) {
                make(next.get(), Set.of());
            }
        }
    }

    JdbcAccount make(MailboxName name, Set<SpecialUse> uses) throws SQLException {
        long last = database.first(row -> row.getLong(1), "select max(id) from mailbox")
                .orElse(0L);
        database.run(
                "insert into mailbox values (?, ?, ?, ?, 1, 1)",
                Math.max(last + 1, Instant.now().getEpochSecond()), // the clock, for a database that is made anew
                user,
                name.toString(),
                uses.stream().map(SpecialUse::name).collect(Collectors.joining(" ")));
        return this;
    }

    @Override
    public void delete(MailboxName name) throws StoreException {
        database.change(() -> {
            JdbcMailbox mailbox = open(name);
            if (name.equals(MailboxName.INBOX)) {
                throw new StoreException(Reason.CANNOT, "INBOX cannot be deleted");
            }
            mailbox.expunge(UidSet.ALL);
            database.run("delete from message where mailbox = ?", mailbox.id());
            database.run("update mailbox set account = null where id = ?", mailbox.id());
            return name;
        });
    }

    @Override
    public void rename(MailboxName from, MailboxName to) throws StoreException {
        database.change(() -> {
            JdbcMailbox mailbox = open(from);
            requireFree(to);
            if (to.isBelow(from) && !from.equals(MailboxName.INBOX)) {
                throw new StoreException(Reason.CANNOT, from + " cannot be moved below itself");
            }
            makeSuperiors(to);
            if (from.equals(MailboxName.INBOX)) {
                make(to, Set.of());
                return mailbox.move(UidSet.ALL, to);
            }
            return renameTree(from, to);
        });
    }

    private MailboxName renameTree(MailboxName from, MailboxName to) throws SQLException, StoreException {
        List<MailboxName> names = database.rows(
                row -> MailboxName.of(row.getString(1)), "select name from mailbox where account = ?", user);
        names.removeIf(name -> !name.equals(from) && !name.isBelow(from));
        // The shortest first: where a tree moves up into its own names, each then makes room for the next.
        names.sort(Comparator.comparing(name -> name.toString().length()));
        for (MailboxName name : names) {
            String target = to + name.toString().substring(from.toString().length());
            if (target.getBytes(StandardCharsets.UTF_8).length > MailboxName.MAX_OCTETS) {
                throw new StoreException(Reason.CANNOT, name + " would have too long a name");
            }
            requireFree(MailboxName.of(target));
            database.run("update mailbox set name = ? where account = ? and name = ?", target, user, name.toString());
        }
        return to;
    }

    @Override
    public void subscribe(MailboxName name, boolean subscribed) throws StoreException {
        database.change(() -> {
            database.run("delete from subscription where account = ? and name = ?", user, name.toString());
            if (subscribed) {
                database.run("insert into subscription values (?, ?)", user, name.toString());
            }
            return name;
        });
    }
}
