package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.sqlite.internal.Database;
import java.sql.SQLException;

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

    /** Asks the file for what the account keeps, where that has a bound. */
    void requireRoom(Database database, long account, long more) throws SQLException, StoreException {
        if (accountIsBounded()) {
            requireRoom(Mailboxes.octets(database, account), more);
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
