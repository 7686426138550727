package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapGrammar;
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
    public static final ImapGrammar<Lsub> GRAMMAR = new ImapGrammar<>() {
        @Override
        public Lsub read(ImapReader in) throws SyntaxException {
            in.space();
            String reference = in.mailbox();
            in.space();
            return new Lsub(reference, in.listMailbox());
        }

        @Override
        public void write(Lsub lsub, ImapWriter out) {
            out.space().mailbox(lsub.reference).space().listMailbox(lsub.pattern);
        }
    };
}
