package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;

/** The grammar of a command that is its keyword alone. */
record WithoutArguments<T>(T command) implements Grammar<T> {
    @Override
    public T read(LineReader in) {
        return command;
    }

    @Override
    public void write(T value, LineWriter out) {}
}
