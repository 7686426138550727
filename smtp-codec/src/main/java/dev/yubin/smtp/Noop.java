package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/**
 * Asks for nothing but a reply. RFC 5321 section 4.1.1.9.
 *
 * @param text means nothing; usually empty
 */
public record Noop(String text) implements SmtpCommand {
    public Noop {
        Words.check(text);
    }

    @Override
    public Verb verb() {
        return Verb.NOOP;
    }

    /** noop = "NOOP" [ SP String ] CRLF */
    static final Grammar<Noop> GRAMMAR = new Words<>(Noop::new, Noop::text);
}
