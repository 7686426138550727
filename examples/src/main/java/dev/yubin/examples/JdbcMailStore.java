package dev.yubin.examples;

// Whole packages, for this file is read as a whole.
import static dev.yubin.mailbox.StoreException.Reason.*;

import dev.yubin.mailbox.*;
import dev.yubin.mailbox.feature.AtomicMove;
import java.sql.*;
import java.time.Instant;
import java.util.*;
import javax.sql.DataSource;

/**
 * A whole mail store over plain JDBC, to begin one's own with. It is proved with H2; other databases may call the type {@code blob} otherwise. Give it a
 * pool of connections: each call takes one.
 *
 * <p>It is made to be read, and what it does not do is scale. One call at a time is served, in one process. A message is in memory whole while it comes
 * in, is read or copied, and each copy has octets of its own. STATUS and SELECT list all messages of the mailbox to count them, every change wakes
 * everyone who watches any mailbox, and a message that was removed leaves its UID behind for ever. Nothing bounds what an account may hold; a message
 * whose flags have over 8000 characters is refused as {@code UNAVAILABLE}, for the database says no.
 */
public final class JdbcMailStore implements MailStore {
    private static final List<String> TABLES = List.of(
            // The id is the UIDVALIDITY. A mailbox that was deleted stays, without account: its id is not given again.
            "mailbox (id bigint primary key, account varchar(255), name varchar(1000), uses varchar(99), "
                    + "uid_next bigint, mod_seq bigint, unique (account, name))",
            "subscription (account varchar(255), name varchar(1000), primary key (account, name))",
            // A message that was removed stays, without octets and outline, for Mailbox.changes to tell of.
            "message (mailbox bigint, uid bigint, mod_seq bigint, received bigint, size bigint, flags varchar(8000), "
                    + "octets blob, outline blob, primary key (mailbox, uid))");

    private final DataSource source;
    private final Watchers watchers = new Watchers();
    /** That of the transaction under way. */
    private Optional<Connection> connection = Optional.empty();

    /** A store in this database; its tables are made where they are missing. */
    public JdbcMailStore(DataSource source) throws StoreException {
        this.source = source;
        for (String table : TABLES) {
            call(() -> run("create table if not exists " + table));
        }
    }

    private interface Step<T> {
        T take() throws SQLException, StoreException;
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes a step in a transaction, or in the one under way: one behind the other, so that each sees an instant. */
    private synchronized <T> T call(Step<T> step) throws StoreException {
        try {
            return connection.isPresent() ? step.take() : transaction(step);
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("23")) { // a key is there already, and only names can be
                throw new StoreException(ALREADYEXISTS, "there is a mailbox of that name", e);
            }
            throw new StoreException(UNAVAILABLE, "the database says: " + e.getMessage(), e);
        }
    }

    private <T> T transaction(Step<T> step) throws SQLException, StoreException {
        try (Connection taken = source.getConnection()) {
            taken.setAutoCommit(false);
            connection = Optional.of(taken);
            try {
                T result = step.take();
                taken.commit();
                return result;
            } finally {
                connection = Optional.empty();
                taken.rollback(); // of nothing, behind the commit
            }
        }
    }

    /** As {@link #call}; whoever watches is told of it, once nothing is locked. */
    private <T> T change(Step<T> step) throws StoreException {
        T result = call(step);
        if (!Thread.holdsLock(this)) {
            watchers.tell();
        }
        return result;
    }

