package dev.yubin.imap.server;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.ObjectIds;
import java.util.Optional;

/**
 * Which name the selected mailbox has by now. Another session may have renamed it (RFC 9051 section 6.3.6), or removed it, and made another of its name: it
 * stays selected and goes on, but what is said or asked by name is about whichever mailbox has that name now.
 */
final class Whereabouts {
    private Whereabouts() {}

    /** Looks it up, and notes it in the view; where all is as it was, that is to open one mailbox. Empty where none is selected, or it is gone. */
    static Optional<MailboxName> find(Session session) throws StoreException {
        if (session.view().isEmpty()) {
            return Optional.empty();
        }
        MailboxView view = session.view().get();
        Optional<MailboxName> found = name(view, session.account());
        view.named(found);
        return found;
    }

    private static Optional<MailboxName> name(MailboxView view, Account account) throws StoreException {
        if (isThere(view, account, view.name())) {
            return Optional.of(view.name());
        }
        for (MailboxEntry entry : account.list()) {
            if (entry.exists() && isThere(view, account, entry.name())) {
                return Optional.of(entry.name());
            }
        }
        return Optional.empty();
    }

    /** UIDVALIDITY goes along with a new name, and another mailbox under the old one has a greater one; MAILBOXID is of one mailbox alone. */
    private static boolean isThere(MailboxView view, Account account, MailboxName name) throws StoreException {
        try {
            Mailbox there = account.open(name);
            boolean same = !(there instanceof ObjectIds its)
                    || !(view.mailbox() instanceof ObjectIds own)
                    || its.mailboxId().equals(own.mailboxId());
            return same && there.uidValidity() == view.opened().uidValidity();
        } catch (StoreException e) {
            if (e.reason() == StoreException.Reason.NONEXISTENT || e.reason() == StoreException.Reason.NOPERM) {
                return false;
            }
            throw e;
        }
    }
}
