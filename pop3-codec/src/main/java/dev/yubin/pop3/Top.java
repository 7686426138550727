package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/**
 * Asks for a message's header and the beginning of its body. RFC 1939 section 7.
 *
 * @param message its message-number, from 1
 * @param lines   how many lines of the body, from 0
 */
public record Top(int message, int lines) implements Pop3Command {
    /** "TOP" SP msg SP n */
    static final Grammar<Top> GRAMMAR = new Grammar<>() {
        @Override
        public Top read(LineReader in) throws SyntaxException {
            int message = MessageNumber.read(in);
            in.expect(" ");
            return new Top(message, (int) in.expectNumber(Integer.MAX_VALUE));
        }

        @Override
        public void write(Top top, LineWriter out) {
            MessageNumber.write(top.message(), out);
            out.text(" ").number(top.lines());
        }
    };

    public Top {
        MessageNumber.check(message);
        if (lines < 0) {
            throw new IllegalArgumentException("there are no " + lines + " lines of a body");
        }
    }

    @Override
    public Verb verb() {
        return Verb.TOP;
    }
}
