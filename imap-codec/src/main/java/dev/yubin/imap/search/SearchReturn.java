package dev.yubin.imap.search;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.protocol.line.SyntaxException;

/** What SEARCH is to tell of what it found: RFC 9051 section 6.4.4. */
public enum SearchReturn {
    MIN,
    MAX,
    ALL,
    COUNT,
    /** Keeps the result as {@code $}: RFC 9051 section 6.4.4.1. */
    SAVE;

    static SearchReturn read(ImapReader in) throws SyntaxException {
        for (SearchReturn option : values()) {
            if (in.acceptWord(option.name())) {
                return option;
            }
        }
        throw in.unexpected("MIN, MAX, ALL, COUNT or SAVE");
    }
}
