package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a run says: tables in Markdown, which are printed, or put into a page together with charts beside it. */
final class Report {
    /** Above the tables in a page. */
    private static final String WHAT = "what the load program measured";

    private final String machine;
    private final double syncsPerSecond;
    private final String peer;
    private final List<BesidePeer.Row> deliveries;
    private final Figures figures;

    /** @param peer what the peer is called, or why there is none */
    Report(String machine, double syncsPerSecond, String peer, List<BesidePeer.Row> deliveries, Figures figures) {
        this.machine = machine;
        this.syncsPerSecond = syncsPerSecond;
        this.peer = peer;
        this.deliveries = deliveries;
        this.figures = figures;
    }

    /** The tables. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("The machine: ").append(machine).append(".\n\n");
        text.append("### Durable deliveries a second\n\n");
        row(text, List.of("LMTP, messages of 4 KiB", "Yubin", peer, "times as many"));
        row(text, List.of("---", "---:", "---:", "---:"));
        deliveries.forEach(row -> row(text, cells(row)));
        text.append("\nThe disk was asked ")
                .append(Unit.text(syncsPerSecond))
                .append(" times a second to keep 4 KiB, one after the other.\n\n### By the number of messages\n\n");
        growth(text);
        return text.toString();
    }

    private static List<String> cells(BesidePeer.Row row) {
        Deliveries load = row.load();
        String senders = load.senders() == 1 ? "1 sender" : load.senders() + " senders";
        String accounts = load.accounts() == load.senders()
                ? load.senders() == 1 ? "to one account" : "to an account each"
                : String.format(Locale.ROOT, "to %,d accounts in turn", load.accounts());
        return List.of(
                senders + ", " + accounts,
                Unit.text(row.ours()),
                row.theirs().isPresent() ? Unit.text(row.theirs().getAsDouble()) : "",
                row.theirs().isPresent() ? Unit.text(row.ours() / row.theirs().getAsDouble()) : "");
    }

    private void growth(StringBuilder text) {
        SortedSet<Integer> sizes = new TreeSet<>();
        Arrays.stream(Figure.values())
                .forEach(figure -> sizes.addAll(figures.of(figure).keySet()));
        for (Unit unit : Unit.values()) {
            List<String> heads = new ArrayList<>(List.of(unit.words()));
            List<String> rules = new ArrayList<>(List.of("---"));
            sizes.forEach(size -> {
                heads.add(String.format(Locale.ROOT, "%,d", size));
                rules.add("---:");
            });
            row(text, heads);
            row(text, rules);
            of(unit).forEach((words, values) -> {
                List<String> cells = new ArrayList<>(List.of(words));
                sizes.forEach(size -> cells.add(values.containsKey(size) ? Unit.text(values.get(size)) : ""));
                row(text, cells);
            });
            text.append('\n');
        }
    }

    static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private Map<String, SortedMap<Integer, Double>> of(Unit unit) {
        Map<String, SortedMap<Integer, Double>> lines = new LinkedHashMap<>();
        for (Figure figure : Figure.values()) {
            if (figure.unit() == unit) {
                lines.put(figure.words(), figures.of(figure));
            }
        }
        return lines;
    }

    /** Puts the tables in the place of those that are in the page, and the charts beside it. */
    void renew(Page page) throws IOException {
        StringBuilder text = new StringBuilder(text());
        for (Unit unit : Unit.values()) {
            Map<String, SortedMap<Integer, Double>> lines = new LinkedHashMap<>();
            of(unit).forEach((words, values) -> lines.put(words.replace("`", ""), values));
            String chart = page.beside(unit.file() + ".svg", new Chart(unit.words(), lines).svg());
            text.append("![").append(unit.words()).append("](").append(chart).append(")\n\n");
        }
        page.renew(WHAT, text.toString());
    }
}
