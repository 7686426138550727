package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/** Removes a mailbox: RFC 9051 section 6.3.5. */
public record Delete(ImapName mailbox) implements ImapCommand {
    public Delete {
        Objects.requireNonNull(mailbox, "mailbox");
    }

    @Override
    public Verb verb() {
        return Verb.DELETE;
    }

    /** delete = "DELETE" SP mailbox */
    public static Delete read(ImapReader in) throws SyntaxException {
        return new Delete(ImapName.read(in));
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out);
    }
}
