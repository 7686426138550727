package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An {@link dev.yubin.mailbox.Account} that keeps annotations of its mailboxes and of itself. It turns on METADATA (RFC 5464), and FILTERS
 * (RFC 5466), whose searches are annotations of the account. The name of an entry begins with {@code /private/}, which each user has his
 * own of, or {@code /shared/}; the library gives it in lower case.
 */
public interface Annotations {
    /**
     * Every entry of a mailbox. Called for each GETMETADATA.
     *
     * @param mailbox empty for the account itself, which IMAP calls the server
     * @return values by the names of their entries, any octets. They go with the mailbox when it is renamed, and stay with INBOX besides
     *     (RFC 5464 section 4.1); they end with the mailbox
     * @throws StoreException {@code NONEXISTENT} when there is no such mailbox
     */
    SortedMap<String, byte[]> annotations(Optional<MailboxName> mailbox) throws StoreException;

    /**
     * Sets entries, all or none. Called for each SETMETADATA.
     *
     * @param values by the names of their entries; an empty one removes the entry
     * @throws StoreException {@code NONEXISTENT}; {@code LIMIT} for too many entries, {@code TOOBIG} for too large a value, {@code NOPERM}; {@code CANNOT}
     *     for a private one where there are none
     */
    void annotate(Optional<MailboxName> mailbox, Map<String, Optional<byte[]>> values) throws StoreException;

    /** How many octets a value may have at most, which a client hears with {@code TOOBIG}; never below 1,024 (RFC 5464 section 4.1). */
    default long maxOctets() {
        return 1024;
    }
}
