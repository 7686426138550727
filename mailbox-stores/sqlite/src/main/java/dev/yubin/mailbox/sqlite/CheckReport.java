package dev.yubin.mailbox.sqlite;

import java.util.List;

/**
 * What {@link SqliteMailStore#check} found.
 *
 * @param faults a line for each thing that is wrong: in which file, what, and where
 */
public record CheckReport(List<String> faults) {
    public CheckReport {
        faults = List.copyOf(faults);
    }

    /** Whether nothing is wrong. */
    public boolean sound() {
        return faults.isEmpty();
    }

    /** For people: all faults, each on a line. */
    @Override
    public String toString() {
        return sound() ? "the store is sound" : String.join(System.lineSeparator(), faults);
    }
}
