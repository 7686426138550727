package dev.yubin.protocol.sasl;

/**
 * Whether the credentials are right cannot be told now: the directory is down, the database too slow. The peer hears that it may try
 * again (SMTP {@code 454 4.7.0}, IMAP {@code NO [UNAVAILABLE]}, POP3 {@code -ERR [SYS/TEMP]}), and no failed login is counted.
 */
public final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param message what is missing; for the log, not for the peer
     * @param cause   what the directory or database threw, or null
     */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
