package dev.yubin.smtp;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.SaslText;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Begins to log in. RFC 4954 section 4. What follows are {@link AuthResponse}s.
 *
 * @param mechanism       SASL's name of it, in upper case: 1 to 20 of letters, digits, {@code -} and {@code _} (RFC 4422 section 3.1)
 * @param initialResponse the first response, where the client does not wait to be asked; empty octets stand as {@code =}
 */
public record Auth(String mechanism, Optional<Secret> initialResponse) implements SmtpCommand {
    /** @throws IllegalArgumentException when the mechanism's name is none */
    public Auth {
        Objects.requireNonNull(initialResponse, "initialResponse");
        mechanism = mechanism.toUpperCase(Locale.ROOT);
        if (mechanism.isEmpty() || mechanism.length() > 20 || !mechanism.chars().allMatch(Auth::mechanismCharacter)) {
            throw new IllegalArgumentException("expected a SASL mechanism's name of 1 to 20 characters");
        }
    }

    @Override
    public Verb verb() {
        return Verb.AUTH;
    }

    /** auth-command = "AUTH" SP sasl-mech [SP initial-response] *(CRLF [base64]) [CRLF cancel-response] CRLF */
    static final Grammar<Auth> GRAMMAR = new Grammar<>() {
        @Override
        public Auth read(LineReader in) throws SyntaxException {
            in.expect(" ");
            String mechanism = in.expectWhile(Auth::mechanismCharacter, "a SASL mechanism");
            if (mechanism.length() > 20) {
                throw new SyntaxException("expected a SASL mechanism's name of 1 to 20 characters");
            }
            if (in.atEnd()) {
                return new Auth(mechanism, Optional.empty());
            } else if (!in.accept(" ")) {
                throw new SyntaxException("expected a space behind the mechanism"); // what is there may be secret
            }
            return new Auth(mechanism, Optional.of(SaslText.INITIAL_RESPONSE.read(in)));
        }

        @Override
        public void write(Auth auth, LineWriter out) {
            out.text(" ").text(auth.mechanism);
            auth.initialResponse.ifPresent(response -> SaslText.INITIAL_RESPONSE.write(response, out.text(" ")));
        }
    };

    private static boolean mechanismCharacter(int c) {
        return Characters.ldh(c) || c == '_';
    }
}
