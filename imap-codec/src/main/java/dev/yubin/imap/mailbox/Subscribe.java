package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/** Puts a name on the list of subscriptions: RFC 9051 section 6.3.7. */
public record Subscribe(ImapName mailbox) implements ImapCommand {
    public Subscribe {
        Objects.requireNonNull(mailbox, "mailbox");
    }

    @Override
    public Verb verb() {
        return Verb.SUBSCRIBE;
    }

    /** subscribe = "SUBSCRIBE" SP mailbox */
    public static Subscribe read(ImapReader in) throws SyntaxException {
        return new Subscribe(ImapName.read(in));
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out);
    }
}
