package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.load.RelayLoad.Row;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What {@link RelayLoad} says: a table in Markdown, and below it ours beside the peer. */
record RelayReport(String machine, List<Row> rows) {
    private static final String WHAT = "what the load program measured of relaying";
    private static final String ELSEWHERE = ", on to another server";

    String text() {
        StringBuilder text = new StringBuilder("The machine: ").append(machine).append(".\n\n");
        Report.row(
                text,
                List.of(
                        "messages of 4 KiB",
                        "delivered a second",
                        "CPU ms for 1,000",
                        "ms until one is accepted, median",
                        "ms from then on until it is delivered, median",
                        "99 of 100"));
        Report.row(text, List.of("---", "---:", "---:", "---:", "---:", "---:"));
        rows.forEach(row -> Report.row(
                text,
                List.of(
                        row.server() + (row.relays() ? ELSEWHERE : ", into mailboxes"),
                        Unit.text(row.perSecond()),
                        Unit.text(row.cpuMillis()),
                        Unit.text(row.acceptedMillis()),
                        Unit.text(row.deliveredMillis()),
                        Unit.text(row.latestMillis()))));
        text.append('\n');
        rows.stream()
                .filter(row -> row.ours() && row.relays())
                .forEach(ours ->
                        rows.stream().filter(row -> !row.ours()).forEach(peer -> text.append(beside(ours, peer))));
        return text.append('\n').toString();
    }

    private static String beside(Row ours, Row peer) {
        return String.format(
                Locale.ROOT,
                "- %s beside %s%s: %.2f times as many a second, %.2f times the processor time, %.2f times as long from 250 on.%n",
                ours.server(),
                peer.server(),
                ELSEWHERE,
                ours.perSecond() / peer.perSecond(),
                ours.cpuMillis() / peer.cpuMillis(),
                ours.deliveredMillis() / peer.deliveredMillis());
    }

    /** Puts it in the place of what is in the page. */
    void renew(Page page) throws IOException {
        page.renew(WHAT, text());
    }
}
