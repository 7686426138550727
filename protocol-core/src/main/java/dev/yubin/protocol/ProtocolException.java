package dev.yubin.protocol;

import java.io.IOException;

/**
 * The framing of a conversation is lost or a limit was passed that leaves nothing to go on with: the connection is told why and closed.
 * The message is fit for the peer.
 */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message what was expected and what came, a peer's octets escaped */
    public ProtocolException(String message) {
        super(message);
    }
}
