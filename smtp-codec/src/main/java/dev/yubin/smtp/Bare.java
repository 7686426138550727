package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;

/** The grammar of a verb that stands alone. */
record Bare<C>(C command) implements Grammar<C> {
    @Override
    public C read(LineReader in) {
        return command;
    }

    @Override
    public void write(C command, LineWriter out) {}
}
