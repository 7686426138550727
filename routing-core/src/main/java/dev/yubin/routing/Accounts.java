package dev.yubin.routing;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import java.util.List;

/**
 * Who has a mailbox here. Asked for each recipient of a local domain, on a thread that may wait. Names are such as {@code bbb@osaka.test}: a local part, and the
 * domain in A-labels and lower case.
 */
@FunctionalInterface
public interface Accounts {
    /**
     * Whether there is an account of exactly this name. In a domain in which case does not matter it is asked for a local part as it was written, and then in
     * lower case.
     *
     * @throws StoreException {@code UNAVAILABLE} when that cannot be told now
     */
    boolean contains(String account) throws StoreException;

    /**
     * Whom an address stands for that is no account's: other addresses, here or anywhere. None unless said.
     *
     * @param address in lower case, unless case matters in its domain
     * @throws StoreException {@code UNAVAILABLE} when that cannot be told now
     */
    default List<String> aliases(String address) throws StoreException {
        return List.of();
    }

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
