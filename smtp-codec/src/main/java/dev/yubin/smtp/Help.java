package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/**
 * Asks how to go on. RFC 5321 section 4.1.1.8.
 *
 * @param subject what about; empty for all
 */
public record Help(String subject) implements SmtpCommand {
    public Help {
        Words.check(subject);
    }

    @Override
    public Verb verb() {
        return Verb.HELP;
    }

    /** help = "HELP" [ SP String ] CRLF */
    static final Grammar<Help> GRAMMAR = new Words<>(Help::new, Help::subject);
}
