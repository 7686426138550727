package dev.yubin.conformance.internal;

import java.time.Duration;
import java.util.Locale;

/**
 * What came of a check.
 *
 * @param source   the RFC and the section that make the promise
 * @param title    the promise, by which the check is known
 * @param why      what was expected and what came, or why the check was not made; empty where it passed
 * @param dialogue what was said on its connections, where it failed; else empty
 */
public record Result(
        String chapter, String source, String title, Outcome outcome, String why, String dialogue, Duration took) {
    /** How it ended. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** The server does not say that it can do this, and it need not. */
        NOT_OFFERED,
        /** Something is missing on the examiner's side. */
        SKIPPED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
