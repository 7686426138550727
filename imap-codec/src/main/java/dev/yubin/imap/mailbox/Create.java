package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/** Makes a mailbox: RFC 9051 section 6.3.4. A name that ends with the hierarchy separator says that more will lie below it. */
public record Create(ImapName mailbox) implements ImapCommand {
    public Create {
        Objects.requireNonNull(mailbox, "mailbox");
    }

    @Override
    public Verb verb() {
        return Verb.CREATE;
    }

    /** create = "CREATE" SP mailbox */
    public static Create read(ImapReader in) throws SyntaxException {
        return new Create(ImapName.read(in));
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out);
    }
}
