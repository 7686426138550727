package dev.yubin.routing.spool;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A destination while something is under way to it: or lately was: how many at once it bears, as far as it has shown. Used by the scheduler's turns alone. */
final class Site {
    /** What the spool is to be told of the destination. */
    record PutOff(int failures, Instant until) {}

    private final String name;
    private final SchedulerLimits limits;
    private final Set<Long> messages = new HashSet<>();
    /** Those of them whose outcome the spool does not take: they must not be sent again, and take no room. */
    private final Set<Long> unrecorded = new HashSet<>();
    /** How many at once: one while nothing is known of it, or it was not reached; the others follow where it answers. */
    private int window = 1;

    private int failures;
    private Instant until;

    Site(Destination destination, SchedulerLimits limits) {
        this.name = destination.name();
        this.limits = limits;
        this.failures = destination.failures();
        this.until = destination.putOff().orElse(Instant.MIN);
    }

    /** The operator may have had it tried sooner. */
    void heed(Destination destination) {
        until = destination.putOff().orElse(Instant.MIN);
    }

    String name() {
        return name;
    }

    boolean hasRoom() {
        return messages.size() - unrecorded.size() < window;
    }

    int running() {
        return messages.size();
    }

    /** The messages that are under way to it. */
    Set<Long> messages() {
        return messages;
    }

    /** Whether it was not reached the last time, which the spool knows better. */
    boolean isPutOff() {
        return failures > 0;
    }

    void begin(Delivery delivery) {
        messages.add(delivery.consignment().message().id());
    }

    void notRecorded(Delivery delivery) {
        unrecorded.add(delivery.consignment().message().id());
    }

    /** What the spool is to be told now, where it has changed. */
    Optional<PutOff> end(Delivery delivery, Instant now) {
        messages.remove(delivery.consignment().message().id());
        unrecorded.remove(delivery.consignment().message().id());
        return switch (delivery.answer()) {
            case NOT_ASKED -> Optional.empty();
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
