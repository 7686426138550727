package dev.yubin.imap.client;

import java.time.Duration;

/**
 * How a {@link Following} spends its time.
 *
 * @param idle         how long one IDLE lasts: less than the 29 minutes after which a server may take its client for dead (RFC 9051 section 6.3.13), and
 *     less than routers remember a silent connection; a server that is gone is noticed after this, and the {@link ImapClient.Builder#timeout}, at the latest
 * @param poll         how often a server without IDLE is asked for news
 * @param firstPause   how long is waited after a connection is lost or could not be made; each time in a row twice as long
 * @param longestPause but no longer than this
 */
public record FollowPace(Duration idle, Duration poll, Duration firstPause, Duration longestPause) {
    /** @throws IllegalArgumentException when one is not positive */
    public FollowPace {
        for (Duration part : new Duration[] {idle, poll, firstPause, longestPause}) {
            if (part.isNegative() || part.isZero()) {
                throw new IllegalArgumentException("a pace is made of durations above zero, not " + part);
            }
        }
    }

    /** IDLE for 9 minutes, or a question a minute; pauses of 1 second to 5 minutes. */
    public static FollowPace standard() {
        return new FollowPace(
                Duration.ofMinutes(9), Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMinutes(5));
    }
}
