package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.load.ImapLoad.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@link ImapLoad} and {@link CodecFigures} say: tables in Markdown, and below the first ours beside each peer. */
record ImapReport(String machine, List<Row> rows, List<CodecFigures.Row> codec) {
    private static final String WHAT = "what the load program measured of IMAP";

    String text() {
        StringBuilder text = new StringBuilder("The machine: ").append(machine).append(".\n\n");
        List<String> heads = new ArrayList<>(List.of("CPU ms for 1,000; less is better"));
        rows.forEach(row -> heads.add(row.server()));
        Report.row(text, heads);
        List<String> rule = new ArrayList<>(Collections.nCopies(rows.size() + 1, "---:"));
        rule.set(0, "---");
        Report.row(text, rule);
        for (ImapFigure figure : ImapFigure.values()) {
            List<String> cells = new ArrayList<>(List.of(figure.words()));
            rows.forEach(row -> cells.add(Unit.text(row.cpuMillis().get(figure))));
            Report.row(text, cells);
        }
        List<String> cells = new ArrayList<>(List.of("octets of heap, a connection in `IDLE`"));
        rows.forEach(
                row -> cells.add(row.idle().isPresent() ? Unit.text(row.idle().getAsDouble()) : ""));
        Report.row(text, cells);
        text.append('\n');
        Row ours = rows.stream().filter(Row::ours).findFirst().orElseThrow();
        for (ImapFigure figure : ImapFigure.values()) {
            String beside = rows.stream()
                    .filter(row ->
                            !row.ours() && row.cpuMillis().get(figure) > 0) // less than the clock shows is nothing
                    .map(peer -> times(ours, peer, figure))
                    .collect(Collectors.joining(", "));
            if (!beside.isEmpty()) {
                text.append("- ")
                        .append(figure.words())
                        .append(": ")
                        .append(beside)
                        .append(".\n");
            }
        }
        return text.append('\n').append(CodecFigures.tables(codec)).toString();
    }

    private static String times(Row ours, Row peer, ImapFigure figure) {
        return String.format(
                Locale.ROOT,
                "%.2f times the processor time of %s",
                ours.cpuMillis().get(figure) / peer.cpuMillis().get(figure),
                peer.server());
    }

    /** Puts it in the place of what is in the page. */
    void renew(Page page) throws IOException {
        page.renew(WHAT, text());
    }
}
