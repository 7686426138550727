package dev.yubin.smtp.server;

import java.time.Duration;

/**
 * How long a client may still keep the server waiting for content. Waiting uses it up, octets bring it back, and there is never more of it than at the
 * beginning: so there is no silence longer than that, nor a trickle for ever. Time is in nanoseconds of any clock.
 */
final class Patience {
    private final long full;
    private final double anOctet;
    private long left;
    private long since;

    /** @param octets that bring all of it back */
    Patience(Duration full, int octets) {
        this.full = full.toNanos();
        this.anOctet = this.full / (double) Math.max(1, octets);
    }

    /** Content begins. */
    void renew() {
        left = full;
    }

    /** The server waits from now on. */
    Duration from(long now) {
        since = now;
        return Duration.ofNanos(left);
    }

    /** Something has come, and the server waits no more. */
    void came(int octets, long now) {
        left = Math.min(full, left - (now - since) + (long) (octets * anOctet));
    }
}
