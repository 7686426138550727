package dev.yubin.mailbox;

/**
 * Where mail is kept. An application implements this over whatever storage it has and is given POP3, IMAP and local delivery.
 *
 * <p>Every method of this package's interfaces may be called from many connections at once, each on a thread that may wait: take the time
 * the storage needs. Say no with a {@link StoreException}; anything else thrown is logged as a bug of the store, and the peer is told
 * {@code NO [SERVERBUG]} or {@code 451 4.3.0}. What a method has returned is durable, as far as the store is durable at all, and visible
 * to every call that begins afterwards. Calls of one connection never overlap, those of many do, also in one mailbox.
 *
 * <p>Any method may fail with {@code UNAVAILABLE} or {@code CORRUPTION}, and what brings anything in with {@code FULL} and {@code LIMIT};
 * each method names what it may fail with besides. One that fails has changed nothing.
 *
 * <p>A store passes {@code MailStoreContract} of module {@code dev.yubin.conformance}. One over rows and transactions has most of it
 * ready in {@link dev.yubin.mailbox.rows.RowMailStore}.
 */
public interface MailStore extends MaildropStore {
    /**
     * The mailboxes of one user. Called once for each login and once for each delivery; cheap, for no mail is read yet.
     *
     * @param user the account's name as the login or the router gives it, such as {@code bbb@osaka.test}
     * @throws StoreException {@code NONEXISTENT} when there is no such account; {@code EXPIRED} or {@code CONTACTADMIN} for one that nobody may use now
     */
    Account account(String user) throws StoreException;

    /**
     * Whether nothing of this store, nor of what it hands out, ever waits: for a disk, another process, or a lock that is held for longer than a change
     * in memory takes. IMAP's short commands are then carried out on the event loop of their connection, which spares each of them two changes of
     * thread. Whoever wraps a store and promises this has asked the store within. Called for each command; always the same.
     */
    default boolean neverWaits() {
        return false;
    }

    /** The user's INBOX, for that is what POP3 shows. */
    @Override
    default Maildrop maildrop(String user) throws StoreException {
        return account(user).open(MailboxName.INBOX);
    }
}
