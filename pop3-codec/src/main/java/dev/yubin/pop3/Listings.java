package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/** Values that are a line of their own in one reply, and the text of the first line in another. */
final class Listings {
    private Listings() {}

    static <T> T read(Grammar<T> grammar, String text) throws SyntaxException {
        LineReader in = LineReader.of(text);
        T listing = grammar.read(in);
        in.expectEnd();
        return listing;
    }

    static <T> String write(Grammar<T> grammar, T listing) {
        LineWriter out = new LineWriter();
        grammar.write(listing, out);
        return out.toString();
    }
}
