package dev.yubin.imap.server;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.acl.MyRightsData;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.ListReturn;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.AccessRights;
import java.util.List;

/** LIST, with what is told of each mailbox besides: RFC 9051 section 6.3.9, RFC 5819, RFC 8440 and RFC 9590. On the connection's worker. */
final class ListCommand {
    private final Session session;
    private final ListMailboxes list;
    private final MailboxCommands mailboxes;

    ListCommand(Session session, ListMailboxes list) throws Refusal {
        this.session = session;
        this.list = list;
        this.mailboxes = new MailboxCommands(session);
        mailboxes.checkOffered(list.status());
        if (list.returning().contains(ListReturn.MYRIGHTS)) {
            session.require("LIST-MYRIGHTS");
        }
        if (!list.entries().isEmpty()) {
            session.require("LIST-METADATA");
        }
    }

    Progress answer(Answers out) throws StoreException {
        if (!list.extended() && list.patterns().get(0).isEmpty()) {
            out.untagged(ListData.ofDelimiter(
                    false, MailboxName.DELIMITER)); // what is the delimiter? RFC 9051 section 6.3.9
            return Progress.done("LIST done");
        }
        List<ListPattern> patterns = list.patterns().stream()
                .map(pattern -> new ListPattern(list.reference(), pattern))
                .toList();
        for (ListData listed : mailboxes.listing().list(patterns, list.selecting(), list.returning())) {
            out.untagged(listed);
            if (isMeant(listed)) {
                tellOf(MailboxName.of(listed.mailbox().text()), out);
            }
        }
        return Progress.done("LIST done");
    }

    /** Not of a mailbox that is not there, nor of one that is shown only for what lies below it: RFC 5819 section 2. */
    private static boolean isMeant(ListData listed) {
        return !listed.is(ListData.NOSELECT) && (listed.childInfo().isEmpty() || listed.is(ListData.SUBSCRIBED));
    }

    private void tellOf(MailboxName name, Answers out) {
        if (!list.status().isEmpty()) {
            ifThere("STATUS", name, () -> mailboxes.status(name, list.status(), out));
        }
        if (list.returning().contains(ListReturn.MYRIGHTS)) {
            ifThere(
                    "MYRIGHTS",
                    name,
                    () -> out.untagged(new MyRightsData(
                            new ImapName(name.toString()), ((AccessRights) session.account()).myRights(name))));
        }
        if (!list.entries().isEmpty()) {
            ifThere("METADATA", name, () -> new MetadataCommands(session).tell(name, list.entries(), out));
        }
    }

    /** What is asked of the store for one mailbox. */
    private interface Question {
        void ask() throws StoreException, Refusal;
    }

    /** A mailbox that cannot be asked right now spoils no list: RFC 5819 section 2. */
    private void ifThere(String what, MailboxName name, Question question) {
        try {
            question.ask();
        } catch (StoreException e) {
            session.note("no " + what + " of " + name, e);
        } catch (Refusal e) {
            throw new IllegalStateException("what was asked for was offered", e);
        }
    }
}
