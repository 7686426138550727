package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.OptionalInt;

/**
 * Asks for unique-id listings: the messages and the names they keep over sessions. RFC 1939 section 7.
 *
 * @param message the message-number, from 1, of the one message that is asked about; empty for all, which makes the reply multi-line
 */
public record Uidl(OptionalInt message) implements Pop3Command {
    /** "UIDL" [SP msg] */
    static final Grammar<Uidl> GRAMMAR = new Grammar<>() {
        @Override
        public Uidl read(LineReader in) throws SyntaxException {
            return new Uidl(in.atEnd() ? OptionalInt.empty() : OptionalInt.of(MessageNumber.read(in)));
        }

        @Override
        public void write(Uidl command, LineWriter out) {
            command.message().ifPresent(message -> MessageNumber.write(message, out));
        }
    };

    public Uidl {
        message.ifPresent(MessageNumber::check);
    }

    @Override
    public Verb verb() {
        return Verb.UIDL;
    }
}
