package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a mailbox: RFC 9051 section 6.3.4, and RFC 6154 section 3.
 *
 * @param mailbox its name; one that ends with the hierarchy separator says that more will lie below it
 * @param uses    what it is for, such as {@code \Sent}; mostly nothing. Attributes of unknown meaning are for the server to refuse
 */
public record Create(ImapName mailbox, Set<Flag> uses) implements ImapCommand {
    public Create {
        Objects.requireNonNull(mailbox, "mailbox");
        uses = Collections.unmodifiableSet(new LinkedHashSet<>(uses));
        for (Flag use : uses) {
            if (!use.system()) {
                throw new IllegalArgumentException("a special use is a backslash and an atom, not " + use);
            }
        }
    }

    /** Of a mailbox that is for nothing in particular. */
    public static Create of(ImapName mailbox) {
        return new Create(mailbox, Set.of());
    }

    @Override
    public Verb verb() {
        return Verb.CREATE;
    }

    /** create = "CREATE" SP mailbox [SP "(" create-param ")"]; create-param = "USE" SP "(" [use-attr *(SP use-attr)] ")" */
    public static Create read(ImapReader in) throws SyntaxException {
        ImapName mailbox = ImapName.read(in);
        Set<Flag> uses = Set.of();
        if (in.accept(' ')) {
            in.expect("(USE ");
            uses = in.flags();
            in.expect(')');
        }
        return new Create(mailbox, uses);
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out);
        if (!uses.isEmpty()) {
            out.text(" (USE ").flags(uses).text(")");
        }
    }
}
