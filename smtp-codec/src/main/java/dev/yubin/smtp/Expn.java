package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/**
 * Asks who is on a list. RFC 5321 section 4.1.1.7.
 *
 * @param list its name, as it came; never empty
 */
public record Expn(String list) implements SmtpCommand {
    public Expn {
        if (Words.check(list).isEmpty()) {
            throw new IllegalArgumentException("expected a list's name");
        }
    }

    @Override
    public Verb verb() {
        return Verb.EXPN;
    }

    /** expn = "EXPN" SP String CRLF */
    static final Grammar<Expn> GRAMMAR = new Words<>(Expn::new, Expn::list);
}
