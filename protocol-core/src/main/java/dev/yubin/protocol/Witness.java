package dev.yubin.protocol;

/**
 * Hears what a client and a server say to each other, line by line as it is said, with secrets masked: to show a dialogue to people, or to find out
 * what a server does not like. Content, a message's own octets, is told of by its size alone.
 *
 * <p>Called on the connection's event loop in the order of the lines: take the line and return. What it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface Witness {
    /** Who speaks. */
    enum Speaker {
        CLIENT,
        SERVER
    }

    /** Hears nothing. */
    Witness NONE = (speaker, line) -> {};

    /** @param line without its CR LF; whatever is not printable is escaped, and a secret reads {@code [secret]} */
    void said(Speaker speaker, String line);
}
