package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;

/**
 * Asks a server to send on now what waits for a client that is seldom there. RFC 1985 section 5.
 *
 * @param node whose mail: a domain, {@code @} and a domain for those below it too, or {@code #} and a queue's name
 */
public record Etrn(String node) implements SmtpCommand {
    public Etrn {
        if (Words.check(node).isEmpty() || node.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("expected a domain, @domain or #queue");
        }
    }

    @Override
    public Verb verb() {
        return Verb.ETRN;
    }

    /** etrn = "ETRN" SP [option character] node name CRLF */
    static final Grammar<Etrn> GRAMMAR = new Words<>(Etrn::new, Etrn::node);
}