    private <T> List<T> rows(Row<T> row, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.orElseThrow().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<T> rows = new ArrayList<>();
            if (statement.execute()) {
                for (ResultSet found = statement.getResultSet(); found.next(); ) {
                    rows.add(row.read(found));
                }
            }
            return rows;
        }
    }

    private List<?> run(String sql, Object... values) throws SQLException {
        return rows(row -> row, sql, values);
    }

    /**
     * Makes an account with an empty INBOX.
     *
     * @throws StoreException {@code ALREADYEXISTS}
     */
    public void addAccount(String user) throws StoreException {
        new JdbcAccount(this, user).create(MailboxName.INBOX, Set.of());
    }

    @Override
    public Account account(String user) throws StoreException {
        return new JdbcAccount(this, user).open(MailboxName.INBOX).account;
    }

    /** The mailboxes of one user: rows of {@code mailbox}. */
    private record JdbcAccount(JdbcMailStore store, String user) implements Account {
        @Override
        public List<MailboxEntry> list() throws StoreException {
            String sql = "select name, max(made), max(subscribed), max(uses) from ("
                    + "select name, 1 made, 0 subscribed, uses from mailbox where account = ? "
                    + "union all select name, 0, 1, '' from subscription where account = ?) known group by name";
            return store.call(() -> store.rows(
                    row -> new MailboxEntry(
                            MailboxName.of(row.getString(1)),
                            row.getBoolean(2),
                            row.getBoolean(3),
                            SpecialUse.split(row.getString(4))),
                    sql,
                    user,
                    user));
        }

        @Override
        public JdbcMailbox open(MailboxName name) throws StoreException {
            String sql = "select id from mailbox where account = ? and name = ?";
            return store.call(() -> store.rows(row -> row.getLong(1), sql, user, name.toString())).stream()
                    .map(id -> new JdbcMailbox(store, this, id))
                    .findFirst()
                    .orElseThrow(() -> new StoreException(NONEXISTENT, user + " has no mailbox " + name));
        }

        @Override
        public void create(MailboxName name, Set<SpecialUse> uses) throws StoreException {
            store.change(() -> {
                for (MailboxName superior : name.superiors()) {
                    if (!names().contains(superior)) {
                        make(superior, Set.of());
                    }
                }
                return make(name, uses);
            });
        }

        private List<?> make(MailboxName name, Set<SpecialUse> uses) throws SQLException {
            String sql = "insert into mailbox values ((select coalesce(max(id), ?) + 1 from mailbox), ?, ?, ?, 1, 1)";
            return store.run(sql, Instant.now().getEpochSecond(), user, name.toString(), SpecialUse.join(uses));
        }

        /** The shortest first: where a tree moves up into its own names, each then makes room for the next. */
        private List<MailboxName> names() throws SQLException {
            String sql = "select name from mailbox where account = ? order by char_length(name)";
            return store.rows(row -> MailboxName.of(row.getString(1)), sql, user);
        }

        @Override
        public void delete(MailboxName name) throws StoreException {
            if (name.equals(MailboxName.INBOX)) {
                throw new StoreException(CANNOT, "INBOX cannot be deleted");
            }
            store.change(() -> {
                long id = open(name).id;
                store.run("delete from message where mailbox = ?", id);
                return store.run("update mailbox set account = null where id = ?", id);
            });
        }

        @Override
        public void rename(MailboxName from, MailboxName to) throws StoreException {
            store.change(() -> {
                JdbcMailbox mailbox = open(from);
                create(to, Set.of());
                if (from.equals(MailboxName.INBOX)) {
                    return mailbox.move(UidSet.ALL, to);
                } else if (to.isBelow(from)) {
                    throw new StoreException(CANNOT, from + " cannot be moved below itself");
                }
                store.run(
                        "delete from mailbox where id = ?",
                        open(to).id); // the name is free, and its superiors are there
                for (MailboxName name : names()) {
                    String sql = "update mailbox set name = ? where account = ? and name = ?";
                    store.run(sql, name.renamed(from, to).toString(), user, name.toString());
                }
                return mailbox;
            });
        }

        @Override
        public void subscribe(MailboxName name, boolean subscribed) throws StoreException {
            store.call(() -> {
                store.run("delete from subscription where account = ? and name = ?", user, name.toString());
                String sql = "insert into subscription values (?, ?)";
                return subscribed ? store.run(sql, user, name.toString()) : List.of();
            });
        }
    }

    /** One mailbox: a row of {@code mailbox}, which has the counters, and the rows of {@code message} that name it. */
    private record JdbcMailbox(JdbcMailStore store, JdbcAccount account, long id) implements Mailbox, AtomicMove {
        /** Counts {@code uid_next} or {@code mod_seq} up, within a step. */
        private long next(String counter) throws SQLException, StoreException {
            store.run("update mailbox set " + counter + " = " + counter + " + 1 where id = ?", id);
            return counter(counter);
        }

        private long counter(String name) throws SQLException, StoreException {
            String sql = "select " + name + " from mailbox where id = ? and account is not null";
            return store.rows(row -> row.getLong(1), sql, id).stream()
                    .findFirst()
                    .orElseThrow(() -> new StoreException(NONEXISTENT, "the mailbox was deleted"));
        }

        @Override
        public MailboxStatus status() throws StoreException {
            return store.call(() -> MailboxStatus.of(id, counter("uid_next"), counter("mod_seq"), messages()));
        }

        @Override
        public List<Message> messages(UidSet uids, long sinceModSeq) throws StoreException {
            if (uids.isEmpty()) {
                return List.of();
            }
            String sql = "select uid, mod_seq, received, size, flags from message where octets is not null "
                    + "and mailbox = ? and mod_seq > ? and uid between ? and ? order by uid";
            return store
                    .call(() -> store.rows(JdbcMailbox::read, sql, id, sinceModSeq, uids.first(), uids.last()))
                    .stream()
                    .filter(message -> uids.contains(message.uid()))
                    .toList();
        }

        private static Message read(ResultSet row) throws SQLException {
            Instant received = Instant.ofEpochSecond(row.getLong(3));
            return new Message(row.getLong(1), row.getLong(2), received, row.getLong(4), Flag.split(row.getString(5)));
        }

        private byte[] blob(String column, long uid) throws StoreException {
            String sql = "select " + column + " from message where octets is not null and mailbox = ? and uid = ?";
            return store.call(() -> store.rows(row -> row.getBytes(1), sql, id, uid)).stream()
                    .findFirst()
                    .orElseThrow(() -> new StoreException(EXPUNGED, "there is no message with UID " + uid));
        }

        @Override
        public SortedMap<Long, byte[]> outlines(UidSet uids) throws StoreException {
            return store.call(() -> {
                SortedMap<Long, byte[]> outlines = new TreeMap<>();
                for (Message message : messages(uids, 0)) {
                    outlines.put(message.uid(), blob("outline", message.uid()));
                }
                return outlines;
            });
        }

        @Override
        public Content content(long uid) throws StoreException {
            return Content.of(blob("octets", uid));
        }

        @Override
        public Append append(Set<Flag> flags, Instant received, OptionalLong octets) {
            return Append.whole(flags, received, this::add);
        }

        private Appended add(List<Append.Whole> messages) throws StoreException {
            return store.change(() -> {
                String sql = "insert into message values (?, ?, ?, ?, ?, ?, ?, ?)";
                List<Long> uids = new ArrayList<>();
                for (Append.Whole each : messages) {
                    long uid = next("uid_next") - 1;
                    long received = each.received().getEpochSecond();
                    int size = each.octets().length;
                    String flags = Flag.join(each.flags());
                    store.run(sql, id, uid, next("mod_seq"), received, size, flags, each.octets(), each.outline());
                    uids.add(uid);
                }
                return new Appended(id, uids);
            });
        }

        @Override
        public Stored store(UidSet uids, FlagChange change, OptionalLong unchangedSince) throws StoreException {
            return store.change(() -> {
                List<Long> modified = new ArrayList<>();
                List<Long> stored = new ArrayList<>();
                for (Message message : messages(uids, 0)) {
                    Set<Flag> flags = change.appliedTo(message.flags());
                    boolean late = message.modSeq() > unchangedSince.orElse(Long.MAX_VALUE);
                    if (!late && !flags.equals(message.flags())) {
                        String sql = "update message set flags = ?, mod_seq = ? where mailbox = ? and uid = ?";
                        store.run(sql, Flag.join(flags), next("mod_seq"), id, message.uid());
                    }
                    (late ? modified : stored).add(message.uid());
                }
                return new Stored(messages(UidSet.of(stored), 0), UidSet.of(modified));
            });
        }

        @Override
        public Copied copy(UidSet uids, MailboxName target) throws StoreException {
            return store.change(() -> {
                JdbcMailbox there = account.open(target);
                List<Long> source = new ArrayList<>();
                List<Long> copies = new ArrayList<>();
                for (Message each : messages(uids, 0)) {
                    byte[] octets = blob("octets", each.uid());
                    byte[] outline = blob("outline", each.uid());
                    Append.Whole copy = new Append.Whole(each.flags(), each.received(), octets, outline);
                    source.add(each.uid());
                    copies.addAll(there.add(List.of(copy)).uids());
                }
                return new Copied(there.id, source, copies);
            });
        }

        @Override
        public Copied move(UidSet uids, MailboxName target) throws StoreException {
            return store.change(() -> {
                Copied copied = copy(uids, target);
                expunge(UidSet.of(copied.source()));
                return copied;
            });
        }

        @Override
        public UidSet expunge(UidSet uids) throws StoreException {
            return remove(uids, Set.of());
        }

        @Override
        public UidSet expungeDeleted(UidSet uids) throws StoreException {
            return remove(uids, Set.of(Flag.DELETED));
        }

        private UidSet remove(UidSet uids, Set<Flag> bearing) throws StoreException {
            return store.change(() -> {
                UidSet.Builder removed = new UidSet.Builder();
                for (Message message : messages(uids, 0)) {
                    if (message.flags().containsAll(bearing)) {
                        String sql = "update message set octets = null, mod_seq = ? where mailbox = ? and uid = ?";
                        store.run(sql, next("mod_seq"), id, message.uid());
                        removed.add(message.uid());
                    }
                }
                return removed.build();
            });
        }

        @Override
        public Optional<Changes> changes(long sinceModSeq) throws StoreException {
            String sql = "select uid from message where octets is null and mailbox = ? and mod_seq > ?";
            return store.call(() -> {
                UidSet vanished = UidSet.of(store.rows(row -> row.getLong(1), sql, id, sinceModSeq));
                return Optional.of(new Changes(counter("mod_seq"), messages(UidSet.ALL, sinceModSeq), vanished));
            });
        }

        @Override
        public Watch watch(Runnable listener) {
            return store.watchers.add(listener);
        }
    }
}
