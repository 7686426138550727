package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What {@link Pop3Load} says: a table in Markdown, and below it each of ours beside each peer. */
record Pop3Report(String machine, List<Pop3Load.Row> rows) {
    private static final String WHAT = "what the load program measured of POP3";

    String text() {
        StringBuilder text = new StringBuilder("The machine: ").append(machine).append(".\n\n");
        Report.row(
                text,
                List.of(
                        "RETR of messages of 10 KiB",
                        "a second, one after the other",
                        "a second, pipelined",
                        "CPU ms for 1,000, one after the other",
                        "CPU ms for 1,000, pipelined"));
        Report.row(text, List.of("---", "---:", "---:", "---:", "---:"));
        rows.forEach(row -> Report.row(
                text,
                List.of(
                        row.server(),
                        Unit.text(row.waiting().perSecond()),
                        Unit.text(row.pipelined().perSecond()),
                        Unit.text(row.waiting().cpuMillisThousand()),
                        Unit.text(row.pipelined().cpuMillisThousand()))));
        text.append('\n');
        rows.stream()
                .filter(Pop3Load.Row::ours)
                .forEach(ours ->
                        rows.stream().filter(row -> !row.ours()).forEach(peer -> text.append(beside(ours, peer))));
        return text.append('\n').toString();
    }

    private static String beside(Pop3Load.Row ours, Pop3Load.Row peer) {
        return String.format(
                Locale.ROOT,
                "- %s beside %s: %s times as many a second one after the other, %s times pipelined, at %s and %s times"
                        + " the processor time.%n",
                ours.server(),
                peer.server(),
                times(ours, peer, row -> row.waiting().perSecond()),
                times(ours, peer, row -> row.pipelined().perSecond()),
                times(ours, peer, row -> row.waiting().cpuMillisThousand()),
                times(ours, peer, row -> row.pipelined().cpuMillisThousand()));
    }

    private static String times(Pop3Load.Row ours, Pop3Load.Row peer, ToDoubleFunction<Pop3Load.Row> figure) {
        return String.format(Locale.ROOT, "%.2f", figure.applyAsDouble(ours) / figure.applyAsDouble(peer));
    }

    /** Puts it in the place of what is in the page. */
    void renew(Page page) throws IOException {
        page.renew(WHAT, text());
    }
}
