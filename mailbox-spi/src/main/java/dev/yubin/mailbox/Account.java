package dev.yubin.mailbox;

import java.util.List;
import java.util.Set;

/** One user's mailboxes. An {@code INBOX} is always there (RFC 9051 section 5.1). Threads and failures are as {@link MailStore} says. */
public interface Account {
    /**
     * Every mailbox that exists, and every name that is subscribed whether it exists or not: each name once, in any order. Called for each
     * LIST and LSUB, which pick out what was asked for.
     */
    List<MailboxEntry> list() throws StoreException;

    /**
     * Opens a mailbox that exists. Called once for each login to IMAP (for INBOX), SELECT, STATUS, APPEND and delivery, and for DELETE, RENAME and
     * ESEARCH where one is selected, to see whether that is still its name. The result may be used by many threads and for long; it stays that
     * mailbox under whichever name it gets.
     *
     * @throws StoreException {@code NONEXISTENT}
     */
    Mailbox open(MailboxName name) throws StoreException;

    /**
     * Makes an empty mailbox with a UIDVALIDITY above every one that this name has had. Superiors that are missing are made too
     * (RFC 9051 section 6.3.4). Called for each CREATE.
     *
     * @param uses what it is for, such as {@code \Sent} (RFC 6154); mostly empty
     * @throws StoreException {@code ALREADYEXISTS}, {@code OVERQUOTA}; {@code CANNOT} where no mailbox of that name can be for that
     */
    void create(MailboxName name, Set<SpecialUse> uses) throws StoreException;

    /**
     * Removes a mailbox and its messages; inferiors stay (RFC 9051 section 6.3.5). INBOX cannot be removed. Called for each DELETE.
     *
     * @throws StoreException {@code NONEXISTENT}, {@code CANNOT}
     */
    void delete(MailboxName name) throws StoreException;

    /**
     * Gives a mailbox and all its inferiors another name; UIDs and UIDVALIDITY go with them. Renaming INBOX moves its messages to a new
     * mailbox and leaves INBOX empty, its inferiors untouched (RFC 9051 section 6.3.6). All of them have the new names at once or none.
     * Called for each RENAME.
     *
     * @throws StoreException {@code NONEXISTENT}, {@code ALREADYEXISTS}, {@code CANNOT}, {@code OVERQUOTA}
     */
    void rename(MailboxName from, MailboxName to) throws StoreException;

    /** Puts a name on or takes it off the list of subscriptions; the mailbox need not exist (RFC 9051 section 6.3.7). Called for each SUBSCRIBE and UNSUBSCRIBE. */
    void subscribe(MailboxName name, boolean subscribed) throws StoreException;
}
