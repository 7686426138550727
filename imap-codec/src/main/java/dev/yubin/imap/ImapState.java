package dev.yubin.imap;

import java.util.EnumSet;
import java.util.Set;

/** Where a connection stands: RFC 9051 section 3. */
public enum ImapState {
    NOT_AUTHENTICATED("before login"),
    AUTHENTICATED("with no mailbox selected"),
    SELECTED("with a mailbox selected"),
    LOGOUT("after LOGOUT");

    /** What the four parts of RFC 9051 section 6 are for. */
    static final Set<ImapState> ANY = EnumSet.complementOf(EnumSet.of(LOGOUT));

    static final Set<ImapState> BEFORE_LOGIN = EnumSet.of(NOT_AUTHENTICATED);
    static final Set<ImapState> AFTER_LOGIN = EnumSet.of(AUTHENTICATED, SELECTED);
    static final Set<ImapState> SELECTED_ONLY = EnumSet.of(SELECTED);

    private final String words;

    ImapState(String words) {
        this.words = words;
    }

    /** For a complaint, such as "FETCH is not possible with no mailbox selected". */
    public String words() {
        return words;
    }
}
