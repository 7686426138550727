package dev.yubin.imap.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.outline.OutlineScanner;
import java.util.Map;
import java.util.Optional;

/** The outlines of some messages, asked of the store together when the first is wanted. Used by one thread. */
final class Outlines {
    /** How many messages are looked at together; the store promises to be asked for no more outlines at once. */
    static final int BATCH = 256;

    private final Mailbox mailbox;
    private final UidSet uids;
    private Optional<Map<Long, byte[]>> encoded = Optional.empty();

    Outlines(Mailbox mailbox, UidSet uids) {
        this.mailbox = mailbox;
        this.uids = uids;
    }

    /** @throws StoreException {@code EXPUNGED} when the message is gone */
    Outline of(long uid) throws StoreException {
        if (encoded.isEmpty()) {
            encoded = Optional.of(mailbox.outlines(uids));
        }
        byte[] octets = encoded.get().get(uid);
        if (octets != null) {
            try {
                return Outline.decode(octets);
            } catch (IllegalArgumentException e) {
                // kept by another version of this library, or damaged: the message itself still tells
            }
        }
        return scanned(uid);
    }

    private Outline scanned(long uid) throws StoreException {
        try (Content content = mailbox.content(uid)) {
            return OutlineScanner.scan(content);
        }
    }
}
