package dev.yubin.imap.server;

/** A literal that was announced cannot be sent whole; nothing is left but to close the connection. */
final class BrokenOff extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenOff(Throwable cause) {
        super("a body broke off: " + cause.getMessage(), cause);
    }
}
