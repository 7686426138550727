package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.Quota.Resource;
import java.util.Map;
import java.util.Set;

/** {@link Quotas} that some users may change. It turns on QUOTASET (RFC 9208 section 4.1.3) for those who may. */
public interface QuotaChange extends Quotas {
    /** What this user may bound anew; nothing where he may not, and is not told of QUOTASET. Called for each login to IMAP. */
    Set<Resource> changeable() throws StoreException;

    /**
     * Bounds a root anew. Called for each SETQUOTA.
     *
     * @param limits octets, or numbers, by what they bound; what is not among them is bounded no more, and a root stays though nothing bounds it. One
     *     below what is there already lets nothing more in
     * @throws StoreException {@code NONEXISTENT} when there is no such root; {@code NOPERM}, or {@code CANNOT} for what cannot be bounded here
     */
    void change(String root, Map<Resource, Long> limits) throws StoreException;
}
