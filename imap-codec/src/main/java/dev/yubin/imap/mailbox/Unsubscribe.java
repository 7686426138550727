package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapGrammar;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/** Takes a name off the list of subscriptions: RFC 9051 section 6.3.8. */
public record Unsubscribe(ImapName mailbox) implements ImapCommand {
    public Unsubscribe {
        Objects.requireNonNull(mailbox, "mailbox");
    }

    @Override
    public Verb verb() {
        return Verb.UNSUBSCRIBE;
    }

    /** unsubscribe = "UNSUBSCRIBE" SP mailbox */
    public static final ImapGrammar<Unsubscribe> GRAMMAR = new ImapGrammar<>() {
        @Override
        public Unsubscribe read(ImapReader in) throws SyntaxException {
            in.space();
            return new Unsubscribe(ImapName.read(in));
        }

        @Override
        public void write(Unsubscribe command, ImapWriter out) {
            out.space();
            command.mailbox.write(out);
        }
    };
}
