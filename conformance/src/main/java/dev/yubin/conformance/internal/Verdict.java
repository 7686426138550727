package dev.yubin.conformance.internal;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.opentest4j.TestAbortedException;

/**
 * What a result means for a test of a server whose differences are known, and so the tests of one.
 *
 * @param differences checks that are known to fail, by their titles, and why that is accepted
 * @param mayLeaveOut whether a check of that title may be left out for that reason
 */
public record Verdict(Map<String, String> differences, BiPredicate<String, String> mayLeaveOut) {
    public Verdict {
        differences = Map.copyOf(differences);
    }

    /**
     * A test for each check.
     *
     * @param make of a chapter's name and a check
     * @throws AssertionError when a difference names what is no check
     */
    public <C extends Promise> Stream<DynamicNode> tests(
            List<Chapter<C>> chapters, BiFunction<String, C, Result> make) {
        Set<String> unknown = new TreeSet<>(differences.keySet());
        Chapter.titles(chapters).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new AssertionError("differences() names what is no check: " + unknown);
        }
        return chapters.stream()
                .map(chapter -> dynamicContainer(
                        chapter.name(),
                        chapter.checks().stream()
                                .map(check -> dynamicTest(
                                        check.source() + ": " + check.title(),
                                        () -> on(make.apply(chapter.name(), check))))));
    }

    /**
     * Ends in peace where all is as it is said to be.
     *
     * @throws AssertionError       when the check fails, or does no longer though it is said to
     * @throws TestAbortedException when it is left out
     */
    private void on(Result result) {
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
