package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/** Lists subscriptions as IMAP4rev1 does: RFC 3501 section 6.3.9. */
public record Lsub(String reference, String pattern) implements ImapCommand {
    public Lsub {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(pattern, "pattern");
    }

    @Override
    public Verb verb() {
        return Verb.LSUB;
    }

    /** lsub = "LSUB" SP mailbox SP list-mailbox */
    public static Lsub read(ImapReader in) throws SyntaxException {
        String reference = in.mailbox();
        in.space();
        return new Lsub(reference, in.listMailbox());
    }

    @Override
    public void write(ImapWriter out) {
        out.mailbox(reference).space().listMailbox(pattern);
    }
}
