package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;

/** Takes every mark of deletion back. RFC 1939 section 5. */
public record Rset() implements Pop3Command {
    static final Grammar<Rset> GRAMMAR = new WithoutArguments<>(new Rset());

    @Override
    public Verb verb() {
        return Verb.RSET;
    }
}
