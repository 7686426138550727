package dev.yubin.conformance.internal;

import java.util.List;
import java.util.stream.Collectors;

/** A dialogue as a report shows it. */
final class Abridged {
    private static final int FIRST = 10;
    private static final int LAST = 30;
    private static final int LONGEST = 300;

    private Abridged() {}

    /** Its beginning and its end, and the beginnings of lines that are very long. */
    static String of(String said) {
        List<String> lines = said.lines().toList();
        if (lines.size() <= FIRST + LAST + 1) {
            return joined(lines);
        }
        int left = lines.size() - FIRST - LAST;
        return joined(lines.subList(0, FIRST)) + "# (" + left + " lines more)\n"
                + joined(lines.subList(lines.size() - LAST, lines.size()));
    }

    private static String joined(List<String> lines) {
        return lines.stream().map(Abridged::cut).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String cut(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "... (" + line.length() + " characters)";
    }
}
