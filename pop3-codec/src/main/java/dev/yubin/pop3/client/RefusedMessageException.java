package dev.yubin.pop3.client;

import java.io.IOException;

/** A {@link FetchSink} does not take this message, such as one that is too large, but may take others. */
public final class RefusedMessageException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message why, for whoever looks after the mail */
    public RefusedMessageException(String message) {
        super(message);
    }

    /** The same, with what was thrown below it. */
    public RefusedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
