package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/**
 * Asks whether there is such a mailbox. RFC 5321 section 4.1.1.6.
 *
 * @param whom a mailbox or a user's name, as it came; never empty
 * @param utf8 whether the answer may be in UTF-8 (RFC 6531 section 3.7.4.2)
 */
public record Vrfy(String whom, boolean utf8) implements SmtpCommand {
    public Vrfy {
        Inquiry.check(whom, "a mailbox or a user's name");
    }

    /** The same, with an answer in ASCII. */
    public Vrfy(String whom) {
        this(whom, false);
    }

    @Override
    public Verb verb() {
        return Verb.VRFY;
    }

    /** vrfy = "VRFY" SP String [ SP "SMTPUTF8" ] CRLF */
    static final Grammar<Vrfy> GRAMMAR = new Inquiry<>(Vrfy::new, Vrfy::whom, Vrfy::utf8);
}
