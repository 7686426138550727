package dev.yubin.examples.jdbc;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Messages on their way in. Chunks are written as they fill, each in a transaction of its own; no message names them before the commit. */
final class JdbcAppend implements Append {
    /** One whose octets are there. */
    private record Arrival(Set<Flag> flags, Instant received, long octets, String content) {}

    private final Database database;
    private final JdbcMailbox mailbox;
    private final List<Arrival> finished = new ArrayList<>();
    private final byte[] chunk = new byte[JdbcContent.CHUNK];
    private Arrival present;
    private int filled;
    private int parts;

    JdbcAppend(Database database, JdbcMailbox mailbox) {
        this.database = database;
        this.mailbox = mailbox;
    }

    @Override
    public void next(Set<Flag> flags, Instant received, OptionalLong octets) {
        present = new Arrival(flags, received, 0, UUID.randomUUID().toString());
        filled = 0;
        parts = 0;
    }

    @Override
    public void write(ByteBuffer octets) throws StoreException {
        while (octets.hasRemaining()) {
            if (filled == chunk.length) {
                flush();
            }
            int length = Math.min(octets.remaining(), chunk.length - filled);
            octets.get(chunk, filled, length);
            filled += length;
        }
    }

    private void flush() throws StoreException {
        insert(parts++, Arrays.copyOf(chunk, filled));
        filled = 0;
    }

    private void insert(int part, byte[] octets) throws StoreException {
        database.call(() -> {
            database.run("insert into chunk values (?, ?, ?)", present.content(), part, octets);
            return part;
        });
    }

    @Override
    public void finish(byte[] outline) throws StoreException {
        long octets = (long) parts * chunk.length + filled;
        flush();
        insert(JdbcContent.OUTLINE, outline);
        finished.add(new Arrival(present.flags(), present.received(), octets, present.content()));
    }

    @Override
    public Appended commit() throws StoreException {
        return database.change(() -> {
            List<Long> uids = new ArrayList<>();
            for (Arrival arrival : finished) {
                uids.add(mailbox.add(arrival.flags(), arrival.received(), arrival.octets(), arrival.content()));
            }
            return new Appended(mailbox.id(), uids);
        });
    }

    @Override
    public void close() {
        finished.add(present);
        for (Arrival arrival : finished) {
            try {
                database.call(() -> {
                    JdbcContent.deleteUnused(database, arrival.content());
                    return arrival;
                });
            } catch (StoreException e) {
                // The store removes it when it is opened again.
            }
        }
    }
}
