package dev.yubin.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is measured several times: on a machine that others use too, the median tells more than the mean. */
final class Median {
    private static final int FEWEST = 3;

    private Median() {}

    /** Gives one value. */
    @FunctionalInterface
    interface Measurement {
        double once() throws Exception;
    }

    /** The median of all that are measured during this time, at least three, behind a warm-up as long. */
    static double of(Duration time, Measurement measurement) throws Exception {
        for (long start = System.nanoTime(); System.nanoTime() - start < time.toNanos(); ) {
            measurement.once();
        }
        List<Double> values = new ArrayList<>();
        for (long start = System.nanoTime(); values.size() < FEWEST || System.nanoTime() - start < time.toNanos(); ) {
            values.add(measurement.once());
        }
        return of(values);
    }

    /** The upper one of two, where there are two. */
    static double of(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
