package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/** Introduces a client that speaks no extension. RFC 5321 section 4.1.1.1. */
public record Helo(String client) implements Hello {
    /** @throws IllegalArgumentException when the name is not as {@link Hello#client()} says */
    public Helo {
        Hello.check(client);
    }

    @Override
    public Verb verb() {
        return Verb.HELO;
    }

    static final Grammar<Helo> GRAMMAR = Hello.grammar(Helo::new);
}
