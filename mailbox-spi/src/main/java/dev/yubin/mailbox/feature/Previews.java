package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.SortedMap;

/**
 * A {@link dev.yubin.mailbox.Mailbox} that keeps the first words of its messages. It turns on PREVIEW (RFC 8970). They are made by {@link
 * dev.yubin.mailbox.text.Preview}.
 */
@FunctionalInterface
public interface Previews {
    /** The longest preview, in characters of Unicode: RFC 8970 section 3.3. */
    int MAX_CHARACTERS = 256;

    /**
     * The first words of these messages, by UID: text of at most {@link #MAX_CHARACTERS}, without line ends; empty for one that has no
     * text. A UID without a message is left out. The library asks for at most 256 at a time.
     *
     * @param lazy only those that are at hand; the others are left out (RFC 8970 section 4.1)
     */
    SortedMap<Long, String> previews(UidSet uids, boolean lazy) throws StoreException;
}
