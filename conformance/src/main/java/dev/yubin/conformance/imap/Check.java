package dev.yubin.conformance.imap;

import dev.yubin.conformance.internal.Promise;

/**
 * One promise, and what shows whether it is kept.
 *
 * @param source the RFC and the section that make it
 * @param title  the promise as a sentence, by which the check is known
 */
record Check(String source, String title, Steps steps) implements Promise {
    /** Ends in peace where the promise is kept. */
    @FunctionalInterface
    interface Steps {
        /**
         * @throws AssertionError                          when it is broken
         * @throws dev.yubin.conformance.internal.Omission when there is nothing to be seen
         */
        void take(Examination on);
    }

    static Check rfc(int number, String section, String title, Steps steps) {
        return new Check("RFC " + number + " section " + section, title, steps);
    }

    /** The same, but it is not made where these are not offered. */
    Check needing(String... capabilities) {
        return new Check(source, title, on -> {
            on.need(capabilities);
            steps.take(on);
        });
    }
}
