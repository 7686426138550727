package dev.yubin.imap.server;

import dev.yubin.imap.mailbox.Create;
import dev.yubin.imap.mailbox.Delete;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.ListReturn;
import dev.yubin.imap.mailbox.ListSelect;
import dev.yubin.imap.mailbox.Lsub;
import dev.yubin.imap.mailbox.Rename;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.mailbox.Status;
import dev.yubin.imap.mailbox.StatusItem;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is done to mailboxes: RFC 9051 section 6.3. Each method is one command whole, on the connection's worker. */
final class MailboxCommands {
    private final Session session;

    MailboxCommands(Session session) {
        this.session = session;
    }

    /** SELECT and EXAMINE; whatever comes of it, the mailbox before is no longer selected: RFC 9051 section 6.3.2. */
    Progress select(Select select, Answers out) throws StoreException, Refusal {
        if (select.resync().isPresent()) {
            throw Refusal.bad("QRESYNC is not enabled");
        }
        if (session.view().isPresent()) {
            session.unselect();
            out.untagged("OK", "CLOSED", "the mailbox before is closed");
        }
        if (select.condstore()) {
            session.speakOfModSeqs(out);
        }
        MailboxName name = Names.existing(select.mailbox());
        MailboxView view = MailboxView.open(account().open(name), name, select.readOnly());
        session.select(view);
        MailboxStatus opened = view.opened();
        view.writeFlags(out);
        out.untagged(view.numbering().size() + " EXISTS");
        if (session.dialect().recent()) {
            out.untagged("0 RECENT");
            view.firstUnseen().ifPresent(n -> out.untagged("OK", "UNSEEN " + n, "the first that is unseen"));
        }
        out.untagged("OK", "UIDVALIDITY " + opened.uidValidity(), "UIDs are valid");
        out.untagged("OK", "UIDNEXT " + opened.uidNext(), "the next UID");
        out.untagged("OK", "HIGHESTMODSEQ " + opened.modSeq(), "the highest mod-sequence");
        if (session.dialect().rev2()) {
            list(new Listing(account().list()), List.of(name.toString()), out);
        }
        return Progress.done(
                select.readOnly() ? "READ-ONLY" : "READ-WRITE", select.verb().word() + " done");
    }

    /** The LIST response that IMAP4rev2 wants behind SELECT. */
    private static void list(Listing listing, List<String> names, Answers out) {
        List<ListPattern> patterns =
                names.stream().map(name -> new ListPattern("", name)).toList();
        for (Listing.Listed listed : listing.list(patterns, Listing.Selection.PLAIN)) {
            if (names.contains(listed.name())) {
                write("LIST", listed, out);
            }
        }
    }

    Progress create(Create create) throws StoreException, Refusal {
        account().create(Names.made(create.mailbox()), Set.of());
        return Progress.done("CREATE done");
    }

    /** DELETE; where it is the selected mailbox, none is selected then. */
    Progress delete(Delete delete, Answers out) throws StoreException, Refusal {
        MailboxName name = Names.existing(delete.mailbox());
        account().delete(name);
        if (session.view().map(MailboxView::name).filter(name::equals).isPresent()) {
            session.unselect();
            out.untagged("OK", "CLOSED", "the selected mailbox is deleted");
        }
        return Progress.done("DELETE done");
    }

    Progress rename(Rename rename) throws StoreException, Refusal {
        account().rename(Names.existing(rename.from()), Names.made(rename.to()));
        return Progress.done("RENAME done");
    }

    Progress subscribe(dev.yubin.imap.ImapName name, boolean subscribed) throws StoreException, Refusal {
        account().subscribe(Names.made(name), subscribed);
        return Progress.done(subscribed ? "SUBSCRIBE done" : "UNSUBSCRIBE done");
    }

    Progress list(ListMailboxes list, Answers out) throws StoreException {
        if (!list.extended() && list.patterns().get(0).isEmpty()) {
            out.untagged("LIST (\\Noselect) \"/\" \"\""); // what is the delimiter? RFC 9051 section 6.3.9
            return Progress.done("LIST done");
        }
        Listing.Selection selection = new Listing.Selection(
                list.selecting().contains(ListSelect.SUBSCRIBED),
                list.selecting().contains(ListSelect.RECURSIVEMATCH),
                list.selecting().contains(ListSelect.SPECIAL_USE),
                list.returning().contains(ListReturn.SUBSCRIBED));
        List<ListPattern> patterns = list.patterns().stream()
                .map(pattern -> new ListPattern(list.reference(), pattern))
                .toList();
        for (Listing.Listed listed : new Listing(account().list()).list(patterns, selection)) {
            write("LIST", listed, out);
            if (!list.status().isEmpty() && listed.selectable()) {
                statusIfThere(listed.name(), list.status(), out);
            }
        }
        return Progress.done("LIST done");
    }

    /** A mailbox that cannot be asked right now spoils no list: RFC 5819 section 2. */
    private void statusIfThere(String name, Set<StatusItem> items, Answers out) {
        try {
            status(MailboxName.of(name), items, out);
        } catch (StoreException e) {
            session.note("no STATUS of " + name, e);
        }
    }

    Progress lsub(Lsub lsub, Answers out) throws StoreException {
        if (lsub.pattern().isEmpty()) {
            out.untagged("LSUB (\\Noselect) \"/\" \"\"");
        } else {
            Listing listing = new Listing(account().list());
            listing.lsub(new ListPattern(lsub.reference(), lsub.pattern())).forEach(l -> write("LSUB", l, out));
        }
        return Progress.done("LSUB done");
    }

    private static void write(String response, Listing.Listed listed, Answers out) {
        ImapWriter line = out.untagged()
                .text(response)
                .space()
                .list(new ArrayList<>(listed.attributes()), (attribute, to) -> to.text(attribute))
                .text(" \"" + MailboxName.DELIMITER + "\" ")
                .mailbox(listed.name());
        (listed.childInfo() ? line.text(" (\"CHILDINFO\" (\"SUBSCRIBED\"))") : line).crlf();
    }

    /** One namespace, the user's own: RFC 2342. */
    Progress namespace(Answers out) {
        out.untagged("NAMESPACE ((\"\" \"" + MailboxName.DELIMITER + "\")) NIL NIL");
        return Progress.done("NAMESPACE done");
    }

    Progress status(Status status, Answers out) throws StoreException, Refusal {
        if (status.items().contains(StatusItem.HIGHESTMODSEQ)) {
            session.speakOfModSeqs(out);
        }
        status(Names.existing(status.mailbox()), status.items(), out);
        return Progress.done("STATUS done");
    }

    private void status(MailboxName name, Set<StatusItem> items, Answers out) throws StoreException {
        MailboxStatus status = account().open(name).status();
        out.untagged()
                .text("STATUS ")
                .mailbox(name.toString())
                .space()
                .list(items, (item, to) -> to.text(item.name()).space().number(value(item, status)))
                .crlf();
    }

    private static long value(StatusItem item, MailboxStatus status) {
        return switch (item) {
            case MESSAGES -> status.messages();
            case RECENT -> 0; // recent is only what comes while a session looks: see MailboxView
            case UIDNEXT -> status.uidNext();
            case UIDVALIDITY -> status.uidValidity();
            case UNSEEN -> status.unseen();
            case DELETED -> status.deleted();
            case SIZE -> status.octets();
            case HIGHESTMODSEQ -> status.modSeq();
        };
    }

    private Account account() {
        return session.account();
    }
}
