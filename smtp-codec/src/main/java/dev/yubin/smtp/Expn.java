package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/**
 * Asks who is on a list. RFC 5321 section 4.1.1.7.
 *
 * @param list its name, as it came; never empty
 * @param utf8 whether the answer may be in UTF-8 (RFC 6531 section 3.7.4.2)
 */
public record Expn(String list, boolean utf8) implements SmtpCommand {
    public Expn {
        Inquiry.check(list, "a list's name");
    }

    /** The same, with an answer in ASCII. */
    public Expn(String list) {
        this(list, false);
    }

    @Override
    public Verb verb() {
        return Verb.EXPN;
    }

    /** expn = "EXPN" SP String [ SP "SMTPUTF8" ] CRLF */
    static final Grammar<Expn> GRAMMAR = new Inquiry<>(Expn::new, Expn::list, Expn::utf8);
}
