package dev.yubin.imap.client;

import dev.yubin.protocol.FaultException;
import java.time.Duration;

/**
 * Who hears of a mailbox that is followed over many connections: the news of each, and between them what became of it. Called on a worker thread, one call
 * after another.
 */
public interface Follower extends ImapNews {
    /**
     * The mailbox is open, for the first time or again. What is asked of the client, here or later, ends IDLE, which begins anew behind it; do not wait for a
     * result in here, for no news are told meanwhile. The client is to be used until {@link #lost}, and not to be closed.
     *
     * @param resumed whether all that has changed since it was open last was told before this: what is gone by {@link ImapNews#vanishedEarlier}, what is
     *     new or has other flags by {@link ImapNews#fetched}, each with its UID (RFC 7162 section 3.2.5). What was told before is not told again: ask once
     *     more for what could not be had when the connection was lost. If not, as the first time, or from a server without
     *     QRESYNC, or when UIDVALIDITY is another, what was known of the mailbox is to be compared or read again
     */
    void opened(ImapClient imap, Selected mailbox, boolean resumed);

    /**
     * The connection is gone, or there was none to be had, be it that the settings have come to fail.
     *
     * @param why   such as {@code CREDENTIALS_REFUSED}, which will be so the next time too: close the {@link Following} then
     * @param pause until the next attempt
     */
    default void lost(FaultException why, Duration pause) {}
}
