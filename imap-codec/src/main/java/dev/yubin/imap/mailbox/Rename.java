package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/** Gives a mailbox another name: RFC 9051 section 6.3.6. */
public record Rename(ImapName from, ImapName to) implements ImapCommand {
    public Rename {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }

    @Override
    public Verb verb() {
        return Verb.RENAME;
    }

    /** rename = "RENAME" SP mailbox SP mailbox */
    public static Rename read(ImapReader in) throws SyntaxException {
        ImapName from = ImapName.read(in);
        in.space();
        return new Rename(from, ImapName.read(in));
    }

    @Override
    public void write(ImapWriter out) {
        from.write(out);
        to.write(out.space());
    }
}
