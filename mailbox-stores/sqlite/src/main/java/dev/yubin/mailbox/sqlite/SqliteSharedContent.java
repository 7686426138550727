package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.SharedContent;
import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Database;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One message for many mailboxes. It is kept once in each file in which one of them lies: mostly there is but one file. Up to a chunk of it
 * stays in memory until this is closed.
 */
final class SqliteSharedContent implements SharedContent {
    private final Function<String, Shard> shards;
    private final Shard home;
    private final Incoming incoming;
    /** Its number in each file that has heard of it; what is held there is not swept out while this is open. */
    private final Map<Shard, Long> held = new HashMap<>();
    /** The files in which it is whole. */
    private final Collection<Shard> whole = new ArrayList<>();

    private Optional<Contents.Body> body = Optional.empty();

    /**
     * @param shards which file an account's mail lies in
     * @param home   where a long message is written while it comes in
     */
    SqliteSharedContent(Function<String, Shard> shards, Shard home) {
        this.shards = shards;
        this.home = home;
        this.incoming = new Incoming(home);
        hold(home, incoming.content());
    }

    private long hold(Shard shard, long content) {
        shard.sweeper().hold(content);
        held.put(shard, content);
        return content;
    }

    @Override
    public void write(ByteBuffer octets) throws StoreException {
        require(body.isEmpty(), "write() comes before finish()");
        home.bounds().requireSize(incoming.octets() + octets.remaining());
        incoming.write(octets);
    }

    @Override
    public void finish(byte[] outline) throws StoreException {
        require(body.isEmpty(), "finish() is called once");
        body = Optional.of(incoming.finish(outline));
    }

    private static void require(boolean condition, String order) {
        if (!condition) {
            throw new IllegalStateException(order);
        }
    }

    /** A recipient whose mailbox is known, and what became of it. */
    private record Delivery(Shard shard, long mailbox, Appended appended) {}

    @Override
    public List<Appended> deliver(List<Recipient> to, Set<Flag> flags, Instant received) throws StoreException {
        require(body.isPresent(), "deliver() comes behind finish()");
        Map<Shard, List<Recipient>> byShard = new LinkedHashMap<>();
        to.forEach(recipient -> byShard.computeIfAbsent(shards.apply(recipient.account()), shard -> new ArrayList<>())
                .add(recipient));
        if (byShard.size() > 1) {
            requireRoom(byShard);
        }
        Map<Recipient, Delivery> done = new HashMap<>();
        try {
            for (Map.Entry<Shard, List<Recipient>> each : byShard.entrySet()) {
                done.putAll(deliver(each.getKey(), each.getValue(), Flags.of(flags), received.getEpochSecond()));
            }
        } catch (StoreException | RuntimeException e) {
            if (takenBack(done.values(), e)) {
                throw e;
            }
            throw new StoreException(
                    Reason.UNAVAILABLE, "some have the message and others do not; send it again to all", e);
        }
        return to.stream().map(recipient -> done.get(recipient).appended()).toList();
    }

    /** Two files are not changed in one step; so we ask all before the first is changed. */
    private void requireRoom(Map<Shard, List<Recipient>> byShard) throws StoreException {
        for (Map.Entry<Shard, List<Recipient>> each : byShard.entrySet()) {
            each.getKey().read(database -> {
                for (Recipient recipient : each.getValue()) {
                    mailbox(database, recipient);
                }
                return database;
            });
        }
    }

    /**
     * Where one file refused what another has done already, as a disk may that fails between the two. False when somebody still has the message:
     * the disk failed again, or he was quicker and has put it elsewhere.
     */
    private static boolean takenBack(Collection<Delivery> done, Exception cause) {
        boolean all = true;
        for (Delivery delivery : done) {
            UidSet uids = UidSet.of(delivery.appended().uids());
            try {
                all &= new SqliteMailbox(delivery.shard(), delivery.mailbox())
                        .expunge(uids)
                        .equals(uids);
            } catch (StoreException | RuntimeException e) {
                cause.addSuppressed(e);
                all = false;
            }
        }
        return all;
    }

    private OpenMailbox mailbox(Database database, Recipient recipient) throws SQLException, StoreException {
        long account = Mailboxes.account(database, recipient.account())
                .orElseThrow(
                        () -> new StoreException(Reason.NONEXISTENT, "there is no account " + recipient.account()));
        OpenMailbox mailbox =
                OpenMailbox.named(database, account, recipient.mailbox().toString());
        home.bounds().requireRoom(database, account, present().octets());
        return mailbox;
    }

    private Contents.Body present() {
        return body.orElseThrow();
    }

    private Map<Recipient, Delivery> deliver(Shard shard, List<Recipient> to, Flags flags, long received)
            throws StoreException {
        Optional<Contents.Body> missing = whole.contains(shard) ? Optional.empty() : Optional.of(body(shard));
        long content = held.get(shard);
        Map<Recipient, Delivery> done =
                shard.commit(missing.map(Contents.Body::weight).orElse(0), transaction -> {
                    Database database = transaction.database();
                    if (missing.isPresent()) {
                        Contents.put(transaction, missing.get(), 0);
                    }
                    Map<Recipient, Delivery> delivered = new HashMap<>();
                    for (Recipient recipient : to) {
                        OpenMailbox mailbox = mailbox(database, recipient);
                        Contents.share(database, content);
                        Appended appended = mailbox.add(
                                database,
                                List.of(new OpenMailbox.Arrival(
                                        received, present().octets(), flags, content)));
                        mailbox.save(transaction, shard);
                        delivered.put(recipient, new Delivery(shard, mailbox.id(), appended));
                    }
                    return delivered;
                });
        whole.add(shard);
        return done;
    }

    /** The content for a file that does not have it yet; its full chunks are copied there from where they came in. */
    private Contents.Body body(Shard shard) throws StoreException {
        Contents.Body here = present();
        if (shard == home) {
            return here;
        }
        if (!held.containsKey(shard)) {
            long content = hold(shard, shard.newContent());
            try {
                copyChunks(shard, content);
            } catch (StoreException e) {
                held.remove(shard);
                shard.release(content);
                throw e;
            }
        }
        return new Contents.Body(
                held.get(shard), here.staged(), here.last(), here.octets(), here.crc(), here.outline());
    }

    private void copyChunks(Shard shard, long content) throws StoreException {
        for (int i = 0; i < present().staged(); i++) {
            int number = i;
            byte[] chunk = home.read(database -> Chunks.find(database, incoming.content(), number)
                    .orElseThrow(() -> new StoreException(Reason.CORRUPTION, "a chunk that was written is not there")));
            shard.commit(chunk.length, transaction -> {
                Contents.stage(transaction, content, number, chunk);
                return number;
            });
        }
    }

    @Override
    public void close() {
        held.forEach(Shard::release);
        held.clear();
    }
}
