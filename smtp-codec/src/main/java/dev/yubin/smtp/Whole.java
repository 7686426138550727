package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;

/** Makes a value of a text that is the value and nothing more, for applications. */
@FunctionalInterface
interface Whole<T> {
    T read(LineReader in) throws SyntaxException;

    static <T> T of(String text, Whole<T> grammar) {
        LineReader in = LineReader.of(text);
        try {
            T value = grammar.read(in);
            in.expectEnd();
            return value;
        } catch (SyntaxException e) {
            throw new IllegalArgumentException('"' + in.escaped() + "\": " + e.getMessage(), e);
        }
    }
}
