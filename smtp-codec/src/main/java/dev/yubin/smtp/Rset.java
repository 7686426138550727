package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/** Ends the mail transaction, if there is one, with nothing sent. RFC 5321 section 4.1.1.5. */
public record Rset() implements SmtpCommand {
    @Override
    public Verb verb() {
        return Verb.RSET;
    }

    /** "RSET" CRLF */
    static final Grammar<Rset> GRAMMAR = new Bare<>(new Rset());
}
