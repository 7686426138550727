package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Brings messages into a mailbox: RFC 9051 section 6.3.12. This is its head, up to the first literal that is a message or a piece of one; the
 * octets stream behind it, and the command is whole only at its end. More messages may follow (RFC 3502): {@link AppendMore}.
 *
 * @param messages at least one; each but the last is whole without a literal (RFC 4469)
 */
public record Append(ImapName mailbox, List<AppendMessage> messages) implements ImapCommand {
    public Append {
        Objects.requireNonNull(mailbox, "mailbox");
        messages = AppendMessage.checked(messages);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("APPEND has at least one message");
        }
    }

    /** Of one message. */
    public static Append of(ImapName mailbox, AppendMessage message) {
        return new Append(mailbox, List.of(message));
    }

    @Override
    public Verb verb() {
        return Verb.APPEND;
    }

    @Override
    public Optional<AppendMessage> streamed() {
        return Optional.of(messages.get(messages.size() - 1))
                .filter(last -> last.literal().isPresent());
    }

    /** append = "APPEND" SP mailbox 1*append-message */
    public static Append read(ImapReader in) throws SyntaxException {
        ImapName mailbox = ImapName.read(in);
        return new Append(mailbox, AppendMessage.readAll(in));
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out);
        messages.forEach(message -> message.write(out));
    }
}
