package dev.yubin.pop3.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a message stays on the server once it was fetched.
 *
 * @param time since then, in the time of this side; empty for ever
 */
public record Retention(Optional<Duration> time) {
    /** The server keeps everything. */
    public static final Retention FOREVER = new Retention(Optional.empty());
    /** A message is deleted in the session that fetches it. */
    public static final Retention NONE = new Retention(Optional.of(Duration.ZERO));

    public Retention {
        if (time.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("a retention of " + time.get());
        }
    }

    /** A message is deleted in the first session that comes so many days, of 24 hours each, behind the one that fetched it. */
    public static Retention days(int days) {
        return new Retention(Optional.of(Duration.ofDays(days)));
    }

    boolean isOver(Instant fetched, Instant now) {
        return time.filter(longest ->
                        !Duration.between(fetched, now).minus(longest).isNegative())
                .isPresent();
    }
}
