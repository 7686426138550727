package dev.yubin.imap.acl;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.feature.RightsChange;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/**
 * Changes somebody's rights in a mailbox: RFC 4314 section 3.1. Rights that this codec does not know stay as they are under {@code +} and {@code -}.
 *
 * @param identifier a user's name, {@code anyone}, or either behind {@code -} for rights that are taken away
 */
public record SetAcl(ImapName mailbox, String identifier, RightsChange change) implements ImapCommand {
    public SetAcl {
        Objects.requireNonNull(mailbox, "mailbox");
        identifier = IdentifierCommand.checked(identifier);
        Objects.requireNonNull(change, "change");
    }

    @Override
    public Verb verb() {
        return Verb.SETACL;
    }

    /** setacl = "SETACL" SP mailbox SP identifier SP mod-rights */
    public static SetAcl read(ImapReader in) throws SyntaxException {
        ImapName mailbox = ImapName.read(in);
        String identifier = in.space().astring();
        String rights = in.space().astring();
        FlagChange.Kind kind = rights.startsWith("+")
                ? FlagChange.Kind.ADD
                : rights.startsWith("-") ? FlagChange.Kind.REMOVE : FlagChange.Kind.REPLACE;
        String letters = kind == FlagChange.Kind.REPLACE ? rights : rights.substring(1);
        return new SetAcl(mailbox, identifier, new RightsChange(kind, RightLetters.asked(letters)));
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out);
        out.space().astring(identifier).space();
        String sign = change.kind() == FlagChange.Kind.ADD ? "+" : change.kind() == FlagChange.Kind.REMOVE ? "-" : "";
        out.astring(sign + RightLetters.of(change.rights()));
    }
}
