package dev.yubin.conformance.internal;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.opentest4j.TestAbortedException;

/**
 * What a result means for a test of a server whose differences are known.
 *
 * @param differences checks that are known to fail, by their titles, and why that is accepted
 * @param mayLeaveOut whether a check of that title may be left out for that reason
 */
public record Verdict(Map<String, String> differences, BiPredicate<String, String> mayLeaveOut) {
    public Verdict {
        differences = Map.copyOf(differences);
    }

    /** @throws AssertionError when a difference names what is no check */
    public void requireKnown(Collection<String> titles) {
        Set<String> unknown = new TreeSet<>(differences.keySet());
        unknown.removeAll(titles);
        if (!unknown.isEmpty()) {
            throw new AssertionError("differences() names what is no check: " + unknown);
        }
    }

    /**
     * Ends in peace where all is as it is said to be.
     *
     * @throws AssertionError       when the check fails, or does no longer though it is said to
     * @throws TestAbortedException when it is left out
     */
    public void on(Result result) {
        String title = result.title();
        boolean differs = differences.containsKey(title);
        switch (result.outcome()) {
            case PASSED -> {
                if (differs) {
                    throw new AssertionError(
                            "passes, and differences() says that it does not: " + differences.get(title));
                }
            }
            case FAILED -> {
                if (!differs) {
                    throw new AssertionError(
                            result.source() + ": " + title + "\n" + result.why() + "\n\n" + result.dialogue());
                }
            }
            case NOT_OFFERED, SKIPPED -> {
                if (differs || !mayLeaveOut.test(title, result.why())) {
                    throw new AssertionError("not made: " + result.why());
                }
                throw new TestAbortedException(result.why());
            }
        }
    }
}
