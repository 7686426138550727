package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;

/** Asks for the drop listing: how many messages there are and how many octets. RFC 1939 section 5. */
public record Stat() implements Pop3Command {
    static final Grammar<Stat> GRAMMAR = new WithoutArguments<>(new Stat());

    @Override
    public Verb verb() {
        return Verb.STAT;
    }
}
