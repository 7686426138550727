package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Transaction;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Messages on their way into a mailbox. No row of a message is there before all are committed. */
final class SqliteAppend implements Append {
    private final Shard shard;
    private final long mailbox;
    private final OptionalLong firstUid;
    private final Optional<Replaced> replaced;
    private final List<Incoming> begun = new ArrayList<>();
    private final List<OpenMailbox.Arrival> finished = new ArrayList<>();
    private long finishedOctets;
    /** The last of the finished messages, whose bodies are still in memory; those of the others are in the database already. */
    private final List<Contents.Body> carried = new ArrayList<>();

    private long carriedOctets;

    private long accountOctets;
    private Optional<Incoming> present = Optional.empty();
    private Flags flags = Flags.of(Set.of());
    private long received;
    private boolean ended;

    /** The message that goes at the commit: RFC 8508. */
    record Replaced(long mailbox, long uid) {
        Messages.Row row(Database database) throws SQLException, StoreException {
            return Messages.rows(database, mailbox, UidSet.of(uid)).stream()
                    .findFirst()
                    .orElseThrow(() -> new StoreException(Reason.EXPUNGED, "there is no message with UID " + uid));
        }
    }

    /**
     * @param firstUid the first message's; empty for the next that is free
     * @param replaced what goes as the messages come, in the same account
     */
    SqliteAppend(Shard shard, long mailbox, OptionalLong firstUid, Optional<Replaced> replaced) {
        this.shard = shard;
        this.mailbox = mailbox;
        this.firstUid = firstUid;
        this.replaced = replaced;
    }

    @Override
    public void next(Set<Flag> flags, Instant received, OptionalLong octets) throws StoreException {
        require(!ended && present.isEmpty(), "next() comes behind finish() and before commit()");
        this.flags = Flags.of(flags);
        this.received = Objects.requireNonNull(received, "received").getEpochSecond();
        if (replaced.isPresent() || shard.bounds().accountIsBounded()) {
            // Asked once a message; the commit asks again, for others may have come in meanwhile.
            accountOctets = shard.read(database -> {
                long kept = Mailboxes.octets(
                        database, OpenMailbox.of(database, mailbox).account());
                return replaced.isPresent()
                        ? kept - replaced.get().row(database).octets()
                        : kept;
            });
        }
        requireRoom(octets.orElse(0));
        Incoming incoming = new Incoming(shard);
        begun.add(incoming);
        present = Optional.of(incoming);
    }

    @Override
    public void write(ByteBuffer octets) throws StoreException {
        Incoming incoming = present();
        requireRoom(incoming.octets() + octets.remaining());
        incoming.write(octets);
    }

    private void requireRoom(long messageOctets) throws StoreException {
        shard.bounds().requireSize(messageOctets);
        shard.bounds().requireRoom(accountOctets, finishedOctets + messageOctets);
    }

    @Override
    public void finish(byte[] outline) throws StoreException {
        Contents.Body body = present().finish(outline);
        if (!carried.isEmpty() && carriedOctets + body.weight() > Chunks.SIZE) {
            park();
        }
        carried.add(body);
        carriedOctets += body.weight();
        finished.add(new OpenMailbox.Arrival(received, body.octets(), flags, body.content()));
        finishedOctets += body.octets();
        present = Optional.empty();
    }

    /** Puts what is carried into the database, all with one write to the disk, where no message of a mailbox uses it yet. */
    private void park() throws StoreException {
        begun.forEach(Incoming::parked);
        List<Contents.Body> bodies = List.copyOf(carried);
        shard.commit(carriedOctets, transaction -> {
            for (Contents.Body body : bodies) {
                Contents.put(transaction, body, 0);
            }
            return bodies.size();
        });
        carried.clear();
        carriedOctets = 0;
    }

    private Incoming present() {
        require(!ended, "nothing comes behind commit() and close()");
        return present.orElseThrow(() -> new IllegalStateException("next() comes before the next message's octets"));
    }

    private static void require(boolean condition, String order) {
        if (!condition) {
            throw new IllegalStateException(order);
        }
    }

    @Override
    public Appended commit() throws StoreException {
        require(!ended, "commit() is called once, before close()");
        Appended appended = shard.commit(carriedOctets, this::add);
        ended = true;
        present.ifPresent(Incoming::abandon);
        return appended;
    }

    private Appended add(Transaction transaction) throws SQLException, StoreException {
        OpenMailbox open = shard.openMailboxes().of(transaction.database(), mailbox);
        Optional<Messages.Row> goes =
                replaced.isPresent() ? Optional.of(replaced.get().row(transaction.database())) : Optional.empty();
        long freed = goes.map(Messages.Row::octets).orElse(0L);
        shard.bounds().requireRoom(transaction.database(), open.account(), finishedOctets - freed);
        if (firstUid.isPresent()) {
            open.skipTo(firstUid.getAsLong());
        }
        for (OpenMailbox.Arrival parked : finished.subList(0, finished.size() - carried.size())) {
            Contents.share(transaction.database(), parked.content());
        }
        for (Contents.Body body : carried) {
            Contents.put(transaction, body, 1);
        }
        Appended appended = open.add(transaction.database(), finished);
        if (goes.isPresent()) {
            remove(transaction, open, goes.get());
        }
        open.save(transaction, shard);
        return appended;
    }

    /** Takes out what is replaced. */
    private void remove(Transaction transaction, OpenMailbox open, Messages.Row row)
            throws SQLException, StoreException {
        long here = replaced.orElseThrow().mailbox();
        OpenMailbox from = here == mailbox ? open : shard.openMailboxes().of(transaction.database(), here);
        Contents.unshare(transaction, shard.sweeper(), row.content());
        from.remove(transaction.database(), List.of(row), shard.bounds().tombstones());
        if (from != open) {
            from.save(transaction, shard);
        }
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            begun.forEach(Incoming::abandon);
        }
        begun.clear();
        finished.clear();
        carried.clear();
        present = Optional.empty();
    }
}
