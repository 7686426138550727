package dev.yubin.imap.mailbox;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What stands behind octets of APPEND, up to the next literal or to the end of the command.
 *
 * @param rest     the further pieces of the message that the octets are a piece of; empty behind a message that is a literal
 * @param messages further messages (RFC 3502); none where the rest has a literal
 */
public record AppendMore(Optional<Catenation> rest, List<AppendMessage> messages) {
    public AppendMore {
        Objects.requireNonNull(rest, "rest");
        messages = AppendMessage.checked(messages);
        boolean open = rest.flatMap(Catenation::text).isPresent();
        if (open ? !messages.isEmpty() : rest.isEmpty() && messages.isEmpty()) {
            throw new IllegalArgumentException("behind octets there are more pieces, or more messages");
        }
    }

    /** Another message. */
    public static AppendMore of(AppendMessage message) {
        return new AppendMore(Optional.empty(), List.of(message));
    }

    /** The literal that ends the line, whose octets stream behind it; empty where the command ends here. */
    public Optional<LiteralMarker> literal() {
        return messages.isEmpty()
                ? rest.flatMap(Catenation::text)
                : messages.get(messages.size() - 1).literal();
    }

    /** Whether a parenthesis follows what streams behind it: RFC 6855 section 4. */
    public boolean utf8() {
        return messages.isEmpty()
                ? rest.filter(Catenation::utf8).isPresent()
                : messages.get(messages.size() - 1).data().utf8();
    }

    /** Whether what streams behind it is a piece of a message rather than a message. */
    public boolean catenates() {
        return messages.isEmpty() || messages.get(messages.size() - 1).data() instanceof Catenation;
    }

    /** @param catenates whether the octets were a piece of a message */
    public static AppendMore read(boolean catenates, ImapReader in) throws SyntaxException {
        Optional<Catenation> rest = catenates ? Optional.of(Catenation.readRest(in)) : Optional.empty();
        boolean over = in.atEnd() && catenates;
        return new AppendMore(rest, over ? List.of() : AppendMessage.readAll(in));
    }

    /** Writes it, without the CRLF where the command ends here. */
    public void write(ImapWriter out) {
        rest.ifPresent(pieces -> pieces.writeRest(out));
        messages.forEach(message -> message.write(out));
    }
}
