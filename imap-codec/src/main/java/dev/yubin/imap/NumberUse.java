package dev.yubin.imap;

/** How a command stands to message sequence numbers: RFC 9051 sections 5.5 and 7.5.1. */
public enum NumberUse {
    /** It names messages by number, and no EXPUNGE may be told while it runs: FETCH, STORE, SEARCH. */
    HOLDS,
    /** It names messages by number, and may tell of EXPUNGE itself: COPY, MOVE. */
    USES,
    /** It names none by number, and EXPUNGE may be told while it runs: all others, those by UID too. */
    IGNORES;

    /** Whether a client must not send it while a command is under way that may renumber. */
    public boolean needsNumbers() {
        return this != IGNORES;
    }

    /** Whether messages may get other numbers before it is answered. */
    public boolean mayRenumber() {
        return this != HOLDS;
    }
}
