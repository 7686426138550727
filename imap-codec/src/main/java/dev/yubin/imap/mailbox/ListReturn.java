package dev.yubin.imap.mailbox;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.protocol.line.SyntaxException;

/** What LIST is to tell of each mailbox, STATUS apart: RFC 9051 section 6.3.9.2. */
public enum ListReturn {
    SUBSCRIBED("SUBSCRIBED"),
    CHILDREN("CHILDREN"),
    /** RFC 6154 section 2. */
    SPECIAL_USE("SPECIAL-USE");

    private final String word;

    ListReturn(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static ListReturn read(ImapReader in) throws SyntaxException {
        for (ListReturn option : values()) {
            if (in.acceptWord(option.word)) {
                return option;
            }
        }
        throw in.unexpected("SUBSCRIBED, CHILDREN, SPECIAL-USE or STATUS");
    }
}
