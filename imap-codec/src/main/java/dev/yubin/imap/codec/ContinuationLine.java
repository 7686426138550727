package dev.yubin.imap.codec;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/** A client's line that is no command: an answer in AUTHENTICATE, or IDLE's DONE. A secret, since it may be the former. */
public record ContinuationLine(Secret text) {
    /** Ends IDLE: RFC 9051 section 6.3.13. */
    public static final ContinuationLine DONE = new ContinuationLine(Secret.of("DONE"));
    /** Gives up AUTHENTICATE: RFC 9051 section 6.2.2. */
    public static final ContinuationLine CANCEL = new ContinuationLine(Secret.of("*"));

    public ContinuationLine {
        Objects.requireNonNull(text, "text");
    }

    /** An answer in AUTHENTICATE. */
    public static ContinuationLine of(Secret answer) {
        return new ContinuationLine(Secret.of(Base64.getEncoder().encode(answer.octets())));
    }

    public boolean isDone() {
        byte[] octets = text.octets();
        for (int i = 0; i < octets.length; i++) {
            octets[i] &= ~0x20; // to capitals; of these four letters nothing else becomes one
        }
        return Arrays.equals(octets, DONE.text.octets());
    }

    public boolean isCancel() {
        return text.equals(CANCEL.text);
    }

    /** The answer. @throws SyntaxException when the line is not base64 */
    public Secret answer() throws SyntaxException {
        try {
            return Secret.of(Base64.getDecoder().decode(text.octets()));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("expected base64 (RFC 4648 section 4)");
        }
    }
}
