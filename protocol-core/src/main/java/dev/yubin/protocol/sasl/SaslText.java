package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * How SASL's messages stand in a line of SMTP (RFC 4954 section 4), POP3 (RFC 5034 section 4) and IMAP (RFC 9051 section 6.2.2): in
 * base64, strictly by RFC 4648 section 4. No complaint shows the text, which is secret.
 */
public final class SaslText {
    /** A server's challenge, behind {@code 334 } or {@code + }; nothing at all is an empty one. */
    public static final Grammar<Secret> CHALLENGE = new Grammar<>() {
        @Override
        public Secret read(LineReader in) throws SyntaxException {
            return decode(in.restOctets());
        }

        @Override
        public void write(Secret challenge, LineWriter out) {
            out.secret(encode(challenge));
        }
    };

    /** A client's initial response, in the line of the command; {@code =} is an empty one, and nothing at all an error. */
    public static final Grammar<Secret> INITIAL_RESPONSE = new Grammar<>() {
        @Override
        public Secret read(LineReader in) throws SyntaxException {
            if (in.atEnd()) {
                throw new SyntaxException("expected an initial response in base64, or \"=\" for an empty one");
            }
            byte[] text = in.restOctets();
            return text.length == 1 && text[0] == '=' ? decode(new byte[0]) : decode(text);
        }

        @Override
        public void write(Secret response, LineWriter out) {
            Secret text = encode(response);
            out.secret(text.octets().length == 0 ? Secret.of("=") : text);
        }
    };

    /** A client's response, a line of its own; empty is {@code *}, by which the client cancels the exchange. */
    public static final Grammar<Optional<Secret>> RESPONSE = new Grammar<>() {
        @Override
        public Optional<Secret> read(LineReader in) throws SyntaxException {
            byte[] text = in.restOctets();
            return text.length == 1 && text[0] == '*' ? Optional.empty() : Optional.of(decode(text));
        }

        @Override
        public void write(Optional<Secret> response, LineWriter out) {
            out.secret(response.map(SaslText::encode).orElse(Secret.of("*")));
        }
    };

    private SaslText() {}

    private static Secret encode(Secret message) {
        return Secret.of(Base64.getEncoder().encode(message.octets()));
    }

    static Secret decode(byte[] text) throws SyntaxException {
        try {
            byte[] octets = Base64.getDecoder().decode(text);
            // The JDK forgives missing padding and stray bits at the end; RFC 4648 sections 3.2 and 3.5 let us not.
            if (Arrays.equals(Base64.getEncoder().encode(octets), text)) {
                return Secret.of(octets);
            }
        } catch (IllegalArgumentException e) {
            // told below, in words that do not show the text
        }
        throw new SyntaxException("expected base64 (RFC 4648 section 4)");
    }
}
