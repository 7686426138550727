package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/** Asks to send the message's content. RFC 5321 section 4.1.1.4. */
public record Data() implements SmtpCommand {
    @Override
    public Verb verb() {
        return Verb.DATA;
    }

    /** "DATA" CRLF */
    static final Grammar<Data> GRAMMAR = new Bare<>(new Data());
}
