package dev.yubin.routing.spool;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A destination while something is under way to it: how many at once it bears, as far as it has shown. Used by the scheduler's turns alone. */
final class Site {
    /** How many deliveries a destination is trusted with before it has answered any. */
    static final int FIRST = 5;

    /** What the spool is to be told of the destination. */
    record PutOff(int failures, Instant until) {}

    private final String name;
    private final SchedulerLimits limits;
    private final Set<Long> messages = new HashSet<>();
    private int window;
    private int failures;
    private Instant until;

    Site(Destination destination, SchedulerLimits limits) {
        this.name = destination.name();
        this.limits = limits;
        this.failures = destination.failures();
        this.until = destination.putOff().orElse(Instant.MIN);
        // One that was not reached is asked by one message; the others follow where it answers.
        this.window = failures > 0 ? 1 : Math.min(FIRST, limits.destinationDeliveries());
    }

    String name() {
        return name;
    }

    boolean hasRoom() {
        return messages.size() < window;
    }

    int running() {
        return messages.size();
    }

    boolean carries(long message) {
        return messages.contains(message);
    }

    void begin(Delivery delivery) {
        messages.add(delivery.consignment().message().id());
    }

    /** What the spool is to be told now, where it has changed. */
    Optional<PutOff> end(Delivery delivery, Instant now) {
        messages.remove(delivery.consignment().message().id());
        return switch (delivery.answer()) {
            case DECIDED -> {
                window = Math.min(limits.destinationDeliveries(), window + 1);
                yield reached(now);
            }
            case NOT_NOW -> {
                window = Math.max(1, window / 2);
                yield reached(now);
            }
            case NOT_REACHED -> notReached(now);
        };
    }

    private Optional<PutOff> reached(Instant now) {
        if (failures == 0) {
            return Optional.empty();
        }
        failures = 0;
        until = now;
        return Optional.of(new PutOff(failures, until));
    }

    /** Several that were under way together count as one failure. */
    private Optional<PutOff> notReached(Instant now) {
        window = 1;
        if (until.isAfter(now)) {
            return Optional.empty();
        }
        failures++;
        until = now.plus(limits.retryAfter(failures));
        return Optional.of(new PutOff(failures, until));
    }
}
