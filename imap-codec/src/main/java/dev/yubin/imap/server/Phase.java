package dev.yubin.imap.server;

/** Where a connection's conversation stands. */
enum Phase {
    /** TLS comes first, and then the greeting. */
    GREETING,
    BETWEEN_COMMANDS,
    /** The worker has a turn of the command. */
    TURN,
    /** The client has to take some of what the command has answered. */
    FULL,
    /** The command waits for octets of its literal. */
    LITERAL,
    /** The command waits for a line, or for something to happen. */
    LINE,
    /** The worker has a turn of news between two commands. */
    NEWS_TURN,
    /** The client has to take some of the news. */
    NEWS_FULL,
    /** Nobody listens any more. */
    CLOSING;

    /** Whether the worker has a turn: nothing is read meanwhile. */
    boolean works() {
        return this == TURN || this == NEWS_TURN;
    }

    /** Whether the last word can be said at once. */
    boolean rests() {
        return this == GREETING || this == BETWEEN_COMMANDS || this == LINE;
    }
}
