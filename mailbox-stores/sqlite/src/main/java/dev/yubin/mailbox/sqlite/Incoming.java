package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One message's octets on their way in. Up to a chunk stays here until the end; of a longer message each full chunk goes to the committer,
 * which writes one while the next fills: about two chunks are in memory, whatever the message's size. Used by one thread at a time.
 */
final class Incoming {
    private static final int SMALLEST = 4096;

    private static final byte[] NONE = {};

    private final Shard shard;
    private final long content;
    private final CRC32C crc = new CRC32C();
    private byte[] chunk = new byte[SMALLEST];
    private int filled;
    private int staged;
    private boolean parked;
    private Optional<Job<?>> staging = Optional.empty();

    Incoming(Shard shard) {
        this.shard = shard;
        this.content = shard.newContent();
    }

    /** The number under which it is kept. */
    long content() {
        return content;
    }

    long octets() {
        return (long) staged * Contents.CHUNK + filled;
    }

    void write(ByteBuffer octets) throws StoreException {
        while (octets.hasRemaining()) {
            if (filled == chunk.length) {
                makeRoom(octets.remaining());
            }
            int length = Math.min(octets.remaining(), chunk.length - filled);
            octets.get(chunk, filled, length);
            filled += length;
        }
    }

    private void makeRoom(int wanted) throws StoreException {
        if (filled == Contents.CHUNK) {
            stage();
        } else {
            long size = Math.max(2L * filled, (long) filled + wanted);
            chunk = Arrays.copyOf(chunk, (int) Math.min(Contents.CHUNK, size));
        }
    }

    private void stage() throws StoreException {
        awaitStaging();
        byte[] full = chunk;
        crc.update(full);
        int number = staged;
        staging = Optional.of(shard.submit(full.length, transaction -> {
            Contents.stage(transaction, content, number, full);
            return number;
        }));
        staged++;
        chunk = new byte[Contents.CHUNK];
        filled = 0;
    }

    private void awaitStaging() throws StoreException {
        if (staging.isPresent()) {
            staging.get().await(Committer.PATIENCE);
        }
    }

    /** The whole message, to be put into the database. */
    Contents.Body finish(byte[] outline) throws StoreException {
        awaitStaging();
        byte[] last = chunk.length == filled ? chunk : Arrays.copyOf(chunk, filled);
        chunk = NONE; // of a group, many are kept until its commit
        crc.update(last);
        return new Contents.Body(content, staged, last, octets(), crc.getValue(), outline.clone());
    }

    /** Notes that the whole message may be in the database before a message of a mailbox uses it. */
    void parked() {
        parked = true;
    }

    /** Throws away what is in the database already, unless a message uses it. */
    void abandon() {
        if (staged > 0 || parked) {
            shard.release(content);
        }
    }
}
