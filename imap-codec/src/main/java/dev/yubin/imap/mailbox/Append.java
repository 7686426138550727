package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/**
 * Brings a message into a mailbox: RFC 9051 section 6.3.12. This is its head, up to the literal; the octets stream behind it, and the command
 * is whole only at its end. More messages may follow (RFC 3502).
 */
public record Append(ImapName mailbox, AppendMessage message) implements ImapCommand {
    public Append {
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public Verb verb() {
        return Verb.APPEND;
    }

    /** append = "APPEND" SP mailbox 1*append-message */
    public static Append read(ImapReader in) throws SyntaxException {
        ImapName mailbox = ImapName.read(in);
        return new Append(mailbox, AppendMessage.read(in));
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out);
        message.write(out);
    }
}
