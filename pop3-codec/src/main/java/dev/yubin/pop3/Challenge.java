package dev.yubin.pop3;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.SaslText;
import java.util.Objects;

/**
 * A server's turn in a SASL exchange: RFC 5034 section 4.
 *
 * @param octets what the client is to answer, perhaps none
 */
public record Challenge(Secret octets) implements Pop3Response {
    public Challenge {
        Objects.requireNonNull(octets, "octets");
    }

    @Override
    public LineWriter line() {
        LineWriter out = new LineWriter().text("+ ");
        SaslText.CHALLENGE.write(octets, out);
        return out;
    }

    /** "+" SP [base64], of which "+" and SP are read */
    static Challenge readText(LineReader in) throws SyntaxException {
        return new Challenge(SaslText.CHALLENGE.read(in));
    }
}
