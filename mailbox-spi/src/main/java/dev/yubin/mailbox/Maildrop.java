package dev.yubin.mailbox;

import java.util.List;

/**
 * The part of a mailbox that POP3 needs: what is there, its octets, and a way to be rid of it. Threads and failures are as
 * {@link MailStore} says.
 */
public interface Maildrop {
    /**
     * The value that says whether UIDs seen earlier still mean the same messages: RFC 9051 section 2.3.1.1. Called once for each POP3
     * session; UIDL is made of it.
     *
     * @return 1 to 2^32-1; greater than every earlier value whenever UIDs were given anew
     */
    long uidValidity() throws StoreException;

    /** Every message, by ascending UID. Called once for each POP3 session: RFC 1939 section 5 numbers the messages from this list. */
    List<Message> messages() throws StoreException;

    /**
     * Opens one message's octets. Called for each RETR, TOP or FETCH that needs octets of the message; closed by the caller.
     *
     * @throws StoreException {@code EXPUNGED} when no message has this UID, or has it no longer
     */
    Content content(long uid) throws StoreException;

    /**
     * Removes messages for good, all or none. UIDs without a message are passed over in silence. Called for QUIT of POP3. Later {@link Mailbox#changes} tell of
     * what was removed.
     *
     * @return the UIDs that this call removed
     */
    UidSet expunge(UidSet uids) throws StoreException;
}
