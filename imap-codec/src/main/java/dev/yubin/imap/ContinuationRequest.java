package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Objects;

/**
 * Asks the client to go on: RFC 9051 section 7.6.
 *
 * @param text words for people, or a SASL challenge in base64; a secret, since it may be the latter
 */
public record ContinuationRequest(Secret text) implements ImapResponse {
    public ContinuationRequest {
        Objects.requireNonNull(text, "text");
    }

    /** With words for people. */
    public static ContinuationRequest of(String words) {
        return new ContinuationRequest(Secret.of(words));
    }

    /** With a SASL challenge. */
    public static ContinuationRequest challenge(Secret challenge) {
        return new ContinuationRequest(Secret.of(Base64.getEncoder().encode(challenge.octets())));
    }

    /** The SASL challenge. @throws SyntaxException when the text is not base64 */
    public Secret challenge() throws SyntaxException {
        try {
            return Secret.of(Base64.getDecoder().decode(text.octets()));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("expected base64 behind + (RFC 4648 section 4)");
        }
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.CONTINUATION;
    }

    /** continue-req = "+" SP (resp-text / base64) */
    static ContinuationRequest read(ImapReader in) throws SyntaxException {
        in.expect("+");
        in.accept(' '); // some servers send + alone
        return new ContinuationRequest(Secret.of(in.rest().toArray()));
    }

    @Override
    public void write(ImapWriter out) {
        out.text("+ ").secretText(text);
    }

    /** The words, where they are some. @throws CharacterCodingException when they are not UTF-8 */
    public String words() throws CharacterCodingException {
        return text.text();
    }
}
