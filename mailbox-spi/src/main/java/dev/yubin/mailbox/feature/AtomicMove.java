package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.Copied;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;

/**
 * A {@link Mailbox} that moves messages in one step. It turns on MOVE for IMAP4rev1 (RFC 6851). IMAP4rev2 has the command in any case: over a store that lacks this
 * a message is copied and then removed, and may be met in both mailboxes between the two, or for good where the store fails there.
 */
@FunctionalInterface
public interface AtomicMove {
    /**
     * Moves messages with their flags, internal dates and outlines to the end of another mailbox of the same account, all or none, in the
     * order of their UIDs; no caller sees one in both mailboxes or in none. UIDs without a message are passed over. {@code changes} tell
     * of what left. Called for each MOVE and UID MOVE.
     *
     * @throws StoreException {@code NONEXISTENT} when there is no mailbox of that name
     */
    Copied move(UidSet uids, MailboxName target) throws StoreException;

    /** Moves by the mailbox's own move where it has one, and else by copying and removing. */
    static Copied move(Mailbox mailbox, UidSet uids, MailboxName target) throws StoreException {
        if (mailbox instanceof AtomicMove atomic) {
            return atomic.move(uids, target);
        }
        Copied copied = mailbox.copy(uids, target);
        mailbox.expunge(UidSet.of(copied.source()));
        return copied;
    }
}
