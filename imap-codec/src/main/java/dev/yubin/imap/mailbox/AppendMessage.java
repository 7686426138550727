package dev.yubin.imap.mailbox;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.line.SyntaxException;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One message of APPEND, as far as is known before its octets come: RFC 9051 section 6.3.12.
 *
 * @param received its internal date; now, where there is none
 * @param literal  how many octets it has, and whether the client waits before it sends them
 */
public record AppendMessage(Set<Flag> flags, Optional<OffsetDateTime> received, LiteralMarker literal) {
    public AppendMessage {
        flags = Collections.unmodifiableSet(new LinkedHashSet<>(flags));
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(literal, "literal");
    }

    /** append-message = [SP flag-list] [SP date-time] SP literal, up to the end of its marker */
    public static AppendMessage read(ImapReader in) throws SyntaxException {
        in.space();
        Set<Flag> flags = Set.of();
        if (in.peek() == '(') {
            flags = in.flags();
            in.space();
        }
        Optional<OffsetDateTime> received = Optional.empty();
        if (in.peek() == '"') {
            received = Optional.of(in.dateTime());
            in.space();
        }
        return new AppendMessage(flags, received, in.literalMarker());
    }

    /** Writes it up to the end of the literal's line; the octets follow. */
    public void write(ImapWriter out) {
        out.space();
        if (!flags.isEmpty()) {
            out.flags(flags).space();
        }
        if (received.isPresent()) {
            out.dateTime(received.get()).space();
        }
        out.marker(literal);
    }
}
