package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import java.util.Map;
import java.util.Set;

/**
 * An {@link dev.yubin.mailbox.Account} whose mailboxes can be shared with others. It turns on ACL and {@code RIGHTS=} (RFC 4314).
 *
 * <p>Mailboxes of others in which the user has a right are among those of {@code Account.list}, under {@link #othersPrefix}. The store
 * itself refuses what the user may not do: with {@code NOPERM} where he has {@link Right#LOOKUP}, and else with {@code NONEXISTENT}, so
 * that nobody learns of a mailbox that is hidden from him.
 */
public interface AccessRights {
    /** What stands before the names of others' mailboxes: RFC 2342. Such as {@code Other Users/}, of which {@code bob/Work} follows. */
    String othersPrefix();

    /**
     * What the user himself may do. Called for each MYRIGHTS, and for SELECT to say READ-ONLY.
     *
     * @throws StoreException {@code NONEXISTENT}
     */
    Set<Right> myRights(MailboxName mailbox) throws StoreException;

    /**
     * Everybody's rights, by identifier: a user's name, {@code anyone}, or either behind {@code -} for rights that are taken away (RFC
     * 4314 section 2). Called for each GETACL.
     *
     * @throws StoreException {@code NONEXISTENT}; {@code NOPERM} without {@link Right#ADMINISTER}
     */
    Map<String, Set<Right>> rights(MailboxName mailbox) throws StoreException;

    /**
     * Changes an identifier's rights; one that has none left is no longer listed. Called for each SETACL and DELETEACL.
     *
     * @throws StoreException {@code NONEXISTENT}; {@code NOPERM} without {@link Right#ADMINISTER}
     */
    void change(MailboxName mailbox, String identifier, RightsChange change) throws StoreException;
}
