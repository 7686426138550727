package dev.yubin.imap.server;

import java.util.OptionalLong;

/** How many of its messages a command has dealt with, of how many, where that is known: RFC 9585 section 4. */
record Advance(OptionalLong done, OptionalLong goal) {
    static final Advance UNKNOWN = new Advance(OptionalLong.empty(), OptionalLong.empty());

    /** Where all is done and the command is not, nobody knows how much is left. */
    static Advance of(long done, long goal) {
        return done < goal ? new Advance(OptionalLong.of(done), OptionalLong.of(goal)) : UNKNOWN;
    }
}
