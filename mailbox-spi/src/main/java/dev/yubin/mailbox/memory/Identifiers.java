package dev.yubin.mailbox.memory;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Identifiers that are given once (RFC 8474 section 7): the letter of their kind, what this run began with, and a number. A run begins
 * with chance, for a store that is made anew must not give the last one's identifiers again.
 */
final class Identifiers {
    private static final String RUN = Long.toString(new SecureRandom().nextLong() >>> 1, Character.MAX_RADIX);
    private static final AtomicLong GIVEN = new AtomicLong();

    private Identifiers() {}

    static long next() {
        return GIVEN.incrementAndGet();
    }

    static String mailbox(long number) {
        return identifier('F', number);
    }

    static String email(long number) {
        return identifier('M', number);
    }

    private static String identifier(char kind, long number) {
        return kind + RUN + "-" + Long.toString(number, Character.MAX_RADIX);
    }
}
