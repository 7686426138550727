package dev.yubin.mailbox;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * What a list of messages says of each: RFC 9051 section 2.3.
 *
 * @param uid      1 to 2^32-1
 * @param modSeq   the mod-sequence of its last change, at least 1 (RFC 7162 section 3)
 * @param received its internal date
 * @param octets   its size
 * @param flags    its flags, {@code \Recent} never among them
 */
public record Message(long uid, long modSeq, Instant received, long octets, Set<Flag> flags) {
    public Message {
        UidSet.checkUid(uid);
        Objects.requireNonNull(received, "received");
        flags = Set.copyOf(flags);
    }
}
