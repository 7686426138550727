package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.DotStuffingBenchmark;
import dev.yubin.benchmarks.SmtpBesideNettyBenchmark;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** How much SMTP's codec reads and writes in a second, beside a peer, by JMH in a JVM for each figure. */
final class SmtpCodecFigures {
    private static final int ITERATIONS = 3;

    /** What is counted, and beside whom. */
    enum Unit {
        MILLIONS("millions a second; more is better", "Netty's codec-smtp"),
        GIGABYTES("GB a second; more is better", "a plain copy");

        private final String words;
        private final String peer;

        Unit(String words, String peer) {
            this.words = words;
            this.peer = peer;
        }

        String words() {
            return words;
        }

        String peer() {
            return peer;
        }
    }

    /** @param peer empty where the peer cannot do it */
    record Row(String what, Unit unit, double ours, OptionalDouble peer) {}

    private final Duration time;

    /** @param time how long each benchmark is measured, behind a warm-up as long */
    SmtpCodecFigures(Duration time) {
        this.time = time;
    }

    List<Row> measure() throws RunnerException {
        Map<String, Double> scores = new HashMap<>();
        TimeValue iteration = TimeValue.milliseconds(Math.max(1, time.toMillis() / ITERATIONS));
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(SmtpBesideNettyBenchmark.class.getName() + "\\..*")
                        .include(DotStuffingBenchmark.class.getName() + "\\..*")
                        .warmupIterations(ITERATIONS)
                        .warmupTime(iteration)
                        .measurementIterations(ITERATIONS)
                        .measurementTime(iteration)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run()) {
            String[] name = result.getParams().getBenchmark().split("\\.");
            scores.put(name[name.length - 1], result.getPrimaryResult().getScore());
        }
        return List.of(
                row("commands read", Unit.MILLIONS, scores, "readCommands", "none"),
                row("commands written", Unit.MILLIONS, scores, "writeCommands", "writeCommandsByNetty"),
                row("replies read", Unit.MILLIONS, scores, "readReplies", "readRepliesByNetty"),
                row("dot-stuffing put on", Unit.GIGABYTES, scores, "stuff", "copy"),
                row("dot-stuffing taken off", Unit.GIGABYTES, scores, "unstuff", "copy"));
    }

    private static Row row(String what, Unit unit, Map<String, Double> scores, String ours, String peer) {
        return new Row(
                what,
                unit,
                scores.get(ours),
                scores.containsKey(peer) ? OptionalDouble.of(scores.get(peer)) : OptionalDouble.empty());
    }
}
