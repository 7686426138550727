package dev.yubin.mailbox.sqlite.internal;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;

/** A content's octets, read a chunk at a time; the last chunk is kept, for whoever reads in smaller steps. */
public final class ChunkedContent implements Content {
    /** Where chunks come from. */
    @FunctionalInterface
    public interface Source {
        /**
         * The chunk of that number.
         *
         * @param length how many octets it must have
         */
        byte[] chunk(int number, int length) throws StoreException;
    }

    private final Source source;
    private final long octets;
    private int number = -1;
    private byte[] chunk = {};

    public ChunkedContent(long octets, Source source) {
        this.octets = octets;
        this.source = source;
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
        turnTo((int) (offset / Chunks.SIZE));
        int start = (int) (offset % Chunks.SIZE);
        int length = Math.min(chunk.length - start, into.remaining());
        into.put(chunk, start, length);
        return length;
    }

    private void turnTo(int wanted) throws StoreException {
        if (wanted != number) {
            chunk = source.chunk(wanted, (int) Math.min(Chunks.SIZE, octets - (long) wanted * Chunks.SIZE));
            number = wanted;
        }
    }

    @Override
    public void close() {}
}
