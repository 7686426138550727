package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;

/** Ends the session; behind a login, this and nothing else removes what is marked. RFC 1939 sections 4 and 6. */
public record Quit() implements Pop3Command {
    static final Grammar<Quit> GRAMMAR = new WithoutArguments<>(new Quit());

    @Override
    public Verb verb() {
        return Verb.QUIT;
    }
}
