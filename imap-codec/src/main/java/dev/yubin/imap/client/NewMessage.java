package dev.yubin.imap.client;

import dev.yubin.mailbox.Flag;
import java.nio.channels.ReadableByteChannel;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A message that is to be put into a mailbox: RFC 9051 section 6.3.12.
 *
 * @param received its internal date; mostly now
 * @param parts    its pieces, at least one; more, or one that the server has, only where it has CATENATE (RFC 4469)
 */
public record NewMessage(Set<Flag> flags, OffsetDateTime received, List<MessagePart> parts) {
    public NewMessage {
        flags = Collections.unmodifiableSet(new LinkedHashSet<>(flags));
        Objects.requireNonNull(received, "received");
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a message has at least one piece");
        }
    }

    /** One whose octets are all of this side; parts as those of {@link ImapClient#append(dev.yubin.imap.ImapName, Set, OffsetDateTime, long, ReadableByteChannel)}. */
    public static NewMessage of(Set<Flag> flags, OffsetDateTime received, long octets, ReadableByteChannel from) {
        return new NewMessage(flags, received, List.of(MessagePart.octets(octets, from)));
    }

    /** Whether it is octets alone, so that no catenation is asked of the server. */
    boolean isOneLiteral() {
        return parts.size() == 1 && parts.get(0).octets().isPresent();
    }
}
