package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Set;

/**
 * A command that is its verb and a mailbox's name: DELETE, SUBSCRIBE and UNSUBSCRIBE of RFC 9051 sections 6.3.5, 6.3.7 and 6.3.8,
 * GETQUOTAROOT of RFC 9208 section 4.1.2, GETACL and MYRIGHTS of RFC 4314 sections 3.3 and 3.5.
 */
public record MailboxCommand(Verb verb, ImapName mailbox) implements ImapCommand {
    private static final Set<Verb> VERBS =
            Set.of(Verb.DELETE, Verb.SUBSCRIBE, Verb.UNSUBSCRIBE, Verb.GETQUOTAROOT, Verb.GETACL, Verb.MYRIGHTS);

    /** @throws IllegalArgumentException for any other verb */
    public MailboxCommand {
        if (!VERBS.contains(verb)) {
            throw new IllegalArgumentException(verb + " is more than a mailbox's name");
        }
        Objects.requireNonNull(mailbox, "mailbox");
    }

    /** delete = "DELETE" SP mailbox, and so on; the verb by its name, for a row cannot speak of itself */
    public static MailboxCommand read(String verb, ImapReader in) throws SyntaxException {
        return new MailboxCommand(Verb.valueOf(verb), ImapName.read(in));
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out);
    }
}
