package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;

/** What a store refuses and forgets; {@link SqliteMailStore.Builder} explains each. */
record Bounds(long accountOctets, long messageOctets, long tombstones) {
    boolean accountIsBounded() {
        return accountOctets < Long.MAX_VALUE;
    }

    void requireSize(long octets) throws StoreException {
        if (octets > messageOctets) {
            throw new StoreException(Reason.TOOBIG, octets + " octets are more than a message's " + messageOctets);
        }
    }

    void requireRoom(long kept, long more) throws StoreException {
        if (more > accountOctets - kept) {
            throw new StoreException(
                    Reason.OVERQUOTA,
                    kept + " octets are kept and " + more + " more are over the account's " + accountOctets);
        }
    }
}
