package dev.yubin.smtp;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.SaslText;
import java.util.Objects;
import java.util.Optional;

/**
 * A line of the client's that answers a 334. RFC 4954 section 4. It is no command; what stands in its place is never read as one.
 *
 * @param response what the mechanism asked for; empty when the client gives up, which is {@code *} on the wire
 */
public record AuthResponse(Optional<Secret> response) {
    /** Gives up: {@code *}. */
    public static final AuthResponse CANCEL = new AuthResponse(Optional.empty());

    public AuthResponse {
        Objects.requireNonNull(response, "response");
    }

    /** What the mechanism asked for. */
    public static AuthResponse of(Secret response) {
        return new AuthResponse(Optional.of(response));
    }

    /**
     * Reads a line, its CR LF taken off.
     *
     * @throws SyntaxException when it is neither base64 nor {@code *}; does not show it
     */
    public static AuthResponse read(byte[] line) throws SyntaxException {
        return new AuthResponse(SaslText.RESPONSE.read(new LineReader(line)));
    }

    /** The line that says this, without its CR LF. */
    public LineWriter line() {
        LineWriter out = new LineWriter();
        SaslText.RESPONSE.write(response, out);
        return out;
    }
}
