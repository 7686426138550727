package dev.yubin.imap.client;

import dev.yubin.imap.quota.QuotaData;
import java.util.List;

/**
 * What bounds a mailbox: RFC 9208 section 4.1.2.
 *
 * @param roots  the names of the quota roots that do; none where nothing bounds it
 * @param quotas what each of them bounds, as far as the user may know
 */
public record QuotaRoots(List<String> roots, List<QuotaData> quotas) {
    public QuotaRoots {
        roots = List.copyOf(roots);
        quotas = List.copyOf(quotas);
    }
}
