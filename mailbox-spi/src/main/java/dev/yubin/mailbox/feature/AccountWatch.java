package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.Watch;
import java.util.function.Consumer;

/** An {@link dev.yubin.mailbox.Account} that tells of changes in any of its mailboxes. It turns on NOTIFY (RFC 5465). */
@FunctionalInterface
public interface AccountWatch {
    /**
     * Asks to be told of each mailbox that changed: made, removed, renamed (of the old name and the new), subscribed to or not, or with
     * messages that came, went or changed. Before the names of a RENAME it tells once that one became the other; of those below, each old
     * and new name alone. Where {@link Annotations} are kept, it tells which entries were set or removed that the user may see, of a
     * mailbox and of the account.
     *
     * <p>The listener is called behind each change, in their order, on any thread, with nothing locked, and does not block; one call may
     * stand for several equal ones, a call too many does no harm, and one too few delays a client's news for ever. Where
     * {@link AccessRights} are kept, mailboxes of others that the user may look up are among them, also when they come to be so or cease
     * to. Called once for each NOTIFY SET.
     *
     * @return what ends the watch when it is closed
     */
    Watch watch(Consumer<AccountNews> listener) throws StoreException;
}
