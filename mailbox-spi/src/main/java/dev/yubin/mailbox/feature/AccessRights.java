package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An {@link dev.yubin.mailbox.Account} whose mailboxes can be shared with others. It turns on ACL and {@code RIGHTS=} (RFC 4314).
 *
 * <p>Mailboxes of others in which the user has {@link Right#LOOKUP} are among those of {@code Account.list}, under {@link #othersPrefix},
 * without what they are for; whoever has any right opens them, and copies and moves between them and his own. The store itself refuses
 * what the user may not do (RFC 4314 section 4): with {@code NOPERM} where he has {@code LOOKUP}, and else with {@code NONEXISTENT}, so
 * that nobody learns of a mailbox that is hidden from him, nor of an account. Flags are not refused but left as they are, or left out of
 * what comes in, as long as there is one among those named that he may change. An owner has all rights in his own mailboxes, always.
 */
public interface AccessRights {
    /**
     * What stands before the names of others' mailboxes (RFC 2342), such as {@code Other Users/}; the account, {@code /}, and the
     * mailbox's name there follow. Called for each NAMESPACE.
     */
    String othersPrefix();

    /**
     * Whose mailbox it is: that account has all rights, always. Called for each LISTRIGHTS.
     *
     * @return empty for the user's own; of others', unless this is overridden, the first level behind {@link #othersPrefix}, so a store whose
     *     accounts have names of several levels overrides it
     */
    default Optional<String> owner(MailboxName mailbox) {
        String name = mailbox.toString();
        return name.startsWith(othersPrefix())
                ? MailboxName.of(name.substring(othersPrefix().length())).levels().stream()
                        .findFirst()
                : Optional.empty();
    }

    /**
     * What the user himself may do. Called for each MYRIGHTS, and for SELECT to say READ-ONLY.
     *
     * @throws StoreException {@code NONEXISTENT} when he may do nothing there
     */
    Set<Right> myRights(MailboxName mailbox) throws StoreException;

    /**
     * Everybody's rights, the owner's among them, by identifier: a user's name, {@code anyone}, or either behind {@code -} for rights
     * that are taken away (RFC 4314 section 2). They go with the mailbox when it is renamed and end with it. Called for each GETACL.
     *
     * @throws StoreException {@code NONEXISTENT}; {@code NOPERM} without {@link Right#ADMINISTER}
     */
    Map<String, Set<Right>> rights(MailboxName mailbox) throws StoreException;

    /**
     * Changes an identifier's rights; one that has none left is no longer listed. Called for each SETACL and DELETEACL.
     *
     * @throws StoreException {@code NONEXISTENT}; {@code NOPERM} without {@link Right#ADMINISTER}; {@code CANNOT} for less than all to
     *     the owner
     */
    void change(MailboxName mailbox, String identifier, RightsChange change) throws StoreException;
}
