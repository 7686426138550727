package dev.yubin.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;

/**
 * What was measured several times: on a machine that others use too, the median tells more than the mean.
 *
 * @param values in the order they came, at least one
 */
record Repeated<T>(List<T> values) {
    private static final int FEWEST = 3;

    /** All that is measured during this time, at least three times, behind a warm-up as long. */
    static <T> Repeated<T> during(Duration time, Callable<T> measurement) throws Exception {
        for (long start = System.nanoTime(); System.nanoTime() - start < time.toNanos(); ) {
            measurement.call();
        }
        List<T> values = new ArrayList<>();
        for (long start = System.nanoTime(); values.size() < FEWEST || System.nanoTime() - start < time.toNanos(); ) {
            values.add(measurement.call());
        }
        return new Repeated<>(values);
    }

    /** The upper one of two, where there are two. */
    double median(ToDoubleFunction<T> figure) {
        return values.stream().mapToDouble(figure).sorted().toArray()[values.size() / 2];
    }
}
