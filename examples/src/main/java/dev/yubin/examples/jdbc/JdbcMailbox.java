package dev.yubin.examples.jdbc;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Changes;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Copied;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.Stored;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AtomicMove;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One mailbox: a row of {@code mailbox}, which has the counters, and the rows of {@code message} that name it. */
final class JdbcMailbox implements Mailbox, AtomicMove {
    private final Database database;
    private final JdbcAccount account;
    private final long id;

    JdbcMailbox(Database database, JdbcAccount account, long id) {
        this.database = database;
        this.account = account;
        this.id = id;
    }

    /** Within a step: {@code uid_next} or {@code mod_seq}. */
    private long counter(String name) throws SQLException, StoreException {
        return database.first(
                        row -> row.getLong(1),
                        "select " + name + " from mailbox where id = ? and account is not null",
                        id)
                .orElseThrow(() -> new StoreException(Reason.NONEXISTENT, "the mailbox was deleted"));
    }

    private long next(String counter) throws SQLException, StoreException {
        database.run("update mailbox set " + counter + " = " + counter + " + 1 where id = ?", id);
        return counter(counter);
    }

    @Override
    public MailboxStatus status() throws StoreException {
        return database.call(() -> {
            List<Message> all = messages();
            return new MailboxStatus(
                    id,
                    counter("uid_next"),
                    counter("mod_seq"),
                    all.size(),
                    all.size() - count(all, Flag.SEEN),
                    count(all, Flag.DELETED),
                    all.stream().mapToLong(Message::octets).sum());
        });
    }

    private static long count(List<Message> messages, Flag flag) {
        return messages.stream()
                .filter(message -> message.flags().contains(flag))
                .count();
    }

    @Override
    public List<Message> messages(UidSet uids, long sinceModSeq) throws StoreException {
        if (uids.isEmpty()) {
            return List.of();
        }
        String sql = "select * from message where mailbox = ? and mod_seq > ? and uid between ? and ? "
                + "and content is not null order by uid";
        return database
                .call(() -> database.rows(JdbcMailbox::message, sql, id, sinceModSeq, uids.first(), uids.last()))
                .stream()
                .filter(message -> uids.contains(message.uid()))
                .toList();
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getLong("uid"),
                row.getLong("mod_seq"),
                Instant.ofEpochSecond(row.getLong("received")),
                row.getLong("octets"),
                Database.words(row.getString("flags")).map(Flag::of).collect(Collectors.toSet()));
    }

    private static String words(Set<Flag> flags) {
        return flags.stream().map(Flag::name).collect(Collectors.joining(" "));
    }

    @Override
    public SortedMap<Long, byte[]> outlines(UidSet uids) throws StoreException {
        return database.call(() -> {
            SortedMap<Long, byte[]> outlines = new TreeMap<>();
            for (Message message : messages(uids, 0)) {
                JdbcContent content = new JdbcContent(database, contentOf(message.uid()), message.octets());
                outlines.put(message.uid(), content.chunk(JdbcContent.OUTLINE));
            }
            return outlines;
        });
    }

    private String contentOf(long uid) throws SQLException {
        String sql = "select content from message where mailbox = ? and uid = ?";
        return database.first(row -> row.getString(1), sql, id, uid).orElseThrow();
    }

    @Override
    public Content content(long uid) throws StoreException {
        return database.call(() -> {
            Message message = messages(UidSet.of(uid), 0).stream()
                    .findFirst()
                    .orElseThrow(() -> new StoreException(Reason.EXPUNGED, "there is no message with UID " + uid));
            return new JdbcContent(database, contentOf(uid), message.octets());
        });
    }

    @Override
    public Append append(Set<Flag> flags, Instant received, OptionalLong octets) {
        JdbcAppend append = new JdbcAppend(database, this);
        append.next(flags, received, octets);
        return append;
    }

    long id() {
        return id;
    }

    /** Puts a message at the end, within a step, and gives its UID. */
    long add(Set<Flag> flags, Instant received, long octets, String content) throws SQLException, StoreException {
        long uid = next("uid_next") - 1;
        database.run(
                "insert into message values (?, ?, ?, ?, ?, ?, ?)",
                id,
                uid,
                next("mod_seq"),
                received.getEpochSecond(),
                octets,
                words(flags),
                content);
        return uid;
    }

    @Override
    public Stored store(UidSet uids, FlagChange change, OptionalLong unchangedSince) throws StoreException {
        return database.change(() -> {
            List<Long> modified = new ArrayList<>();
            for (Message message : messages(uids, 0)) {
                Set<Flag> flags = change.appliedTo(message.flags());
                if (message.modSeq() > unchangedSince.orElse(Long.MAX_VALUE)) {
                    modified.add(message.uid());
                } else if (!flags.equals(message.flags())) {
                    database.run(
                            "update message set flags = ?, mod_seq = ? where mailbox = ? and uid = ?",
                            words(flags),
                            next("mod_seq"),
                            id,
                            message.uid());
                }
            }
            UidSet left = UidSet.of(modified);
            List<Message> stored = new ArrayList<>(messages(uids, 0));
            stored.removeIf(message -> left.contains(message.uid()));
            return new Stored(stored, left);
        });
    }

    @Override
    public Copied copy(UidSet uids, MailboxName target) throws StoreException {
        return database.change(() -> {
            JdbcMailbox there = account.open(target);
            List<Long> source = new ArrayList<>();
            List<Long> copies = new ArrayList<>();
            for (Message message : messages(uids, 0)) {
                source.add(message.uid());
                copies.add(there.add(message.flags(), message.received(), message.octets(), contentOf(message.uid())));
            }
            return new Copied(there.id, source, copies);
        });
    }

    @Override
    public Copied move(UidSet uids, MailboxName target) throws StoreException {
        return database.change(() -> {
            Copied copied = copy(uids, target);
            expunge(UidSet.of(copied.source()));
            return copied;
        });
    }

    @Override
    public UidSet expunge(UidSet uids) throws StoreException {
        return remove(uids, message -> true);
    }

    @Override
    public UidSet expungeDeleted(UidSet uids) throws StoreException {
        return remove(uids, message -> message.flags().contains(Flag.DELETED));
    }

    private UidSet remove(UidSet uids, Predicate<Message> doomed) throws StoreException {
        return database.change(() -> {
            List<Long> removed =
                    messages(uids, 0).stream().filter(doomed).map(Message::uid).toList();
            for (long uid : removed) {
                String content = contentOf(uid);
                database.run(
                        "update message set content = null, mod_seq = ? where mailbox = ? and uid = ?",
                        next("mod_seq"),
                        id,
                        uid);
                JdbcContent.deleteUnused(database, content);
            }
            return UidSet.of(removed);
        });
    }

    @Override
    public Optional<Changes> changes(long sinceModSeq) throws StoreException {
        return database.call(() -> Optional.of(new Changes(
                counter("mod_seq"),
                messages(UidSet.ALL, sinceModSeq),
                UidSet.of(database.rows(
                        row -> row.getLong(1),
                        "select uid from message where mailbox = ? and mod_seq > ? and content is null",
                        id,
                        sinceModSeq)))));
    }

    @Override
    public Watch watch(Runnable listener) {
        return database.watch(listener);
    }
}
