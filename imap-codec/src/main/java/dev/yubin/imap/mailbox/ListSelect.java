package dev.yubin.imap.mailbox;

/** Which mailboxes LIST means: RFC 9051 section 6.3.9.1. */
public enum ListSelect {
    /** Names on the list of subscriptions, whether there is a mailbox or not. */
    SUBSCRIBED,
    /** Those on other servers too. */
    REMOTE,
    /** Those that are for something, such as sent mail: RFC 6154 section 2. */
    SPECIAL_USE,
    /** Those too that do not match but have matching ones below them. */
    RECURSIVEMATCH
}
