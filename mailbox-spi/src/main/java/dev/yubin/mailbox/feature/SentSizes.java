package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.Maildrop;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.Map;

/**
 * A {@link Maildrop} that knows by how much its messages grow on their way over POP3, where every line ends with CR LF (RFC 1939 section 3):
 * by one octet for each LF without a CR, and by two for a last line without an end. The sizes that a POP3 server tells are then those that it sends.
 *
 * <p>Of a {@link dev.yubin.mailbox.Mailbox} the server reads as much from the outlines, so one that keeps the number beside the UID saves it that. Of any
 * other maildrop it takes for granted that nothing grows, as is so of mail that came over SMTP.
 */
@FunctionalInterface
public interface SentSizes {
    /**
     * By how many octets each of these messages grows, by UID; one that does not may be left out. Called once for each POP3 session, for all
     * messages.
     */
    Map<Long, Long> growth(UidSet uids) throws StoreException;
}
