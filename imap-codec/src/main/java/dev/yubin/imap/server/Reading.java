package dev.yubin.imap.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;

/** Ranged reads that insist: a store that has fewer octets than it promised is damaged, and a client must not be told otherwise. */
final class Reading {
    private Reading() {}

    /** Reads at least one octet into {@code into}, which has room. */
    static int some(Content content, long offset, ByteBuffer into) throws StoreException {
        int read = content.read(offset, into);
        if (read < 1) {
            throw new StoreException(
                    StoreException.Reason.CORRUPTION,
                    "no octet at " + offset + " of a message of " + content.octets() + " octets");
        }
        return read;
    }

    /** Fills {@code into}. */
    static void fill(Content content, long offset, ByteBuffer into) throws StoreException {
        for (long at = offset; into.hasRemaining(); ) {
            at += some(content, at, into);
        }
    }
}
