package dev.yubin.imap.server;

/**
 * What a turn of a running command came to.
 *
 * @param code  of a command that is done: its response code, such as {@code READ-WRITE}, or {@code ""}
 * @param words of a command that is done: what its OK says
 */
record Progress(Kind kind, String code, String words) {
    /** Whether and when it wants another turn. */
    enum Kind {
        /** As soon as the client has taken what was answered. */
        MORE,
        /** When more of the command has come, whose literal streams. */
        WAITS,
        /** When the literal that stands next has come: the client may send it. */
        LITERAL,
        /** When the client has sent a line, or something has happened to the mailbox. */
        LINE,
        /** Never: its OK may be sent. */
        DONE
    }

    static final Progress MORE = new Progress(Kind.MORE, "", "");
    static final Progress LITERAL = new Progress(Kind.LITERAL, "", "");
    static final Progress LINE = new Progress(Kind.LINE, "", "");
    static final Progress WAITS = new Progress(Kind.WAITS, "", "");

    static Progress done(String words) {
        return done("", words);
    }

    static Progress done(String code, String words) {
        return new Progress(Kind.DONE, code, words);
    }
}
