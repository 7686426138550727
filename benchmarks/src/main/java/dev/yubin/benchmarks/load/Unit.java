package dev.yubin.benchmarks.load;

import java.util.Locale;

/** What a figure is counted in. Those of one unit share a chart. */
enum Unit {
    PER_SECOND("rates", "a second; more is better"),
    MILLISECONDS("times", "milliseconds; less is better"),
    SEARCHING("searches", "milliseconds of a search; less is better"),
    MEGABYTES("memory", "megabytes; less is better");

    private final String file;
    private final String words;

    Unit(String file, String words) {
        this.file = file;
        this.words = words;
    }

    /** The last part of the chart's file name. */
    String file() {
        return file;
    }

    String words() {
        return words;
    }

    /** As many digits as such a measurement deserves. */
    static String text(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
    }
}
