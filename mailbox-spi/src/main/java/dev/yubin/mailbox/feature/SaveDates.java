package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.time.Instant;
import java.util.SortedMap;

/**
 * A {@link dev.yubin.mailbox.Mailbox} that knows when each message came into it. It turns on SAVEDATE (RFC 8514). That moment is the
 * store's own clock at the commit of an append, a copy or a move into this mailbox, whatever the internal date; it never changes while the
 * message is here.
 */
@FunctionalInterface
public interface SaveDates {
    /**
     * When these messages came into this mailbox, by UID, to the second at least; a UID without a message is left out. The library asks for
     * at most 256 at a time.
     */
    SortedMap<Long, Instant> saveDates(UidSet uids) throws StoreException;
}
