package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Omission;
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
         * @throws AssertionError when it is broken
         * @throws Omission       when there is nothing to be seen
         */
        void take(Examination on);
    }
}
