package dev.yubin.imap.mailbox;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.line.SyntaxException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One message of APPEND or REPLACE, as far as is known before its octets come: RFC 9051 section 6.3.12.
 *
 * @param received its internal date; now, where there is none
 * @param data     what its octets are
 */
public record AppendMessage(Set<Flag> flags, Optional<OffsetDateTime> received, AppendData data) {
    public AppendMessage {
        flags = Collections.unmodifiableSet(new LinkedHashSet<>(flags));
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(data, "data");
    }

    /** One whose octets are one literal. */
    public static AppendMessage of(Set<Flag> flags, Optional<OffsetDateTime> received, LiteralMarker literal) {
        return new AppendMessage(flags, received, new AppendLiteral(literal, false));
    }

    /** The literal that ends the line, whose octets stream behind it; empty where the message is whole. */
    public Optional<LiteralMarker> literal() {
        return data.literal();
    }

    /** append-message = [SP flag-list] [SP date-time] SP append-data, up to the end of its literal's marker */
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
        AppendData data = in.accept("CATENATE ") ? Catenation.read(in) : AppendLiteral.read(in);
        return new AppendMessage(flags, received, data);
    }

    /** 1*append-message, as far as one line has them: each but the last is whole. */
    static List<AppendMessage> readAll(ImapReader in) throws SyntaxException {
        List<AppendMessage> messages = new ArrayList<>();
        AppendMessage message;
        do {
            in.countItem();
            message = read(in);
            messages.add(message);
        } while (message.literal().isEmpty() && !in.atEnd());
        return messages;
    }

    static List<AppendMessage> checked(List<AppendMessage> messages) {
        for (int i = 0; i < messages.size() - 1; i++) {
            if (messages.get(i).literal().isPresent()) {
                throw new IllegalArgumentException("a literal ends its line, and nothing follows it there");
            }
        }
        return List.copyOf(messages);
    }

    /** Writes it up to the end of the literal's line, where there is one; the octets follow. */
    public void write(ImapWriter out) {
        out.space();
        if (!flags.isEmpty()) {
            out.flags(flags).space();
        }
        if (received.isPresent()) {
            out.dateTime(received.get()).space();
        }
        data.write(out);
    }
}
