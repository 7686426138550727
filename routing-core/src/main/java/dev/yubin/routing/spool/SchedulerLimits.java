package dev.yubin.routing.spool;

import java.time.Duration;

/**
 * How long and how often a {@link Scheduler} tries. RFC 5321 section 4.5.4.1.
 *
 * @param firstRetry             how long a recipient, or a destination that was not reached, waits behind the first attempt; twice as long behind each further
 * @param longestRetry           and at most
 * @param warnAfter              when the sender is told that his message is delayed, counted from its arrival
 * @param giveUpAfter            when it is given back, counted likewise
 * @param deliveries             how many are under way at once
 * @param destinationDeliveries  and to one destination at most; fewer while it answers 4xx or was not reached
 * @param recipients             how many one delivery is for at most; section 4.5.3.1.8 promises that a server takes 100
 */
public record SchedulerLimits(
        Duration firstRetry,
        Duration longestRetry,
        Duration warnAfter,
        Duration giveUpAfter,
        int deliveries,
        int destinationDeliveries,
        int recipients) {
    private static final SchedulerLimits STANDARD = new SchedulerLimits(
            Duration.ofMinutes(15), Duration.ofHours(4), Duration.ofHours(4), Duration.ofDays(5), 100, 20, 100);

    /** @throws IllegalArgumentException for a time that is not positive, a longest below the first, or a number below 1 */
    public SchedulerLimits {
        for (Duration time : new Duration[] {firstRetry, longestRetry, warnAfter, giveUpAfter}) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("a time is above zero, not " + time);
            }
        }
        if (longestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("the longest wait is no shorter than the first");
        }
        if (deliveries < 1 || destinationDeliveries < 1 || recipients < 1) {
            throw new IllegalArgumentException("deliveries and recipients are 1 or more");
        }
    }

    /** The defaults. */
    public static SchedulerLimits standard() {
        return STANDARD;
    }

    /** The same, with these waits between attempts. */
    public SchedulerLimits retries(Duration first, Duration longest) {
        return new SchedulerLimits(
                first, longest, warnAfter, giveUpAfter, deliveries, destinationDeliveries, recipients);
    }

    /** The same, with these ages at which the sender is told, and at which his message is given back. */
    public SchedulerLimits ages(Duration warn, Duration giveUp) {
        return new SchedulerLimits(
                firstRetry, longestRetry, warn, giveUp, deliveries, destinationDeliveries, recipients);
    }

    /** The same, with so many deliveries at once, to one destination so many, each for so many recipients. */
    public SchedulerLimits deliveries(int deliveries, int destinationDeliveries, int recipients) {
        return new SchedulerLimits(
                firstRetry, longestRetry, warnAfter, giveUpAfter, deliveries, destinationDeliveries, recipients);
    }

    /** How long to wait behind so many attempts in vain, from 1 on. */
    public Duration retryAfter(int attempts) {
        Duration wait = firstRetry;
        for (int i = 1; i < attempts && wait.compareTo(longestRetry) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longestRetry) < 0 ? wait : longestRetry;
    }
}
