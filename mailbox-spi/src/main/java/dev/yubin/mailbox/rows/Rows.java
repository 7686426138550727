package dev.yubin.mailbox.rows;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The rows of one account within one transaction. Each method is one question or one change, such as a database answers with a
 * statement, and decides nothing: what may be done, which numbers are given and what is counted is {@link RowMailStore}'s. A mailbox is
 * known by its {@linkplain MailboxRow#id id}, a message by its mailbox's id and its UID. What is to be changed or removed is there, and
 * what is to be added is not.
 *
 * <p>Used by one thread, and not behind the end of its transaction. Any method may fail with {@code UNAVAILABLE} or
 * {@code CORRUPTION}, and one that adds with {@code FULL}, {@code LIMIT}, {@code OVERQUOTA} or {@code TOOBIG}; the transaction is then
 * given up.
 */
public interface Rows {
    /** Every mailbox of the account, in any order. Asked by LIST, CREATE and RENAME, so seldom. */
    List<MailboxRow> mailboxes() throws StoreException;

    /** The mailbox of exactly this name. Unless it is overridden it looks through all of them. */
    default Optional<MailboxRow> mailbox(MailboxName name) throws StoreException {
        return mailboxes().stream().filter(row -> row.name().equals(name)).findFirst();
    }

    /**
     * The mailbox of this id; empty when it was removed. Asked by nearly every call. Unless it is overridden it looks through all of
     * them.
     */
    default Optional<MailboxRow> mailbox(long id) throws StoreException {
        return mailboxes().stream().filter(row -> row.id() == id).findFirst();
    }

    /**
     * Adds an empty mailbox, with UIDNEXT 1, mod-sequence 1 and totals of 0. Its id is yours to choose: 1 to 2^32-1, greater than that of
     * every mailbox that this account has had, those that were removed among them. A sequence of the database gives it.
     */
    void addMailbox(MailboxName name, Set<SpecialUse> uses) throws StoreException;

    /** Gives a mailbox another name, and nothing else: its inferiors are given theirs one by one. */
    void renameMailbox(long id, MailboxName name) throws StoreException;

    /** Gives a mailbox other counters and totals. Asked once for each change of what is in it. */
    void updateMailbox(long id, MailboxStatus status) throws StoreException;

    /** Removes a mailbox with its messages, and what it remembers of those that were removed. */
    void removeMailbox(long id) throws StoreException;

    /** The names that are subscribed, whether a mailbox has them or not. */
    Set<MailboxName> subscriptions() throws StoreException;

    /** Adds a name to the subscriptions that is not among them, or removes one that is. */
    void subscribe(MailboxName name, boolean subscribed) throws StoreException;

    /** The messages with a UID from first to last, both among them, by ascending UID. */
    List<Message> messages(long mailbox, long first, long last) throws StoreException;

    /**
     * The messages whose mod-sequence is greater than this one, by ascending UID. Asked between the commands of whoever has the mailbox
     * selected, so often and mostly for few: worth an index.
     */
    List<Message> changed(long mailbox, long sinceModSeq) throws StoreException;

    /**
     * The UIDs of messages that were removed with a mod-sequence greater than this one. Asked as often as {@link #changed}.
     *
     * @return empty when not all of them are remembered any longer; to remember them for ever will do for long
     */
    Optional<UidSet> vanished(long mailbox, long sinceModSeq) throws StoreException;

    /** The outlines of the messages with a UID from first to last, both among them, by UID. */
    SortedMap<Long, byte[]> outlines(long mailbox, long first, long last) throws StoreException;

    /** A message's octets; empty when there is no message of this UID. */
    Optional<byte[]> octets(long mailbox, long uid) throws StoreException;

    /** Adds a message. The arrays are yours. Its internal date is kept to the second at least. */
    void addMessage(long mailbox, Message message, byte[] octets, byte[] outline) throws StoreException;

    /**
     * Adds a message with the octets and the outline of another one of the account. Unless it is overridden it reads and adds them; a
     * database does that without giving them out.
     *
     * @param mailbox where the other is, whose UID is {@code uid}
     * @param target  where the copy comes to be; may be the same
     * @param copy    what the copy is there: UID and mod-sequence are its own, size, flags and internal date the other's
     */
    default void copyMessage(long mailbox, long uid, long target, Message copy) throws StoreException {
        byte[] outline = outlines(mailbox, uid, uid).get(uid);
        addMessage(target, copy, octets(mailbox, uid).orElseThrow(), outline);
    }

    /** Gives the message of {@code message.uid()} these flags and this mod-sequence; nothing else of it has changed. */
    void updateMessage(long mailbox, Message message) throws StoreException;

    /** Removes a message, and remembers that its UID vanished with this mod-sequence. */
    void removeMessage(long mailbox, long uid, long modSeq) throws StoreException;
}
