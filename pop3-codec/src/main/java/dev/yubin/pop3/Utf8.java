package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;

/** Asks for messages as they are, though headers are in UTF-8. RFC 6856 section 2.1. */
public record Utf8() implements Pop3Command {
    static final Grammar<Utf8> GRAMMAR = new WithoutArguments<>(new Utf8());

    @Override
    public Verb verb() {
        return Verb.UTF8;
    }
}
