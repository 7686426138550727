package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/**
 * Asks for a message, whole. RFC 1939 section 5.
 *
 * @param message its message-number, from 1
 */
public record Retr(int message) implements Pop3Command {
    /** "RETR" SP msg */
    static final Grammar<Retr> GRAMMAR = new Grammar<>() {
        @Override
        public Retr read(LineReader in) throws SyntaxException {
            return new Retr(MessageNumber.read(in));
        }

        @Override
        public void write(Retr command, LineWriter out) {
            MessageNumber.write(command.message(), out);
        }
    };

    public Retr {
        MessageNumber.check(message);
    }

    @Override
    public Verb verb() {
        return Verb.RETR;
    }
}
