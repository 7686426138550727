package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.UidSet;

/**
 * What a mailbox's UIDs count for: RFC 9051 section 2.3.1.1.
 *
 * @param uidNext greater than every UID that was ever given
 */
record UidCounters(long uidValidity, long uidNext) {
    /** Of a mailbox whose UIDs do not last. */
    static final UidCounters NONE = new UidCounters(0, 1);

    /** These, where both are what they may be; else none. */
    static UidCounters of(long uidValidity, long uidNext) {
        boolean valid = Math.min(uidValidity, uidNext) >= 1 && Math.max(uidValidity, uidNext) <= UidSet.MAX_UID;
        return valid ? new UidCounters(uidValidity, uidNext) : NONE;
    }

    boolean known() {
        return uidValidity > 0;
    }

    /**
     * The UID for the next message of a mailbox that goes on with these: its own, where that can still be given.
     *
     * @param free the least that can be given there
     */
    long next(Mail mail, long free) {
        long own = known() ? mail.uid().orElse(0) : 0;
        return own >= free ? own : Math.max(free, uidNext); // one that the source never gave to another
    }
}
