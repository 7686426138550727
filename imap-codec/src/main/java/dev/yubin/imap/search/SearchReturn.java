package dev.yubin.imap.search;

/** A word that says what SEARCH or SORT is to tell of what it found: RFC 9051 section 6.4.4, RFC 5267 section 3.1. */
public enum SearchReturn {
    /** The least number; of SORT, the first in order. */
    MIN,
    /** The greatest number; of SORT, the last in order. */
    MAX,
    ALL,
    COUNT,
    /** Keeps the result as {@code $}: RFC 9051 section 6.4.4.1. Of SEARCH alone. */
    SAVE,
    /** Tells what changes of the result from then on, as long as the mailbox is selected: RFC 5267 section 4.3. */
    UPDATE,
    /** Says that the same is likely to be looked for again: RFC 5267 section 4.2. */
    CONTEXT,
    /** How well each message that is told fits, 1 to 100: RFC 6203 section 4. Beside a FUZZY key alone. */
    RELEVANCY
}
