package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;

/** What a store refuses and forgets; {@link MemoryMailStore.Builder} explains each. */
record Bounds(
        long accountOctets,
        long accountMessages,
        long accountMailboxes,
        long messageOctets,
        long tombstones,
        long annotations,
        long annotationOctets,
        boolean usersSetQuotas) {
    /** Asks whether one message may have so many octets. */
    void requireMessage(long octets) throws StoreException {
        if (octets > messageOctets) {
            throw new StoreException(Reason.TOOBIG, octets + " octets are more than a message's " + messageOctets);
        }
    }
}
