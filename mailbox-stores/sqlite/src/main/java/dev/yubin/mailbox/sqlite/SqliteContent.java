package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.nio.ByteBuffer;

/** A message's octets, read a chunk at a time; the last chunk is kept, for whoever reads in smaller steps. */
final class SqliteContent implements Content {
    private final Shard shard;
    private final long id;
    private final long octets;
    private int number = -1;
    private byte[] chunk = {};

    SqliteContent(Shard shard, long id, long octets) {
        this.shard = shard;
        this.id = id;
        this.octets = octets;
    }

    @Override
    public long octets() {
        return octets;
    }

    @Override
    public int read(long offset, ByteBuffer into) throws StoreException {
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is 0 or more, not " + offset);
        }
        if (offset >= octets) {
            return -1;
        }
        turnTo((int) (offset / Contents.CHUNK));
        int start = (int) (offset % Contents.CHUNK);
        int length = Math.min(chunk.length - start, into.remaining());
        into.put(chunk, start, length);
        return length;
    }

    private void turnTo(int wanted) throws StoreException {
        if (wanted == number) {
            return;
        }
        chunk = shard.read(database -> {
            var found = Contents.chunk(database, id, wanted);
            if (found.isPresent() && found.get().length == expected(wanted)) {
                return found.get();
            }
            if (Contents.used(database, id)) {
                throw new StoreException(
                        Reason.CORRUPTION, "content " + id + " has no whole chunk " + wanted + "; check the store");
            }
            throw new StoreException(Reason.EXPUNGED, "the message was removed while it was read");
        });
        number = wanted;
    }

    private long expected(int number) {
        return Math.min(Contents.CHUNK, octets - (long) number * Contents.CHUNK);
    }

    @Override
    public void close() {}
}
