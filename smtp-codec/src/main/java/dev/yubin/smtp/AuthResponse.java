package dev.yubin.smtp;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * A line of the client's that answers a 334. RFC 4954 section 4. It is no command; what stands in its place is never read as one.
 *
 * @param response what the mechanism asked for; empty when the client gives up, which is {@code *} on the wire
 */
public record AuthResponse(Optional<Secret> response) {
    public static final AuthResponse CANCEL = new AuthResponse(Optional.empty());

    public AuthResponse {
        Objects.requireNonNull(response, "response");
    }

    public static AuthResponse of(Secret response) {
        return new AuthResponse(Optional.of(response));
    }

    /**
     * Reads a line, its CR LF taken off.
     *
     * @throws SyntaxException when it is neither base64 nor {@code *}; does not show it
     */
    public static AuthResponse read(byte[] line) throws SyntaxException {
        return line.length == 1 && line[0] == '*' ? CANCEL : of(base64(line));
    }

    /** The line that says this, without its CR LF. */
    public LineWriter line() {
        LineWriter out = new LineWriter();
        return response.map(secret -> out.secret(encoded(secret))).orElseGet(() -> out.text("*"));
    }

    static Secret base64(byte[] text) throws SyntaxException {
        try {
            return Secret.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("expected base64");
        }
    }

    static Secret base64OrEquals(Secret response) {
        return response.octets().length == 0 ? Secret.of("=") : encoded(response);
    }

    private static Secret encoded(Secret secret) {
        return Secret.of(Base64.getEncoder().encode(secret.octets()));
    }
}
