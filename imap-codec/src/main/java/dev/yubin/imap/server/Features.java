package dev.yubin.imap.server;

import dev.yubin.imap.wire.Syntax;
import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.AccountWatch;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.mailbox.feature.AppendLimits;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.AtomicReplace;
import dev.yubin.mailbox.feature.ObjectIds;
import dev.yubin.mailbox.feature.Previews;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.QuotaChange;
import dev.yubin.mailbox.feature.Quotas;
import dev.yubin.mailbox.feature.SaveDates;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a store can do besides, and what that turns on: package {@code dev.yubin.mailbox.feature}. */
final class Features {
    /** Of a store whose mailboxes have each a largest message of their own: RFC 7889 section 3. */
    static final String APPENDLIMIT = "APPENDLIMIT";

    private Features() {}

    /** The capabilities that this account's store turns on; what its INBOX can do, all its mailboxes can. */
    static List<String> capabilities(Account account) throws StoreException {
        Mailbox inbox = account.open(MailboxName.INBOX);
        List<String> all = new ArrayList<>();
        if (inbox instanceof AtomicMove) {
            all.add("MOVE");
        }
        if (inbox instanceof AtomicReplace) {
            all.add("REPLACE");
        }
        if (inbox instanceof ObjectIds) {
            all.add("OBJECTID");
        }
        if (inbox instanceof Previews) {
            all.add("PREVIEW");
        }
        if (inbox instanceof SaveDates) {
            all.add("SAVEDATE");
        }
        if (inbox instanceof AppendLimits) {
            all.add(APPENDLIMIT);
        }
        if (account instanceof AccessRights) {
            all.add("ACL");
            all.add("RIGHTS=kxte"); // RFC 4314 section 5.1.1: those that RFC 2086 did not have
            all.add("LIST-MYRIGHTS");
        }
        if (account instanceof AccountWatch) {
            all.add("NOTIFY");
        }
        if (account instanceof Annotations) {
            all.add("METADATA");
            all.add("LIST-METADATA");
            all.add("FILTERS");
        }
        if (account instanceof Quotas quotas) {
            all.addAll(quota(quotas));
        }
        return all;
    }

    /** What can be bounded is named too: RFC 9208 section 3.1. */
    private static List<String> quota(Quotas quotas) throws StoreException {
        Set<Quota.Resource> resources = EnumSet.noneOf(Quota.Resource.class);
        List<Quota> roots = quotas.quotas(MailboxName.INBOX);
        roots.forEach(root -> resources.addAll(root.resources().keySet()));
        List<String> offered = new ArrayList<>();
        if (!roots.isEmpty() && quotas instanceof QuotaChange change) {
            resources.addAll(change.changeable());
            offered.addAll(change.changeable().isEmpty() ? List.of() : List.of("QUOTASET"));
        }
        if (!resources.isEmpty()) { // section 1: no QUOTA without a resource
            offered.add("QUOTA");
            resources.forEach(resource -> offered.add("QUOTA=RES-" + Syntax.word(resource)));
        }
        return offered;
    }
}
