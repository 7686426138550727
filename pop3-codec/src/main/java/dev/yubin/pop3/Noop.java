package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;

/** Asks for a reply and nothing else. RFC 1939 section 5. */
public record Noop() implements Pop3Command {
    static final Grammar<Noop> GRAMMAR = new WithoutArguments<>(new Noop());

    @Override
    public Verb verb() {
        return Verb.NOOP;
    }
}
