package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/** Introduces a client of LMTP. RFC 2033 section 4.1. */
public record Lhlo(String client) implements Hello {
    /** @throws IllegalArgumentException when the name is not as {@link Hello#client()} says */
    public Lhlo {
        Hello.check(client);
    }

    @Override
    public Verb verb() {
        return Verb.LHLO;
    }

    static final Grammar<Lhlo> GRAMMAR = Hello.grammar(Lhlo::new);
}
