package dev.yubin.smtp;

/** What a server may tell in its answer to EHLO that it takes no more of: RFC 9422 section 4. */
public enum Limit {
    /** Transactions in one session. */
    MAILMAX,
    /** Recipients in one transaction. */
    RCPTMAX,
    /** Different domains of recipients in one session. */
    RCPTDOMAINMAX
}
