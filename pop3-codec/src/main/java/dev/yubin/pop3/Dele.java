package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/**
 * Marks a message as deleted; it is removed at {@link Quit}, or not at all. RFC 1939 section 5.
 *
 * @param message its message-number, from 1
 */
public record Dele(int message) implements Pop3Command {
    /** "DELE" SP msg */
    static final Grammar<Dele> GRAMMAR = new Grammar<>() {
        @Override
        public Dele read(LineReader in) throws SyntaxException {
            return new Dele(MessageNumber.read(in));
        }

        @Override
        public void write(Dele command, LineWriter out) {
            MessageNumber.write(command.message(), out);
        }
    };

    public Dele {
        MessageNumber.check(message);
    }

    @Override
    public Verb verb() {
        return Verb.DELE;
    }
}
