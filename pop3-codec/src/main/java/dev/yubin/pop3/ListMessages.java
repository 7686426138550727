package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.OptionalInt;

/**
 * Asks for scan listings: the messages and their sizes. RFC 1939 section 5.
 *
 * @param message the message-number, from 1, of the one message that is asked about; empty for all, which makes the reply multi-line
 */
public record ListMessages(OptionalInt message) implements Pop3Command {
    /** "LIST" [SP msg] */
    static final Grammar<ListMessages> GRAMMAR = new Grammar<>() {
        @Override
        public ListMessages read(LineReader in) throws SyntaxException {
            return new ListMessages(in.atEnd() ? OptionalInt.empty() : OptionalInt.of(MessageNumber.read(in)));
        }

        @Override
        public void write(ListMessages command, LineWriter out) {
            command.message().ifPresent(message -> MessageNumber.write(message, out));
        }
    };

    public ListMessages {
        message.ifPresent(MessageNumber::check);
    }

    @Override
    public Verb verb() {
        return Verb.LIST;
    }
}
