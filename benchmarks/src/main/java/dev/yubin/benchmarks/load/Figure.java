package dev.yubin.benchmarks.load;

/** What is measured of a store of some size, a row each. */
enum Figure {
    FILL(Unit.PER_SECOND, "messages put in through the store's API"),
    FETCHED(Unit.PER_SECOND, "messages listed by `FETCH 1:* (FLAGS)`"),
    FLAGGED(Unit.PER_SECOND, "messages changed by `UID STORE … FLAGS.SILENT`"),
    ONE_SENDER(Unit.PER_SECOND, "deliveries by LMTP, 1 sender"),
    MANY_SENDERS(Unit.PER_SECOND, "deliveries by LMTP, 32 senders"),
    LOGINS(Unit.PER_SECOND, "logins with `SELECT`, 32 clients"),
    SELECT(Unit.MILLISECONDS, "`SELECT`, to the first response"),
    SELECTED(Unit.MILLISECONDS, "`SELECT`, to its end"),
    FIRST_FETCHED(Unit.MILLISECONDS, "`FETCH 1:* (FLAGS)`, to the first response"),
    LAST_ENVELOPES(Unit.MILLISECONDS, "`FETCH` of the last 100 envelopes, to its end"),
    LAST_BODIES(Unit.MILLISECONDS, "`FETCH` of the last 100 bodies, to its end"),
    SCANNED_TEXT(Unit.SEARCHING, "`SEARCH TEXT`, without an index"),
    SCANNED_SUBJECT(Unit.SEARCHING, "`SEARCH SUBJECT`, without an index"),
    INDEXED_TEXT(Unit.SEARCHING, "`SEARCH TEXT`, with the index of words"),
    INDEXED_SUBJECT(Unit.SEARCHING, "`SEARCH SUBJECT`, with the index of words"),
    HEAP(Unit.MEGABYTES, "the server's heap behind a collection, at most");

    private final Unit unit;
    private final String words;

    Figure(Unit unit, String words) {
        this.unit = unit;
        this.words = words;
    }

    Unit unit() {
        return unit;
    }

    /** What a table and a chart call it. */
    String words() {
        return words;
    }
}
