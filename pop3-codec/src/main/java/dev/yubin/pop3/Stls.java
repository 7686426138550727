package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;

/** Asks for TLS from here on. RFC 2595 section 4. */
public record Stls() implements Pop3Command {
    static final Grammar<Stls> GRAMMAR = new WithoutArguments<>(new Stls());

    @Override
    public Verb verb() {
        return Verb.STLS;
    }
}
