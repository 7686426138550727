package dev.yubin.protocol;

import java.net.UnknownHostException;

/** There is no telling now whether a host has addresses: whoever knows is silent, or cannot say. Another time may bring them. */
public final class LookupFailedException extends UnknownHostException {
    private static final long serialVersionUID = 1;

    /**
     * Fails so.
     *
     * @param cause what was thrown by whoever was asked
     */
    public LookupFailedException(String message, Throwable cause) {
        super(message);
        initCause(cause);
    }
}
