package dev.yubin.protocol.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final InetAddress GUESSER = address("192.0.2.1");
    private static final InetAddress OTHER = address("192.0.2.2");

    private long now = Long.MAX_VALUE - 1000; // nanoTime may pass the end
    private final LoginThrottle throttle = new LoginThrottle(60, () -> now);

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private List<Long> secondsFor(int failures, InetAddress address) {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < failures; i++) {
            seconds.add(throttle.failed(address).toSeconds());
        }
        return seconds;
    }

    @Test
    void eachFailureWaitsTwiceAsLongUpToHalfAMinute() {
        assertThat(secondsFor(8, GUESSER)).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void oneAddressDoesNotWaitForAnother() {
        secondsFor(5, GUESSER);
        assertThat(secondsFor(2, OTHER)).containsExactly(1L, 2L);
    }

    @Test
    void aMinuteForgivesOneFailure() {
        secondsFor(4, GUESSER);
        pass(Duration.ofSeconds(59));
        assertThat(secondsFor(1, GUESSER)).containsExactly(16L);
        pass(Duration.ofSeconds(1));
        assertThat(secondsFor(1, GUESSER)).containsExactly(16L);
        pass(Duration.ofMinutes(3));
        assertThat(secondsFor(1, GUESSER)).containsExactly(4L);
        pass(Duration.ofDays(1));
        assertThat(secondsFor(1, GUESSER)).containsExactly(1L);
    }

    @Test
    void anAddressThatGoesOnIsNotHeardUntilAMinuteHasPassed() {
        secondsFor(59, GUESSER);
        assertThat(throttle.admits(GUESSER)).isTrue();
        secondsFor(1, GUESSER);
        assertThat(throttle.admits(GUESSER)).isFalse();
        assertThat(throttle.admits(OTHER)).isTrue();
        secondsFor(1000, GUESSER); // logins that were under way make it no worse
        pass(Duration.ofMinutes(1));
        assertThat(throttle.admits(GUESSER)).isTrue();
        secondsFor(1, GUESSER);
        assertThat(throttle.admits(GUESSER)).isFalse();
    }

    @Test
    void ofIpv6AddressesTheNetworkCounts() {
        secondsFor(3, address("2001:db8::1"));
        assertThat(secondsFor(1, address("2001:db8::ffff:1"))).containsExactly(8L);
        assertThat(secondsFor(1, address("2001:db8:0:1::1"))).containsExactly(1L);
    }

    @Test
    void theNetworksThatFailedLastAreRemembered() {
        secondsFor(3, GUESSER);
        secondsFor(3, OTHER);
        for (int i = 0; i < 9_999; i++) {
            secondsFor(1, address("10.0." + i / 256 + '.' + i % 256));
            if (i == 5_000) {
                secondsFor(1, GUESSER);
            }
        }
        assertThat(secondsFor(1, GUESSER)).as("remembered").containsExactly(16L);
        assertThat(secondsFor(1, OTHER)).as("forgotten").containsExactly(1L);
    }

    @Test
    void theFirstDelayIsTheApplicationsToChoose() {
        LoginThrottle gentle = new LoginThrottle(60, Duration.ofMillis(5));
        assertThat(gentle.failed(GUESSER)).isEqualTo(Duration.ofMillis(5));
        assertThat(gentle.failed(GUESSER)).isEqualTo(Duration.ofMillis(10));
        assertThat(new LoginThrottle(60, Duration.ZERO).failed(GUESSER)).isZero();
    }

    @Test
    void aThrottleThatHearsNobodyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LoginThrottle(0));
    }
}
