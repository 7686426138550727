package dev.yubin.pop3;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/**
 * Proves who {@link User} named. RFC 1939 section 7.
 *
 * @param password at least one octet, no CR, LF or NUL; spaces belong to it, the first and the last too
 */
public record Pass(Secret password) implements Pop3Command {
    /** "PASS" SP string; all to the end of the line, since there is one argument only */
    static final Grammar<Pass> GRAMMAR = new Grammar<>() {
        @Override
        public Pass read(LineReader in) throws SyntaxException {
            if (!in.accept(" ") || in.atEnd()) {
                throw new SyntaxException(
                        "expected a space and a password"); // and nothing of the line, for it may hold one
            }
            return new Pass(Secret.of(in.restOctets()));
        }

        @Override
        public void write(Pass pass, LineWriter out) {
            out.text(" ").secret(pass.password());
        }
    };

    public Pass {
        byte[] octets = password.octets();
        boolean fits = octets.length > 0;
        for (byte octet : octets) {
            fits &= octet != '\r' && octet != '\n' && octet != 0;
        }
        if (!fits) {
            throw new IllegalArgumentException("a password behind PASS has at least one octet and no CR, LF or NUL");
        }
    }

    @Override
    public Verb verb() {
        return Verb.PASS;
    }
}
