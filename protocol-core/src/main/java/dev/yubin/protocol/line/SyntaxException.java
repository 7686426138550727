package dev.yubin.protocol.line;

/**
 * A line breaks its grammar. The message says what was expected, where and what came, with the peer's octets escaped; it may be shown
 * to the peer.
 */
public final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param message what was expected, where, and what came, a peer's octets escaped */
    public SyntaxException(String message) {
        super(message, null, false, false); // made for every bad line a peer cares to send: no stack is walked
    }
}
