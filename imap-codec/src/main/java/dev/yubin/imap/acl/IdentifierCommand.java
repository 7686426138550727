package dev.yubin.imap.acl;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/**
 * A command about somebody's rights in a mailbox: DELETEACL takes him off the list, LISTRIGHTS asks what he can be given. RFC 4314 sections 3.2 and
 * 3.4. GETACL and MYRIGHTS are a {@link dev.yubin.imap.mailbox.MailboxCommand}.
 *
 * @param verb {@link Verb#DELETEACL} or {@link Verb#LISTRIGHTS}
 */
public record IdentifierCommand(Verb verb, ImapName mailbox, String identifier) implements ImapCommand {
    /** @throws IllegalArgumentException for any other verb, or no identifier */
    public IdentifierCommand {
        if (verb != Verb.DELETEACL && verb != Verb.LISTRIGHTS) {
            throw new IllegalArgumentException(verb + " is not about an identifier");
        }
        Objects.requireNonNull(mailbox, "mailbox");
        identifier = checked(identifier);
    }

    static String checked(String identifier) {
        if (identifier.isEmpty()) {
            throw new IllegalArgumentException("an identifier has at least one character");
        }
        return identifier;
    }

    /** deleteacl = "DELETEACL" SP mailbox SP identifier, and so on; the verb by its name, for a row cannot speak of itself */
    public static IdentifierCommand read(String verb, ImapReader in) throws SyntaxException {
        ImapName mailbox = ImapName.read(in);
        return new IdentifierCommand(Verb.valueOf(verb), mailbox, in.space().astring());
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out);
        out.space().astring(identifier);
    }
}
