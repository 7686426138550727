package dev.yubin.imap.search;

/** What SEARCH is to tell of what it found: RFC 9051 section 6.4.4. */
public enum SearchReturn {
    MIN,
    MAX,
    ALL,
    COUNT,
    /** Keeps the result as {@code $}: RFC 9051 section 6.4.4.1. */
    SAVE
}
