package dev.yubin.conformance.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What came of a run, for people and for programs. */
public final class Report {
    private final String protocol;
    private final String server;
    private final List<Result> results;

    /**
     * @param protocol what the server was asked to speak
     * @param server   what was examined, in words
     */
    public Report(String protocol, String server, List<Result> results) {
        this.protocol = protocol;
        this.server = server;
        this.results = List.copyOf(results);
    }

    /** Whether a check did. */
    public boolean failed() {
        return count(Result.Outcome.FAILED) > 0;
    }

    private long count(Result.Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    /** A line for each check, and what was said under each that failed. */
    public String text() {
        StringBuilder text =
                new StringBuilder(protocol).append(" at ").append(server).append('\n');
        String chapter = "";
        for (Result result : results) {
            if (!chapter.equals(result.chapter())) {
                chapter = result.chapter();
                text.append('\n').append(chapter).append('\n');
            }
            text.append(String.format(
                    Locale.ROOT,
                    "  %-11s  %-24s  %s%n",
                    result.outcome() == Result.Outcome.FAILED ? "FAILED" : result.outcome(),
                    result.source(),
                    result.title()));
            indented(text, result.why());
            indented(text, result.dialogue());
        }
        return text.append('\n').append(sum()).append('\n').toString();
    }

    private static void indented(StringBuilder text, String lines) {
        lines.lines().forEach(line -> text.append("      ").append(line).append('\n'));
    }

    private String sum() {
        return Arrays.stream(Result.Outcome.values())
                .map(outcome -> count(outcome) + " " + outcome)
                .collect(Collectors.joining(", "));
    }

    /** The same as one object (RFC 8259). */
    public String json() {
        return "{\"server\":" + quoted(server) + ",\"results\":[\n"
                + results.stream().map(Report::json).collect(Collectors.joining(",\n")) + "\n]}\n";
    }

    private static String json(Result result) {
        return "{\"chapter\":" + quoted(result.chapter())
                + ",\"source\":" + quoted(result.source())
                + ",\"title\":" + quoted(result.title())
                + ",\"outcome\":" + quoted(result.outcome().toString())
                + ",\"why\":" + quoted(result.why())
                + ",\"dialogue\":" + quoted(result.dialogue())
                + ",\"millis\":" + result.took().toMillis() + '}';
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> switch (c) {
                    case '"' -> "\\\"";
                    case '\\' -> "\\\\";
                    case '\n' -> "\\n";
                    default -> c < ' ' ? String.format("\\u%04x", c) : String.valueOf((char) c);
                })
                .collect(Collectors.joining("", "\"", "\""));
    }
}
