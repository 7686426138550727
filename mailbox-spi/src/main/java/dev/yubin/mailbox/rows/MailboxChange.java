package dev.yubin.mailbox.rows;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import java.time.Instant;
import java.util.Set;

/**
 * A mailbox while it is changed: gives UIDs, and one mod-sequence to all that changes, since all of it becomes visible at once; counts
 * the totals on. {@link #save} comes last.
 */
final class MailboxChange {
    private final Rows rows;
    private final MailboxRow before;
    private final long modSeq;
    private MailboxStatus status;

    MailboxChange(Rows rows, MailboxRow before) {
        this.rows = rows;
        this.before = before;
        this.modSeq = before.status().modSeq() + 1;
        this.status = before.status();
    }

    /** Returns its UID. */
    long add(Append.Whole message) throws StoreException {
        byte[] octets = message.octets();
        Message added = arrival(message.received(), octets.length, message.flags());
        rows.addMessage(before.id(), added, octets, message.outline());
        return added.uid();
    }

    /** Copies a message of that mailbox to here. Returns the copy's UID. */
    long copy(long mailbox, Message message) throws StoreException {
        Message copy = arrival(message.received(), message.octets(), message.flags());
        rows.copyMessage(mailbox, message.uid(), before.id(), copy);
        return copy.uid();
    }

    private Message arrival(Instant received, long octets, Set<Flag> flags) {
        Message message = new Message(status.uidNext(), modSeq, received, octets, flags);
        count(message, 1);
        return message;
    }

    /** Returns the message as it is now: where it has these flags already, as it was. */
    Message flag(Message message, Set<Flag> flags) throws StoreException {
        if (flags.equals(message.flags())) {
            return message;
        }
        Message flagged = new Message(message.uid(), modSeq, message.received(), message.octets(), flags);
        rows.updateMessage(before.id(), flagged);
        count(message, -1);
        count(flagged, 1);
        return flagged;
    }

    void remove(Message message) throws StoreException {
        rows.removeMessage(before.id(), message.uid(), modSeq);
        count(message, -1);
    }

    private void count(Message message, int by) {
        status = new MailboxStatus(
                status.uidValidity(),
                Math.max(status.uidNext(), message.uid() + 1),
                modSeq,
                status.messages() + by,
                status.unseen() + (message.flags().contains(Flag.SEEN) ? 0 : by),
                status.deleted() + (message.flags().contains(Flag.DELETED) ? by : 0),
                status.octets() + by * message.octets());
    }

    /** Keeps counters and totals, where anything has changed. */
    void save() throws StoreException {
        if (!status.equals(before.status())) {
            rows.updateMailbox(before.id(), status);
        }
    }
}
