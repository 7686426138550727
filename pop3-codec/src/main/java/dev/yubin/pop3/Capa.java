package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;

/** Asks what the server can do. RFC 2449 section 5. */
public record Capa() implements Pop3Command {
    static final Grammar<Capa> GRAMMAR = new WithoutArguments<>(new Capa());

    @Override
    public Verb verb() {
        return Verb.CAPA;
    }
}
