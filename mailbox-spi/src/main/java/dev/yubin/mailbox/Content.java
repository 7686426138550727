package dev.yubin.mailbox;

import java.nio.ByteBuffer;

/** The octets of one message, as they came in. They never change. Used by one thread at a time; closed by whoever opened it. */
public interface Content extends AutoCloseable {
    /** How many octets there are: the message's RFC822.SIZE. */
    long octets();

    /**
     * Reads octets from any place, mostly onwards in pieces of some KiB while the peer takes them, as many as are at hand and fit; at least one where {@code into} has room and the end is not reached.
     *
     * @param offset where to begin, from 0
     * @return how many octets were read; -1 at or behind the end
     * @throws StoreException {@code EXPUNGED} where the store cannot keep the octets of a message removed meanwhile, {@code UNAVAILABLE}
     */
    int read(long offset, ByteBuffer into) throws StoreException;

    /** Lets go of it. Called once, whatever happened. */
    @Override
    void close();

    /**
     * Fills {@code into} from any place. A store that has fewer octets than it promised is damaged, and nobody must be told otherwise.
     *
     * @throws StoreException {@code CORRUPTION} where there are not as many octets; else as {@link #read}
     */
    static void fill(Content content, long offset, ByteBuffer into) throws StoreException {
        for (long at = offset; into.hasRemaining(); ) {
            int read = content.read(at, into);
            if (read < 1) {
                throw new StoreException(
                        StoreException.Reason.CORRUPTION,
                        "no octet at " + at + " of a message of " + content.octets() + " octets");
            }
            at += read;
        }
    }

    /** Octets that are in memory. The array is not copied and is not to be changed. */
    static Content of(byte[] octets) {
        return new Content() {
            @Override
            public long octets() {
                return octets.length;
            }

            @Override
            public int read(long offset, ByteBuffer into) {
                if (offset >= octets.length) {
                    return -1;
                }
                int length = Math.min(octets.length - Math.toIntExact(offset), into.remaining());
                into.put(octets, (int) offset, length);
                return length;
            }

            @Override
            public void close() {}
        };
    }
}
