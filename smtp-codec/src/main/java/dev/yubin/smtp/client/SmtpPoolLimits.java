package dev.yubin.smtp.client;

import java.time.Duration;

/**
 * How much of a server an {@link SmtpPool} takes. Begin with {@link #standard} and change what is to be otherwise.
 *
 * @param connections connections at a time, those that are closing included
 * @param messages    messages over one connection, before it is closed and another opened; fewer where the server's MAILMAX says so
 * @param waiting     messages that wait for a connection; one more fails at once
 * @param idle        how long a connection stays open without a message, and how long a server that refused a further one is asked for none
 * @param trusted     how long a connection without a message is taken to be alive; behind that, NOOP asks before the next message
 */
public record SmtpPoolLimits(int connections, int messages, int waiting, Duration idle, Duration trusted) {
    /** @throws IllegalArgumentException when a number or the idle time is not positive, or the trusted time is negative */
    public SmtpPoolLimits {
        if (connections < 1 || messages < 1 || waiting < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
        if (idle.toMillis() < 1 || trusted.isNegative()) {
            throw new IllegalArgumentException("a connection may be idle for a millisecond at least");
        }
    }

    /** 4 connections, 100 messages over each, 1,000 that wait; closed when idle for 30 seconds, and asked when idle for 5. */
    public static SmtpPoolLimits standard() {
        return new SmtpPoolLimits(4, 100, 1_000, Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    /** The same limits with another {@link #connections()}. */
    public SmtpPoolLimits connections(int connections) {
        return new SmtpPoolLimits(connections, messages, waiting, idle, trusted);
    }

    /** The same limits with another {@link #messages()}. */
    public SmtpPoolLimits messages(int messages) {
        return new SmtpPoolLimits(connections, messages, waiting, idle, trusted);
    }

    /** The same limits with another {@link #waiting()}. */
    public SmtpPoolLimits waiting(int waiting) {
        return new SmtpPoolLimits(connections, messages, waiting, idle, trusted);
    }

    /** The same limits with another {@link #idle()}. */
    public SmtpPoolLimits idle(Duration idle) {
        return new SmtpPoolLimits(connections, messages, waiting, idle, trusted);
    }

    /** The same limits with another {@link #trusted()}. */
    public SmtpPoolLimits trusted(Duration trusted) {
        return new SmtpPoolLimits(connections, messages, waiting, idle, trusted);
    }
}
