package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;

/** How much an account holds, and may hold. The account's guard guards it. */
final class Room {
    private final Bounds bounds;
    private long octets;

    Room(Bounds bounds) {
        this.bounds = bounds;
    }

    /** Asks for room for so many more octets. */
    void require(long more) throws StoreException {
        if (more > bounds.accountOctets() - octets) {
            throw new StoreException(
                    Reason.OVERQUOTA,
                    octets + " octets are kept and " + more + " more are over the account's " + bounds.accountOctets());
        }
    }

    void add(long more) {
        octets += more;
    }
}
