package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import java.util.List;
import java.util.Optional;

/**
 * An {@link dev.yubin.mailbox.Account} that says what it may hold and what it holds. It turns on QUOTA and a {@code QUOTA=RES-} for
 * each resource (RFC 9208). The store itself refuses with {@code OVERQUOTA} what goes beyond.
 */
public interface Quotas {
    /**
     * The quotas that bound a mailbox, which need not exist. Called for each GETQUOTAROOT, and of INBOX for each login to IMAP, which tells what is
     * bounded.
     *
     * @return none where nothing bounds it
     */
    List<Quota> quotas(MailboxName mailbox) throws StoreException;

    /**
     * The quota of that root. Called for each GETQUOTA.
     *
     * @return empty when there is no such root
     */
    Optional<Quota> quota(String root) throws StoreException;
}
