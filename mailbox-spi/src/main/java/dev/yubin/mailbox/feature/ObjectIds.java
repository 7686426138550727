package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.SortedMap;

/**
 * A {@link dev.yubin.mailbox.Mailbox} whose names for itself and its messages never change. It turns on OBJECTID (RFC 8474). An
 * identifier has 1 to 255 characters out of {@code A-Z a-z 0-9 _ -}, and one that was given is never given to anything else.
 */
public interface ObjectIds {
    /** This mailbox's MAILBOXID: it outlives a RENAME (RFC 8474 section 4). Called for each SELECT, CREATE, and STATUS that asks. */
    String mailboxId() throws StoreException;

    /**
     * The identifiers of these messages, by UID; a UID without a message is left out. The library asks for at most 256 at a time.
     */
    SortedMap<Long, ObjectId> objectIds(UidSet uids) throws StoreException;
}
