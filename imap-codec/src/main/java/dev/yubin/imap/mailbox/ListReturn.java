package dev.yubin.imap.mailbox;

/** What LIST is to tell of each mailbox, STATUS and METADATA apart: RFC 9051 section 6.3.9.2. */
public enum ListReturn {
    SUBSCRIBED,
    CHILDREN,
    /** RFC 6154 section 2. */
    SPECIAL_USE,
    /** What the user may do there: RFC 8440. */
    MYRIGHTS
}
