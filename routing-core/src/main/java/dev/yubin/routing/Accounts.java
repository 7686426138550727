package dev.yubin.routing;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;

/** Who has a mailbox here. Asked for each recipient of a local domain, on a thread that may wait. */
@FunctionalInterface
public interface Accounts {
    /**
     * @param account such as {@code bbb@osaka.test}: the local part as it was written, the domain in A-labels and lower case
     * @throws StoreException {@code UNAVAILABLE} when that cannot be told now
     */
    boolean contains(String account) throws StoreException;

    /** Whoever has an account in this store. */
    static Accounts of(MailStore store) {
        return account -> {
            try {
                store.account(account);
                return true;
            } catch (StoreException e) {
                if (e.reason() == StoreException.Reason.NONEXISTENT) {
                    return false;
                }
                throw e;
            }
        };
    }
}
