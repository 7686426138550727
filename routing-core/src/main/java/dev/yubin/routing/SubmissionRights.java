package dev.yubin.routing;

import dev.yubin.mailbox.StoreException;
import dev.yubin.smtp.Mailbox;

/** Under which addresses somebody who has logged in may send: RFC 6409 section 6.1. Asked for each message, on a thread that may wait. */
@FunctionalInterface
public interface SubmissionRights {
    /**
     * @param login the account, as the {@link dev.yubin.protocol.sasl.Authenticator} names it
     * @param from  the mailbox of MAIL's reverse-path; {@code <>} is not asked about
     * @throws StoreException when that cannot be told now
     */
    boolean maySendAs(String login, Mailbox from) throws StoreException;
}
