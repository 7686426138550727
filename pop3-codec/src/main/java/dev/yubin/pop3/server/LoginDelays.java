package dev.yubin.pop3.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who has to wait for how long until the next login: RFC 2449 section 6.5. Within one server, and for as long as it runs. For many threads.
 */
final class LoginDelays {
    private static final int LEAST_LOOK = 1024;

    /** The instants, by {@link System#nanoTime}, from which on the account is let in again. */
    private final Map<String, Long> until = new ConcurrentHashMap<>();
    /** How many entries there may be until those that are over are looked for. */
    private volatile int look = LEAST_LOOK;

    /** How long this account has still to wait; zero when it may come in. */
    Duration left(String account, long now) {
        Long end = until.get(account);
        return end == null || end - now <= 0 ? Duration.ZERO : Duration.ofNanos(end - now);
    }

    /** The account was let in, and is not for this long. */
    void begin(String account, Duration delay, long now) {
        if (!delay.isZero()) {
            until.put(account, now + delay.toNanos());
            forgetWhatIsOver(now);
        }
    }

    /** How many are remembered. */
    int size() {
        return until.size();
    }

    private void forgetWhatIsOver(long now) {
        if (until.size() > look) {
            until.values().removeIf(end -> end - now <= 0);
            look = Math.max(LEAST_LOOK, 2 * until.size());
        }
    }
}
