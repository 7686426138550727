package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.load.SmtpLoad.Row;
import dev.yubin.benchmarks.load.SmtpLoad.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What {@link SmtpLoad} and {@link CodecFigures} say: tables in Markdown, and below the first each of ours beside each peer. */
record SmtpReport(String machine, List<Row> rows, List<CodecFigures.Row> codec) {
    private static final String WHAT = "what the load program measured of SMTP";

    String text() {
        StringBuilder text = new StringBuilder("The machine: ").append(machine).append(".\n\n");
        receiving(text);
        text.append('\n');
        rows.stream()
                .filter(Row::ours)
                .forEach(ours ->
                        rows.stream().filter(row -> !row.ours()).forEach(peer -> text.append(beside(ours, peer))));
        text.append('\n');
        return text.append(CodecFigures.tables(codec)).toString();
    }

    private void receiving(StringBuilder text) {
        List<String> heads = new ArrayList<>(List.of("less is better"));
        for (Size size : Size.values()) {
            heads.add("CPU ms for 1,000 of " + size.words());
        }
        heads.add("octets of heap, an idle connection");
        Report.row(text, heads);
        Report.row(text, List.of("---", "---:", "---:", "---:"));
        rows.forEach(row -> {
            List<String> cells = new ArrayList<>(List.of(row.server()));
            for (Size size : Size.values()) {
                cells.add(Unit.text(row.cpuMillis().get(size)));
            }
            cells.add(text(row.idle()));
            Report.row(text, cells);
        });
    }

    private static String beside(Row ours, Row peer) {
        return String.format(
                Locale.ROOT,
                "- %s beside %s: %s times the processor time at 4 KiB, %s times at 100 KiB.%n",
                ours.server(),
                peer.server(),
                times(ours, peer, Size.SMALL),
                times(ours, peer, Size.LARGE));
    }

    private static String times(Row ours, Row peer, Size size) {
        return String.format(
                Locale.ROOT,
                "%.2f",
                ours.cpuMillis().get(size) / peer.cpuMillis().get(size));
    }

    private static String text(OptionalDouble figure) {
        return figure.isPresent() ? Unit.text(figure.getAsDouble()) : "";
    }

    /** Puts it in the place of what is in the page. */
    void renew(Page page) throws IOException {
        page.renew(WHAT, text());
    }
}
