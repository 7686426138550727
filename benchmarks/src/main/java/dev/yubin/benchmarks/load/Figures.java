package dev.yubin.benchmarks.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was measured, by the number of messages in the mailbox. */
final class Figures {
    private final Map<Figure, SortedMap<Integer, Double>> values = new EnumMap<>(Figure.class);

    void put(Figure figure, int messages, double value) {
        values.computeIfAbsent(figure, none -> new TreeMap<>()).put(messages, value);
    }

    /** The values of one figure; empty where it was not measured. */
    SortedMap<Integer, Double> of(Figure figure) {
        return values.getOrDefault(figure, new TreeMap<>());
    }
}
