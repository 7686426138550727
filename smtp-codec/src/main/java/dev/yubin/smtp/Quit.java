package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/** Says goodbye. RFC 5321 section 4.1.1.10. */
public record Quit() implements SmtpCommand {
    @Override
    public Verb verb() {
        return Verb.QUIT;
    }

    /** "QUIT" CRLF */
    static final Grammar<Quit> GRAMMAR = new Bare<>(new Quit());
}
