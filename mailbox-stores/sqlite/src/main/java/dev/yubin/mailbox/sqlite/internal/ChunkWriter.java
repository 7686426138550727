package dev.yubin.mailbox.sqlite.internal;

import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One content's octets on their way in. Up to a chunk stays here until the end; of a longer content each full chunk goes to the committer,
 * which writes one while the next fills: about two chunks are in memory, whatever the content's size. Used by one thread at a time.
 */
public final class ChunkWriter {
    private static final int SMALLEST = 4096;

    private static final byte[] NONE = {};

    /** Hands a full chunk to the committer. */
    @FunctionalInterface
    public interface Staging {
        /** @param number from 0 */
        Job<?> stage(int number, byte[] chunk) throws StoreException;
    }

    private final Staging staging;
    private final CRC32C crc = new CRC32C();
    private byte[] chunk = new byte[SMALLEST];
    private int filled;
    private int staged;
    private Optional<Job<?>> underWay = Optional.empty();

    public ChunkWriter(Staging staging) {
        this.staging = staging;
    }

    /** How many have come. */
    public long octets() {
        return (long) staged * Chunks.SIZE + filled;
    }

    /** How many full chunks were handed to the committer. */
    public int staged() {
        return staged;
    }

    /** Takes the next octets, all that remain in the buffer. */
    public void write(ByteBuffer octets) throws StoreException {
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
        if (filled == Chunks.SIZE) {
            stage();
        } else {
            long size = Math.max(2L * filled, (long) filled + wanted);
            chunk = Arrays.copyOf(chunk, (int) Math.min(Chunks.SIZE, size));
        }
    }

    private void stage() throws StoreException {
        awaitStaging();
        byte[] full = chunk;
        crc.update(full);
        underWay = Optional.of(staging.stage(staged, full));
        staged++;
        chunk = new byte[Chunks.SIZE];
        filled = 0;
    }

    private void awaitStaging() throws StoreException {
        if (underWay.isPresent()) {
            underWay.get().await(Committer.PATIENCE);
        }
    }

    /** The octets behind the last chunk that was staged, once all of those are durable. Called once, and nothing behind it but {@link #crc}. */
    public byte[] finish() throws StoreException {
        awaitStaging();
        byte[] last = chunk.length == filled ? chunk : Arrays.copyOf(chunk, filled);
        chunk = NONE; // of a group, many are kept until its commit
        crc.update(last);
        return last;
    }

    /** {@link CRC32C} of all octets, behind {@link #finish}. */
    public long crc() {
        return crc.getValue();
    }
}
