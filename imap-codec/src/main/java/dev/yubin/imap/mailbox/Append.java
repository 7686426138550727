package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapGrammar;
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
    public static final ImapGrammar<Append> GRAMMAR = new ImapGrammar<>() {
        @Override
        public Append read(ImapReader in) throws SyntaxException {
            in.space();
            ImapName mailbox = ImapName.read(in);
            return new Append(mailbox, AppendMessage.read(in));
        }

        @Override
        public void write(Append append, ImapWriter out) {
            out.space();
            append.mailbox.write(out);
            append.message.write(out);
        }
    };
}
