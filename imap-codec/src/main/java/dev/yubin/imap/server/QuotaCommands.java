package dev.yubin.imap.server;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.quota.GetQuota;
import dev.yubin.imap.quota.QuotaData;
import dev.yubin.imap.quota.QuotaRootData;
import dev.yubin.imap.quota.SetQuota;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.QuotaChange;
import dev.yubin.mailbox.feature.Quotas;
import java.util.List;

/** How much may be kept: RFC 9208. Each method is one command whole, on the connection's worker. */
final class QuotaCommands {
    private final Session session;

    QuotaCommands(Session session) {
        this.session = session;
    }

    Progress get(GetQuota get, Answers out) throws StoreException, Refusal {
        out.untagged(quota(quotas(), get.root()));
        return Progress.done("GETQUOTA done");
    }

    /** GETQUOTAROOT, of a mailbox that need not be there. */
    Progress roots(ImapName mailbox, Answers out) throws StoreException, Refusal {
        List<Quota> quotas = quotas().quotas(Names.made(mailbox));
        out.untagged(new QuotaRootData(mailbox, quotas.stream().map(Quota::root).toList()));
        quotas.forEach(quota -> out.untagged(new QuotaData(quota)));
        return Progress.done("GETQUOTAROOT done");
    }

    /** SETQUOTA; what came of it is told, for a store may round. */
    Progress set(SetQuota set, Answers out) throws StoreException, Refusal {
        session.require("QUOTASET");
        QuotaChange quotas = (QuotaChange) session.account();
        quotas.change(set.root(), set.limits());
        out.untagged(quota(quotas, set.root()));
        return Progress.done("SETQUOTA done");
    }

    private static QuotaData quota(Quotas quotas, String root) throws StoreException, Refusal {
        return new QuotaData(
                quotas.quota(root).orElseThrow(() -> Refusal.no(Plain.NONEXISTENT, "there is no such quota root")));
    }

    private Quotas quotas() throws Refusal {
        session.require("QUOTA");
        return (Quotas) session.account();
    }
}
