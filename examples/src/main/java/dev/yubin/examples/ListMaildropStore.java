package dev.yubin.examples;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Maildrop;
import dev.yubin.mailbox.MaildropStore;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The least a store can be: one user's mail in a list, for a POP3 server. It forgets all in the end, bounds nothing, and walks the list for each message.
 *
 * @param user        whose mail it is
 * @param uidValidity greater each time the UIDs begin anew, such as the second in which the list was made
 * @param mails       by ascending UID; a list for many threads, such as {@link java.util.concurrent.CopyOnWriteArrayList}
 */
public record ListMaildropStore(String user, long uidValidity, List<Mail> mails) implements MaildropStore, Maildrop {
    /** A message's octets, and a UID that no other has had. */
    public record Mail(long uid, byte[] octets) {}

    @Override
    public Maildrop maildrop(String name) throws StoreException {
        if (!name.equals(user)) {
            throw new StoreException(Reason.NONEXISTENT, "there is no account " + name);
        }
        return this;
    }

    @Override
    public List<Message> messages() {
        return mails.stream()
                .map(mail -> new Message(mail.uid(), 1, Instant.EPOCH, mail.octets().length, Set.of()))
                .toList();
    }

    @Override
    public Content content(long uid) throws StoreException {
        for (Mail mail : mails) {
            if (mail.uid() == uid) {
                return Content.of(mail.octets());
            }
        }
        throw new StoreException(Reason.EXPUNGED, "there is no message with UID " + uid);
    }

    @Override
    public UidSet expunge(UidSet uids) {
        UidSet.Builder removed = new UidSet.Builder();
        for (Mail mail : mails) {
            if (uids.contains(mail.uid()) && mails.remove(mail)) { // another may have removed it meanwhile
                removed.add(mail.uid());
            }
        }
        return removed.build();
    }
}
