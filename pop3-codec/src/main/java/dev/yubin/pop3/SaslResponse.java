package dev.yubin.pop3;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.SaslText;
import java.util.Optional;

/**
 * A client's line within a SASL exchange: RFC 5034 section 4. It has no keyword.
 *
 * @param octets perhaps none; empty when the client calls the exchange off
 */
public record SaslResponse(Optional<Secret> octets) implements Pop3Command {
    /** base64 / "*" */
    static final Grammar<SaslResponse> GRAMMAR = new Grammar<>() {
        @Override
        public SaslResponse read(LineReader in) throws SyntaxException {
            return new SaslResponse(SaslText.RESPONSE.read(in));
        }

        @Override
        public void write(SaslResponse response, LineWriter out) {
            SaslText.RESPONSE.write(response.octets(), out);
        }
    };

    @Override
    public Verb verb() {
        return Verb.SASL_RESPONSE;
    }
}
