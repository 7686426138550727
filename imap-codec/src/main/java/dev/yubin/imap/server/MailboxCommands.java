package dev.yubin.imap.server;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Language;
import dev.yubin.imap.LanguageData;
import dev.yubin.imap.NumberData;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.Count;
import dev.yubin.imap.ResponseCode.Count.Name;
import dev.yubin.imap.ResponseCode.MailboxId;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.mailbox.Create;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.Lsub;
import dev.yubin.imap.mailbox.NamespaceData;
import dev.yubin.imap.mailbox.NamespaceData.Namespace;
import dev.yubin.imap.mailbox.Rename;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.mailbox.Status;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.mailbox.StatusItem;
import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.AppendLimits;
import dev.yubin.mailbox.feature.ObjectIds;
import dev.yubin.mailbox.feature.Right;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is done to mailboxes: RFC 9051 section 6.3. Each method is one command whole, on the connection's worker. */
final class MailboxCommands {
    /** How many messages are listed together. */
    private static final int LISTED_BATCH = 4096;

    private final Session session;

    MailboxCommands(Session session) {
        this.session = session;
    }

    Running select(Select select) throws Refusal {
        if (select.resync().isEmpty()) {
            return out -> select(select, out);
        }
        session.requireQresync();
        return new Resyncing(session, select.resync().get(), out -> select(select, out));
    }

    /** SELECT and EXAMINE; whatever comes of it, the mailbox before is no longer selected: RFC 9051 section 6.3.2. */
    private Progress select(Select select, Answers out) throws StoreException, Refusal {
        if (session.view().isPresent()) {
            session.unselect();
            out.untagged(Condition.OK, Plain.CLOSED, "the mailbox before is closed");
        }
        if (select.condstore()) {
            session.speakOfModSeqs(out);
        }
        MailboxName name = Names.existing(select.mailbox());
        MailboxView view = MailboxView.open(account().open(name), name, select.readOnly(), rights(name));
        MailboxStatus opened = view.opened();
        view.writeFlags(out);
        out.untagged(new NumberData(ResponseKind.EXISTS, view.numbering().size()));
        if (session.dialect().recent()) {
            out.untagged(new NumberData(ResponseKind.RECENT, 0));
        }
        if (session.dialect().tellsUnseen()) {
            view.firstUnseen().ifPresent(n -> count(Name.UNSEEN, n, "the first that is unseen", out));
        }
        count(Name.UIDVALIDITY, opened.uidValidity(), "UIDs are valid", out);
        count(Name.UIDNEXT, opened.uidNext(), "the next UID", out);
        count(Name.HIGHESTMODSEQ, opened.modSeq(), "the highest mod-sequence", out);
        if (session.offers("OBJECTID")) {
            out.untagged(Condition.OK, mailboxId(view.mailbox()), "its name for ever");
        }
        if (session.dialect().rev2()) {
            list(name.toString(), out);
        }
        session.select(view); // now that nothing can refuse any more
        return Progress.done(
                view.readOnly() ? Plain.READ_ONLY : Plain.READ_WRITE,
                select.verb().word() + " done");
    }

    private static void count(Name name, long number, String words, Answers out) {
        out.untagged(Condition.OK, new Count(name, number), words);
    }

    /** What the user may do there. @throws StoreException {@code NONEXISTENT} when he may do nothing */
    Set<Right> rights(MailboxName name) throws StoreException {
        return session.offers("ACL") ? ((AccessRights) account()).myRights(name) : EnumSet.allOf(Right.class);
    }

    /** The LIST response that IMAP4rev2 wants behind SELECT; what looks like a wildcard in the name is none here. */
    private void list(String name, Answers out) throws StoreException {
        for (ListData listed : listing().list(List.of(new ListPattern("", name)), Set.of(), Set.of())) {
            if (listed.mailbox().text().equals(name)) {
                out.untagged(listed);
            }
        }
    }

    Progress create(Create create, Answers out) throws StoreException, Refusal {
        MailboxName name = Names.made(create.mailbox(), out.line().encoding().utf8());
        Set<SpecialUse> uses = uses(create.uses());
        try {
            account().create(name, uses);
        } catch (StoreException e) {
            if (e.reason() == StoreException.Reason.CANNOT && !uses.isEmpty()) {
                throw useless(e.getMessage());
            }
            throw e;
        }
        session.news().watched().ifPresent(watched -> watched.created(name));
        return Progress.done(session.offers("OBJECTID") ? idOfNew(name) : Optional.empty(), "CREATE done");
    }

    private static Set<SpecialUse> uses(Set<Flag> attributes) throws Refusal {
        Set<SpecialUse> uses = EnumSet.noneOf(SpecialUse.class);
        for (Flag attribute : attributes) {
            uses.add(SpecialUse.of(attribute.name())
                    .orElseThrow(() -> useless("there are no mailboxes for " + attribute + " here")));
        }
        return uses;
    }

    /** No mailbox can be for that: RFC 6154 section 3. */
    private static Refusal useless(String words) {
        return Refusal.no(Plain.USEATTR, words);
    }

    /** The mailbox is made: who may not read it, or finds the store gone, hears OK all the same. */
    private Optional<ResponseCode> idOfNew(MailboxName name) {
        try {
            return Optional.of(mailboxId(account().open(name)));
        } catch (StoreException e) {
            session.note("no MAILBOXID of " + name, e);
            return Optional.empty();
        }
    }

    /** The code that tells a mailbox's identifier: RFC 8474 sections 4.1 and 4.2. */
    private static ResponseCode mailboxId(Mailbox mailbox) throws StoreException {
        return new MailboxId(((ObjectIds) mailbox).mailboxId());
    }

