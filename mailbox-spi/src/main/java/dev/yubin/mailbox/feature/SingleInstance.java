package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.StoreException;
import java.util.OptionalLong;

/** A {@link dev.yubin.mailbox.MailStore} that keeps the content of a message once, however many mailboxes it is delivered to. */
@FunctionalInterface
public interface SingleInstance {
    /**
     * Begins to take a message in. Called once for each message that is delivered to several mailboxes.
     *
     * @param octets its size where the peer announced it
     * @throws StoreException {@code TOOBIG}, {@code FULL}, {@code UNAVAILABLE}
     */
    SharedContent begin(OptionalLong octets) throws StoreException;
}
