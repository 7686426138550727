package dev.yubin.imap.quota;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/** Asks for what a quota root bounds: RFC 9208 section 4.1.1. GETQUOTAROOT is a {@link dev.yubin.imap.mailbox.MailboxCommand}. */
public record GetQuota(String root) implements ImapCommand {
    public GetQuota {
        Objects.requireNonNull(root, "root");
    }

    @Override
    public Verb verb() {
        return Verb.GETQUOTA;
    }

    /** getquota = "GETQUOTA" SP quota-root-name */
    public static GetQuota read(ImapReader in) throws SyntaxException {
        return new GetQuota(in.astring());
    }

    @Override
    public void write(ImapWriter out) {
        out.astring(root);
    }
}