    /** DELETE; where it is the selected mailbox, none is selected then. */
    Progress delete(ImapName mailbox, Answers out) throws StoreException, Refusal {
        MailboxName name = Names.existing(mailbox);
        Whereabouts.find(session);
        account().delete(name);
        session.news().watched().ifPresent(watched -> watched.deleted(name));
        if (session.view().filter(selected -> selected.isNamed(name)).isPresent()) {
            session.unselect();
            out.untagged(Condition.OK, Plain.CLOSED, "the selected mailbox is deleted");
        }
        return Progress.done("DELETE done");
    }

    Progress rename(Rename rename, Answers out) throws StoreException, Refusal {
        MailboxName from = Names.existing(rename.from());
        MailboxName to = Names.made(rename.to(), out.line().encoding().utf8());
        Whereabouts.find(session);
        account().rename(from, to);
        session.news().watched().ifPresent(watched -> watched.renamed(from, to));
        session.view().ifPresent(selected -> selected.renamed(from, to));
        return Progress.done("RENAME done");
    }

    Progress subscribe(ImapName mailbox, boolean subscribed) throws StoreException, Refusal {
        MailboxName name = Names.made(mailbox);
        account().subscribe(name, subscribed);
        session.news().watched().ifPresent(watched -> watched.subscribed(name, subscribed));
        return Progress.done(subscribed ? "SUBSCRIBE done" : "UNSUBSCRIBE done");
    }

    Progress lsub(Lsub lsub, Answers out) throws StoreException {
        if (lsub.pattern().isEmpty()) {
            out.untagged(ListData.ofDelimiter(true, MailboxName.DELIMITER));
        } else {
            listing().lsub(new ListPattern(lsub.reference(), lsub.pattern())).forEach(out::untagged);
        }
        return Progress.done("LSUB done");
    }

    /** The user's own namespace, and that of others where mailboxes can be shared: RFC 2342. */
    Progress namespace(Answers out) {
        out.untagged(namespaces(out.language()));
        return Progress.done("NAMESPACE done");
    }

    private NamespaceData namespaces(Translation language) {
        List<Namespace> others = session.offers("ACL")
                ? List.of(namespace(((AccessRights) account()).othersPrefix(), language))
                : List.of();
        return new NamespaceData(List.of(namespace("", language)), others, List.of());
    }

    private static Namespace namespace(String prefix, Translation language) {
        return new Namespace(prefix, Optional.of(MailboxName.DELIMITER), language.ofPrefix(prefix));
    }

    /** LANGUAGE, which tells of namespaces too where they have names in that language: RFC 5255 section 3.4. */
    Progress language(Language command, Answers out) throws Refusal {
        Languages spoken = session.setting().languages();
        if (command.ranges().isEmpty()) {
            out.untagged(new LanguageData(spoken.tags()));
            return Progress.done("LANGUAGE done");
        }
        Translation chosen = spoken.choose(command);
        out.untagged(new LanguageData(List.of(chosen.tag())));
        out.speak(chosen);
        if (session.offers("ACL")
                && chosen.ofPrefix(((AccessRights) account()).othersPrefix()).isPresent()) {
            out.untagged(namespaces(chosen));
        }
        return Progress.done("LANGUAGE done");
    }

    Progress status(Status status, Answers out) throws StoreException, Refusal {
        checkOffered(status.items());
        if (status.items().contains(StatusItem.HIGHESTMODSEQ)) {
            session.speakOfModSeqs(out);
        }
        status(Names.existing(status.mailbox()), status.items(), out);
        return Progress.done("STATUS done");
    }

    void status(MailboxName name, Set<StatusItem> items, Answers out) throws StoreException {
        Mailbox mailbox = account().open(name);
        MailboxStatus status = mailbox.status();
        Map<StatusItem, Long> numbers = new EnumMap<>(StatusItem.class);
        for (StatusItem item : items) {
            item.of(status).ifPresent(number -> numbers.put(item, number));
        }
        if (items.contains(StatusItem.DELETED_STORAGE)) {
            numbers.put(StatusItem.DELETED_STORAGE, deletedOctets(mailbox, status));
        }
        if (items.contains(StatusItem.APPENDLIMIT)) {
            numbers.put(StatusItem.APPENDLIMIT, appendLimit(mailbox));
        }
        Optional<String> id = items.contains(StatusItem.MAILBOXID)
                ? Optional.of(((ObjectIds) mailbox).mailboxId())
                : Optional.empty();
        out.untagged(new StatusData(new ImapName(name.toString()), numbers, id));
    }

    /** The lesser of the mailbox's own and what this server takes of any. */
    private long appendLimit(Mailbox mailbox) {
        long most = session.limits().messageOctets();
        return mailbox instanceof AppendLimits limits ? Math.min(limits.appendLimit(), most) : most;
    }

    void checkOffered(Set<StatusItem> items) throws Refusal {
        if (items.contains(StatusItem.MAILBOXID)) {
            session.require("OBJECTID");
        }
        if (items.contains(StatusItem.DELETED_STORAGE)) {
            session.require("QUOTA=RES-STORAGE");
        }
    }

    /** The sizes of messages that bear {@code \Deleted}, added up. */
    private static long deletedOctets(Mailbox mailbox, MailboxStatus status) throws StoreException {
        long octets = 0;
        UidSet uids = status.deleted() == 0 ? UidSet.EMPTY : mailbox.snapshot().uids();
        for (Batches batches = new Batches(uids, LISTED_BATCH); !batches.isEmpty(); ) {
            for (Message message : mailbox.messages(batches.next(), 0)) {
                octets += message.flags().contains(Flag.DELETED) ? message.octets() : 0;
            }
        }
        return octets;
    }

    Listing listing() throws StoreException {
        return new Listing(account().list());
    }

    private Account account() {
        return session.account();
    }
}
