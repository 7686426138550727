package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.DotStuffingBenchmark;
import dev.yubin.benchmarks.ImapCodecBenchmark;
import dev.yubin.benchmarks.SmtpBesideNettyBenchmark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** How fast the codecs read and write, beside peers, by JMH in a JVM for each figure. */
final class CodecFigures {
    private static final int ITERATIONS = 3;
    /** Behind fewer, some of what is measured was still being compiled. */
    private static final int WARM_UP_ITERATIONS = 3 * ITERATIONS;

    /** What is counted, and beside whom. */
    enum Measure {
        MILLIONS("millions a second; more is better", Peer.NETTY),
        GIGABYTES("GB a second; more is better", Peer.COPY),
        MICROSECONDS("microseconds; less is better", Peer.JAMES, Peer.ANGUS);

        private final String words;
        private final List<Peer> peers;

        Measure(String words, Peer... peers) {
            this.words = words;
            this.peers = List.of(peers);
        }
    }

    /** Who does the same, in benchmarks whose names end so. */
    private enum Peer {
        NETTY("Netty's codec-smtp", "ByNetty"),
        COPY("a plain copy", ""),
        JAMES("Apache James", "ByJames"),
        ANGUS("Angus Mail", "ByAngus");

        private final String words;
        private final String ending;

        Peer(String words, String ending) {
            this.words = words;
            this.ending = ending;
        }

        /** The benchmark in which it does what ours does in that. */
        private String benchmark(String ours) {
            return this == COPY ? "copy" : ours + ending;
        }
    }

    /** What a codec does. */
    enum Work {
        COMMANDS_READ("commands read", Measure.MILLIONS, "readCommands"),
        COMMANDS_WRITTEN("commands written", Measure.MILLIONS, "writeCommands"),
        REPLIES_READ("replies read", Measure.MILLIONS, "readReplies"),
        STUFFED("dot-stuffing put on", Measure.GIGABYTES, "stuff"),
        UNSTUFFED("dot-stuffing taken off", Measure.GIGABYTES, "unstuff"),
        IMAP_COMMANDS_READ("eight commands read", Measure.MICROSECONDS, "readCommands"),
        IMAP_COMMANDS_WRITTEN("eight commands written", Measure.MICROSECONDS, "writeCommands"),
        RESPONSES_READ("50 `FETCH` responses read", Measure.MICROSECONDS, "readResponses"),
        RESPONSES_WRITTEN("50 `FETCH` responses written", Measure.MICROSECONDS, "writeResponses");

        private final String words;
        private final Measure measure;
        private final String benchmark;

        Work(String words, Measure measure, String benchmark) {
            this.words = words;
            this.measure = measure;
            this.benchmark = benchmark;
        }
    }

    /** @param peers none where a peer cannot do it */
    record Row(Work work, double ours, Map<Peer, Double> peers) {}

    private final TimeValue iteration;

    /** @param time how long each benchmark is measured, behind a warm-up three times as long */
    CodecFigures(Duration time) {
        this.iteration = TimeValue.milliseconds(Math.max(1, time.toMillis() / ITERATIONS));
    }

    List<Row> smtp() throws RunnerException {
        Map<String, Double> scores = scores(SmtpBesideNettyBenchmark.class, DotStuffingBenchmark.class);
        return rows(scores, Measure.MILLIONS, Measure.GIGABYTES);
    }

    List<Row> imap() throws RunnerException {
        return rows(scores(ImapCodecBenchmark.class), Measure.MICROSECONDS);
    }

    private Map<String, Double> scores(Class<?>... benchmarks) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .warmupIterations(WARM_UP_ITERATIONS)
                .warmupTime(iteration)
                .measurementIterations(ITERATIONS)
                .measurementTime(iteration)
                .verbosity(VerboseMode.SILENT);
        for (Class<?> benchmark : benchmarks) {
            options.include(benchmark.getName() + "\\..*");
        }
        Map<String, Double> scores = new HashMap<>();
        for (RunResult result : new Runner(options.build()).run()) {
            String[] name = result.getParams().getBenchmark().split("\\.");
            scores.put(name[name.length - 1], result.getPrimaryResult().getScore());
        }
        return scores;
    }

    private static List<Row> rows(Map<String, Double> scores, Measure... measures) {
        List<Row> rows = new ArrayList<>();
        for (Work work : Work.values()) {
            if (Arrays.asList(measures).contains(work.measure)) {
                Map<Peer, Double> peers = new EnumMap<>(Peer.class);
                work.measure.peers.forEach(
                        peer -> peers.computeIfAbsent(peer, its -> scores.get(its.benchmark(work.benchmark))));
                rows.add(new Row(work, scores.get(work.benchmark), peers));
            }
        }
        return rows;
    }

    /** A table of each measure in Markdown. */
    static String tables(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        for (Measure measure : Measure.values()) {
            List<Row> counted =
                    rows.stream().filter(row -> row.work().measure == measure).toList();
            if (!counted.isEmpty()) {
                table(text, measure, counted);
            }
        }
        return text.toString();
    }

    private static void table(StringBuilder text, Measure measure, List<Row> rows) {
        List<String> heads = new ArrayList<>(List.of(measure.words, "Yubin"));
        measure.peers.forEach(peer -> heads.add(peer.words));
        Report.row(text, heads);
        List<String> rule = new ArrayList<>(Collections.nCopies(heads.size(), "---:"));
        rule.set(0, "---");
        Report.row(text, rule);
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.work().words, text(row.ours())));
            measure.peers.forEach(peer ->
                    cells.add(row.peers().containsKey(peer) ? text(row.peers().get(peer)) : ""));
            Report.row(text, cells);
        }
        text.append('\n');
    }

    private static String text(double figure) {
        return Unit.text(figure);
    }
}
