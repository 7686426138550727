package dev.yubin.pop3.client;

import dev.yubin.pop3.Dele;
import dev.yubin.pop3.Retr;
import dev.yubin.pop3.UniqueIdListing;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Fetches what is new, and deletes what has been there long enough. What was seen, and the sink, are asked on the worker, in order; all else is the event loop's.
 */
final class Fetching {
    /** Commands that are sent ahead of their answers: enough that no server waits for the network, and little in vain when a session breaks. */
    static final int MOST_AHEAD = 32;

    private final Pop3Connection connection;
    private final Executor worker;
    private final Seen seen;
    private final Retention retention;
    private final FetchSink sink;
    private final Pending<Fetched> result = new Pending<>();

    private final Deque<Runnable> left = new ArrayDeque<>();
    private final Map<String, IOException> troubles = new LinkedHashMap<>();
    private int ahead;
    private int messages;
    private long octets;
    private int deleted;
    /** Why no more is asked for; null as long as more may be. */
    private Throwable broken;

    Fetching(Pop3Connection connection, Executor worker, Seen seen, Retention retention, FetchSink sink) {
        this.connection = connection;
        this.worker = worker;
        this.seen = seen;
        this.retention = retention;
        this.sink = sink;
    }

    /** @param listings what the server has */
    Pending<Fetched> begin(Pending<List<UniqueIdListing>> listings) {
        listings.whenComplete((there, failure) -> {
            if (failure != null) {
                result.completeExceptionally(Pending.plain(failure));
                return;
            }
            try {
                worker.execute(() -> compare(there));
            } catch (RejectedExecutionException e) {
                end("this side's workers take no more tasks", e);
            }
        });
        return connection.tied(result);
    }

    /** On the worker. */
    private void compare(List<UniqueIdListing> listings) {
        List<Runnable> steps = new ArrayList<>();
        try {
            seen.retain(listings.stream().map(UniqueIdListing::uniqueId).collect(Collectors.toSet()));
            Instant now = Instant.now();
            for (UniqueIdListing message : listings) {
                Optional<Instant> fetched = seen.fetched(message.uniqueId());
                if (fetched.isEmpty()) {
                    steps.add(() -> retrieve(message));
                } else if (retention.isOver(fetched.get(), now)) {
                    steps.add(() -> delete(message));
                }
            }
        } catch (IOException | RuntimeException e) {
            end("it cannot be told what was fetched before: " + e, e);
            return;
        }
        connection.run(() -> {
            left.addAll(steps);
            goOn();
        });
    }

    private void end(String detail, Exception cause) {
        FaultException why = new FaultException(
                connection
                        .failure(Cause.CLOSED_HERE, "looking for what is new", detail)
                        .fault(),
                cause);
        connection.end(why);
        connection.fail(result, why);
    }

    private void goOn() {
        while (broken == null && ahead < MOST_AHEAD && !left.isEmpty()) {
            ahead++;
            left.remove().run();
        }
        if (ahead > 0) {
            return; // also when it is broken: what came whole is still on its way to the sink
        }
        if (broken == null) {
            Fetched fetched = new Fetched(messages, octets, deleted, troubles);
            connection.complete(() -> result.complete(fetched));
        } else {
            behindTheSink(() -> connection.complete(() -> result.completeExceptionally(broken)));
        }
    }

    /** On the worker, behind all that the sink is asked before; where the workers take no more, here. */
    private void behindTheSink(Runnable task) {
        try {
            worker.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    private void retrieve(UniqueIdListing message) {
        Receiving receiving = new Receiving(message.uniqueId(), sink, seen);
        Retrieval retrieval = new Retrieval(connection, new Retr(message.message()), worker, receiving, receiving::end);
        Consumer<Long> kept = size -> {
            if (receiving.refusal().isPresent()) {
                troubles.put(message.uniqueId(), receiving.refusal().get());
                return;
            }
            messages++;
            octets += size;
            if (retention.equals(Retention.NONE)) {
                left.addFirst(() -> delete(message));
            }
        };
        ask(retrieval, message, kept, () -> behindTheSink(receiving::close));
    }

    private void delete(UniqueIdListing message) {
        ask(Exchange.oneLine(new Dele(message.message()), reply -> null), message, nothing -> deleted++, () -> {});
    }

    /** A refusal is this message's trouble; all else ends the connection, and with it this. */
    private <T> void ask(Exchange<T> exchange, UniqueIdListing message, Consumer<T> then, Runnable otherwise) {
        connection
                .ask(exchange)
                .whenComplete((answer, failure) -> connection.run(() -> {
                    ahead--;
                    if (failure == null) {
                        then.accept(answer);
                    } else {
                        otherwise.run();
                        failed(message, Pending.plain(failure));
                    }
                    goOn();
                }));
    }

    private void failed(UniqueIdListing message, Throwable failure) {
        if (failure instanceof FaultException fault && !connection.hasEnded()) {
            troubles.put(message.uniqueId(), fault);
        } else if (broken == null) {
            broken = failure;
        }
    }
}
