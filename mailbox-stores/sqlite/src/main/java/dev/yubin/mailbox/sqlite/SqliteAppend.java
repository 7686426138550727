package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.StoreException;
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
    private final List<Incoming> begun = new ArrayList<>();
    private final List<Finished> finished = new ArrayList<>();
    private long finishedOctets;
    /** Octets that are still in memory. */
    private long carried;

    private long accountOctets;
    private Optional<Incoming> present = Optional.empty();
    private Flags flags = Flags.of(Set.of());
    private long received;
    private boolean ended;

    /** A message that waits for the commit, with its body or, in a large group, with a body that is in the database already. */
    private record Finished(OpenMailbox.Arrival arrival, Optional<Contents.Body> body) {
        void put(Transaction transaction) throws SQLException {
            if (body.isPresent()) {
                Contents.put(transaction, body.get(), 1);
            } else {
                Contents.share(transaction.database(), arrival.content());
            }
        }
    }

    SqliteAppend(Shard shard, long mailbox) {
        this.shard = shard;
        this.mailbox = mailbox;
    }

    @Override
    public void next(Set<Flag> flags, Instant received, OptionalLong octets) throws StoreException {
        require(!ended && present.isEmpty(), "next() comes behind finish() and before commit()");
        this.flags = Flags.of(flags);
        this.received = Objects.requireNonNull(received, "received").getEpochSecond();
        // Asked once a message; the commit asks again, for others may have come in meanwhile.
        accountOctets = shard.read(database -> OpenMailbox.of(database, mailbox).accountOctets());
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
        Incoming incoming = present();
        Contents.Body body = incoming.finish(outline);
        OpenMailbox.Arrival arrival = new OpenMailbox.Arrival(received, body.octets(), flags, body.content());
        if (carried + body.weight() <= Contents.CHUNK) {
            carried += body.weight();
            finished.add(new Finished(arrival, Optional.of(body)));
        } else {
            incoming.park(body);
            finished.add(new Finished(arrival, Optional.empty()));
        }
        finishedOctets += body.octets();
        present = Optional.empty();
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
        Appended appended = shard.commit(carried, this::add);
        ended = true;
        present.ifPresent(Incoming::abandon);
        return appended;
    }

    private Appended add(Transaction transaction) throws SQLException, StoreException {
        OpenMailbox open = OpenMailbox.of(transaction.database(), mailbox);
        shard.bounds().requireRoom(open.accountOctets(), finishedOctets);
        List<OpenMailbox.Arrival> arrivals = new ArrayList<>(finished.size());
        for (Finished message : finished) {
            message.put(transaction);
            arrivals.add(message.arrival());
        }
        Appended appended = open.add(transaction.database(), arrivals);
        open.save(transaction, shard.watchers());
        return appended;
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            begun.forEach(Incoming::abandon);
        }
        begun.clear();
        finished.clear();
        present = Optional.empty();
    }
}
