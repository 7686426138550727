package dev.yubin.imap.server;

import dev.yubin.imap.ResponseCode;
import java.util.Optional;

/**
 * What a turn of a running command came to.
 *
 * @param code  of a command that is done: what programs read of its OK
 * @param words of a command that is done: what its OK says
 */
record Progress(Kind kind, Optional<ResponseCode> code, String words) {
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

    static final Progress MORE = of(Kind.MORE);
    static final Progress LITERAL = of(Kind.LITERAL);
    static final Progress LINE = of(Kind.LINE);
    static final Progress WAITS = of(Kind.WAITS);

    private static Progress of(Kind kind) {
        return new Progress(kind, Optional.empty(), "");
    }

    static Progress done(String words) {
        return done(Optional.empty(), words);
    }

    static Progress done(ResponseCode code, String words) {
        return done(Optional.of(code), words);
    }

    static Progress done(Optional<ResponseCode> code, String words) {
        return new Progress(Kind.DONE, code, words);
    }
}
