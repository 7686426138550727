package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/** Introduces the client and asks which extensions the server speaks. RFC 5321 section 4.1.1.1. */
public record Ehlo(String client) implements Hello {
    /** @throws IllegalArgumentException when the name is not as {@link Hello#client()} says */
    public Ehlo {
        Hello.check(client);
    }

    @Override
    public Verb verb() {
        return Verb.EHLO;
    }

    static final Grammar<Ehlo> GRAMMAR = Hello.grammar(Ehlo::new);
}
