package dev.yubin.protocol.sasl;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Makes guessing passwords slow. The reply to a failed login is held back, a second at first and twice as long for each further failure
 * from the same address, up to half a minute; an address that goes on is not heard any more. A failure is forgiven after a minute, one
 * after the other. Whom the login named plays no part, so that the wait tells nothing, and nobody can lock out somebody else elsewhere.
 *
 * <p>Of IPv6 addresses the first 64 bits count: the rest is the guesser's to choose. The 10,000 networks that failed last are remembered,
 * in about a megabyte. One throttle serves all listeners of a program; safe for use by many threads; never waits.
 */
public final class LoginThrottle {
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(1);
    private static final int MOST_FAILURES = 60;
    private static final int MOST_NETWORKS = 10_000;
    private static final int IPV6_NETWORK_OCTETS = 8;

    private final int mostFailures;
    private final Duration firstDelay;
    private final LongSupplier nanos;
    private final Map<Network, Failures> failures = new LinkedHashMap<>();

    /** An address, as far as it counts. */
    private record Network(String prefix) {
        static Network of(InetAddress address) {
            byte[] octets = address.getAddress();
            return new Network(
                    Arrays.toString(octets.length == 4 ? octets : Arrays.copyOf(octets, IPV6_NETWORK_OCTETS)));
        }
    }

    /** So many were not forgiven at that time. */
    private record Failures(int count, long atNanos) {
        Failures at(long now) {
            long forgiven = (now - atNanos) / FORGIVEN_AFTER.toNanos();
            return forgiven == 0
                    ? this
                    : new Failures((int) Math.max(0, count - forgiven), atNanos + forgiven * FORGIVEN_AFTER.toNanos());
        }
    }

    /** A throttle that has seen no failure yet, and hears no address any more after 60. */
    public LoginThrottle() {
        this(MOST_FAILURES);
    }

    /**
     * A throttle that has seen no failure yet.
     *
     * @param mostFailures after which an address is not heard; make it large where many people share one address, as behind a proxy
     */
    public LoginThrottle(int mostFailures) {
        this(mostFailures, FIRST_DELAY);
    }

    /**
     * The same, with another delay to begin with.
     *
     * @param firstDelay how long the first failure is held back; the next twice as long, and so on. None at all where something else slows guessing down
     */
    public LoginThrottle(int mostFailures, Duration firstDelay) {
        this(mostFailures, firstDelay, System::nanoTime);
    }

    /** @param nanos the time in nanoseconds since any fixed moment, such as {@link System#nanoTime} */
    public LoginThrottle(int mostFailures, LongSupplier nanos) {
        this(mostFailures, FIRST_DELAY, nanos);
    }

    private LoginThrottle(int mostFailures, Duration firstDelay, LongSupplier nanos) {
        if (mostFailures < 1) {
            throw new IllegalArgumentException("expected at least 1 failure to be allowed but found " + mostFailures);
        }
        this.mostFailures = mostFailures;
        this.firstDelay = firstDelay;
        this.nanos = nanos;
    }

    /** Whether a login from this address may be tried now; else refuse it unheard, as a failure that is temporary. */
    public synchronized boolean admits(InetAddress from) {
        return known(Network.of(from)).count() < mostFailures;
    }

    /** Counts a failed login: one with credentials that were wrong or malformed. Tells how long to hold the reply back. */
    public synchronized Duration failed(InetAddress from) {
        Network network = Network.of(from);
        Failures before = known(network);
        int count = Math.min(before.count() + 1, mostFailures);
        failures.remove(network); // so that it is the last of them again
        failures.put(network, new Failures(count, before.atNanos()));
        if (failures.size() > MOST_NETWORKS) {
            failures.remove(failures.keySet().iterator().next());
        }
        return delay(count);
    }

    private Failures known(Network network) {
        long now = nanos.getAsLong();
        Failures unforgiven =
                failures.getOrDefault(network, new Failures(0, now)).at(now);
        return unforgiven.count() == 0 ? new Failures(0, now) : unforgiven;
    }

    private Duration delay(int count) {
        Duration delay = firstDelay.multipliedBy(1L << Math.min(count - 1, 10));
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }
}
