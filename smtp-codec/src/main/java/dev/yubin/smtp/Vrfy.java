package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/**
 * Asks whether there is such a mailbox. RFC 5321 section 4.1.1.6.
 *
 * @param whom a mailbox or a user's name, as it came; never empty
 */
public record Vrfy(String whom) implements SmtpCommand {
    public Vrfy {
        if (Words.check(whom).isEmpty()) {
            throw new IllegalArgumentException("expected a mailbox or a user's name");
        }
    }

    @Override
    public Verb verb() {
        return Verb.VRFY;
    }

    /** vrfy = "VRFY" SP String CRLF */
    static final Grammar<Vrfy> GRAMMAR = new Words<>(Vrfy::new, Vrfy::whom);
}
