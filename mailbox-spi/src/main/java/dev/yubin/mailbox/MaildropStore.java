package dev.yubin.mailbox;

/**
 * All that a server for POP3 alone needs of a store: one {@link Maildrop} a user. A store that also serves IMAP is a {@link MailStore}.
 */
@FunctionalInterface
public interface MaildropStore extends AutoCloseable {
    /**
     * One user's maildrop (RFC 1939 section 1). Called once for each POP3 session, behind its login.
     *
     * @param user the account's name as the login gives it
     * @throws StoreException {@code NONEXISTENT} when there is no such account
     */
    Maildrop maildrop(String user) throws StoreException;

    /** Lets go of what the store holds. Called once, when no more calls come; nothing that was committed is lost. */
    @Override
    default void close() throws StoreException {}
}
