package dev.yubin.imap.server;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.ObjectIds;
import java.util.ArrayList;
import java.util.List;

/** What a store can do besides, and what that turns on: package {@code dev.yubin.mailbox.feature}. */
final class Features {
    private Features() {}

    /** The capabilities that this account's store turns on; what its INBOX can do, all its mailboxes can. */
    static List<String> capabilities(Account account) throws StoreException {
        Mailbox inbox = account.open(MailboxName.INBOX);
        List<String> all = new ArrayList<>();
        if (inbox instanceof AtomicMove) {
            all.add("MOVE");
        }
        if (inbox instanceof ObjectIds) {
            all.add("OBJECTID");
        }
        return all;
    }
}
