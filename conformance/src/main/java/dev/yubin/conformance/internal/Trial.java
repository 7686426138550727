package dev.yubin.conformance.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The check at hand: its connections, which end with it, and what comes of it. Used by one thread. */
public final class Trial {
    /** A connection, and what was said on it. */
    public interface Spoken extends AutoCloseable {
        String said();

        @Override
        void close();
    }

    private final UnaryOperator<String> masked;
    private final List<Spoken> connections = new ArrayList<>();
    private final Set<Spoken> shared = new LinkedHashSet<>();

    /** @param masked takes secrets out of what a report shows */
    public Trial(UnaryOperator<String> masked) {
        this.masked = masked;
    }

    /** Has the connection shown where the check fails, and closes it at the end. */
    public <C extends Spoken> C keep(C connection) {
        connections.add(connection);
        return connection;
    }

    /** Has the connection shown where the check fails; it goes on into other checks. */
    public <C extends Spoken> C show(C connection) {
        shared.add(connection);
        return connection;
    }

    /** Closes a connection that a report need not show. */
    public void forget(Spoken connection) {
        connection.close();
        connections.remove(connection);
    }

    /** Makes one check. */
    public Result make(String chapter, String source, String title, Runnable steps) {
        long start = System.nanoTime();
        Result.Outcome outcome = Result.Outcome.PASSED;
        String why = "";
        String dialogue = "";
        try {
            steps.run();
        } catch (Omission omission) {
            outcome = omission.outcome();
            why = omission.getMessage();
        } catch (AssertionError e) {
            outcome = Result.Outcome.FAILED;
            why = masked.apply(
                    e instanceof Dialogue.Unexpected unexpected ? unexpected.what() : String.valueOf(e.getMessage()));
            dialogue = dialogue();
        } finally {
            connections.forEach(Spoken::close);
            connections.clear();
            shared.clear();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Result(chapter, source, title, outcome, why, dialogue, took);
    }

    private String dialogue() {
        List<Spoken> all = Stream.concat(shared.stream(), connections.stream()).toList();
        return IntStream.range(0, all.size())
                .mapToObj(i -> (all.size() == 1 ? "" : "connection " + (i + 1) + ":\n")
                        + Abridged.of(all.get(i).said()))
                .map(masked)
                .collect(Collectors.joining("\n"));
    }
}
