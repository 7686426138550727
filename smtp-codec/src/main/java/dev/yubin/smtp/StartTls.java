package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/** Asks to go on in TLS. RFC 3207 section 4. */
public record StartTls() implements SmtpCommand {
    @Override
    public Verb verb() {
        return Verb.STARTTLS;
    }

    /** "STARTTLS" CRLF */
    static final Grammar<StartTls> GRAMMAR = new Bare<>(new StartTls());
}
