package dev.yubin.imap;

/** Where a connection stands: RFC 9051 section 3. */
public enum ImapState {
    NOT_AUTHENTICATED("before login"),
    AUTHENTICATED("with no mailbox selected"),
    SELECTED("with a mailbox selected"),
    LOGOUT("after LOGOUT");

    private final String words;

    ImapState(String words) {
        this.words = words;
    }

    /** For a complaint, such as "FETCH is not possible with no mailbox selected". */
    public String words() {
        return words;
    }
}
