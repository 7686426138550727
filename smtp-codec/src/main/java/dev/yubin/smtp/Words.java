package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.function.Function;

/** The grammar of a verb that may be followed by a text: [ SP String ]. The text is empty where it is left out. */
record Words<C>(Function<String, C> command, Function<C, String> text) implements Grammar<C> {
    @Override
    public C read(LineReader in) throws SyntaxException {
        in.accept(" ");
        try {
            return command.apply(in.rest());
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(e.getMessage());
        }
    }

    @Override
    public void write(C said, LineWriter out) {
        if (!text.apply(said).isEmpty()) {
            out.text(" ").text(text.apply(said));
        }
    }

    /** Insists on a text that reads back as it was written. */
    static String check(String text) {
        if (!text.equals(text.stripTrailing()) || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("expected a text without control characters or space at its end");
        }
        return text;
    }
}
