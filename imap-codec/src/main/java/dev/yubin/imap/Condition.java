package dev.yubin.imap;

/** How a command ended, or a word in passing: RFC 9051 section 7.1. */
public enum Condition {
    OK,
    NO,
    BAD,
    /** In the greeting alone: the client is logged in already. */
    PREAUTH,
    /** The connection is about to be closed. */
    BYE
}
