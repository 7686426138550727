package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Octets;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/**
 * A command whose verb this codec does not speak, so that an application can serve a private one.
 *
 * @param name      the verb as it came
 * @param arguments all behind it, with literals between their lines, each behind its marker and CR LF; it may hold anything, so it is not
 *                  shown
 */
public record Unrecognized(String name, Octets arguments) implements ImapCommand {
    public Unrecognized {
        if (!Syntax.isAtom(name)) {
            throw new IllegalArgumentException("a verb is an atom");
        }
        Objects.requireNonNull(arguments, "arguments");
    }

    @Override
    public Verb verb() {
        return Verb.UNRECOGNIZED;
    }

    static Unrecognized read(ImapReader in) throws SyntaxException {
        return new Unrecognized(in.atom("a verb"), in.rest());
    }

    @Override
    public void write(ImapWriter out) {
        out.text(name).asRead(arguments);
    }

    @Override
    public String toString() {
        return "Unrecognized[" + name + ", " + arguments.size() + " octets]";
    }
}
