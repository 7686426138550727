package dev.yubin.imap;

/** What a command reads and writes, which decides what may run beside it, and what may be asked again. */
public enum Access {
    /** Nothing but reads: FETCH, STATUS, NOOP. To ask again does no harm. That a FETCH sets {@code \Seen} counts as reading. */
    READS,
    /** Who is logged in, which mailbox is open, or how both sides speak from then on: LOGIN, SELECT, CLOSE, ENABLE, IDLE. Nothing runs beside it. */
    SWITCHES,
    /** The account, but nothing of the selected mailbox that is there already: CREATE, APPEND, COPY, SETACL. */
    WRITES,
    /** Messages of the selected mailbox: STORE. */
    CHANGES,
    /** Takes messages out of the selected mailbox, so that others get their numbers: EXPUNGE, MOVE, REPLACE. */
    REMOVES;

    /** Whether more than an answer is lost where none comes: then it may be done, or not. */
    public boolean writes() {
        return this == WRITES || changesSelected();
    }

    /** Whether a mailbox that is open read-only refuses it: RFC 9051 section 6.3.3. */
    public boolean changesSelected() {
        return this == CHANGES || this == REMOVES;
    }
}
