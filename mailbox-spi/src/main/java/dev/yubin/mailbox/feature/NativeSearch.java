package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.Optional;

/**
 * A {@link dev.yubin.mailbox.Mailbox} with an index of words. It makes SEARCH quick; what SEARCH finds stays the same, for the library
 * looks for itself at each message that the index did not rule out (RFC 9051 section 6.4.4).
 */
@FunctionalInterface
public interface NativeSearch {
    /** Where in a message a text is looked for. */
    enum Place {
        /** The headers of the message: BCC, CC, FROM, HEADER, SUBJECT and TO. */
        HEADER,
        /** The text of the message's parts, decoded. */
        BODY,
        /** Either of them. */
        TEXT
    }

    /**
     * Rules out messages that do not have this text. Called for each such key of a SEARCH.
     *
     * @param among the messages looked at
     * @param text  any characters, which SEARCH looks for anywhere, also within words, without regard to case
     * @return at least those of {@code among} that have the text there; others may be with them. Empty when the index cannot tell
     */
    Optional<UidSet> candidates(UidSet among, Place place, String text) throws StoreException;
}
