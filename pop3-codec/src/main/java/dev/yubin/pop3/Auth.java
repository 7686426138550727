package dev.yubin.pop3;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.SaslText;
import java.util.Locale;
import java.util.Optional;

/**
 * Begins a SASL exchange: RFC 5034 section 4. Without a mechanism it asks which there are, as clients did before CAPA was there.
 *
 * @param mechanism       its name in capitals; empty to ask for the list
 * @param initialResponse what the client says before it is asked, perhaps no octets
 */
public record Auth(Optional<String> mechanism, Optional<Secret> initialResponse) implements Pop3Command {
    private static final int LONGEST_NAME = 20; // RFC 4422 section 3.1

    /** "AUTH" [SP sasl-mech [SP initial-response]]; an initial response without octets is "=" */
    static final Grammar<Auth> GRAMMAR = new Grammar<>() {
        @Override
        public Auth read(LineReader in) throws SyntaxException {
            if (in.atEnd()) {
                return new Auth(Optional.empty(), Optional.empty());
            }
            in.expect(" ");
            String mechanism = in.expectWhile(Auth::fits, "a mechanism");
            if (mechanism.length() > LONGEST_NAME) {
                throw new SyntaxException("a mechanism's name has at most " + LONGEST_NAME + " characters");
            }
            Optional<Secret> initial =
                    in.accept(" ") ? Optional.of(SaslText.INITIAL_RESPONSE.read(in)) : Optional.empty();
            return new Auth(Optional.of(mechanism.toUpperCase(Locale.ROOT)), initial);
        }

        @Override
        public void write(Auth auth, LineWriter out) {
            auth.mechanism().ifPresent(mechanism -> out.text(" ").text(mechanism));
            auth.initialResponse().ifPresent(initial -> SaslText.INITIAL_RESPONSE.write(initial, out.text(" ")));
        }
    };

    public Auth {
        mechanism.ifPresent(Auth::check);
        if (mechanism.isEmpty() && initialResponse.isPresent()) {
            throw new IllegalArgumentException("an initial response belongs to a mechanism");
        }
    }

    private static void check(String mechanism) {
        boolean fits = !mechanism.isEmpty()
                && mechanism.length() <= LONGEST_NAME
                && mechanism.chars().allMatch(c -> fits(c) && !(c >= 'a' && c <= 'z'));
        if (!fits) {
            throw new IllegalArgumentException("\"" + Escaped.text(mechanism) + "\" is not a mechanism's name");
        }
    }

    private static boolean fits(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    @Override
    public Verb verb() {
        return Verb.AUTH;
    }
}
