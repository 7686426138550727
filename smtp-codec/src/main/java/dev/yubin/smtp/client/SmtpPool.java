package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.smtp.Envelope;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to one server that are kept for further messages, as many as its {@link SmtpPoolLimits} allow. A message goes over one that is free, else over
 * a new one, else it waits for the first that is free; those that wait go in the order of their coming. Any thread may call any method.
 *
 * <p>A connection goes on behind a message without RSET where the message was taken, and with it where it was not. One that has been idle for a while is
 * asked by NOOP whether it is alive. One that turns out dead, by that or in the midst of a message, is replaced, and the message goes over another
 * connection, unless its content was sent whole: what fails with {@code PERHAPS_TAKEN} is never sent again here. A message that fails with a first use of
 * its connection is not sent again either, since that server has been tried and found so.
 *
 * <p>A scheduler has one pool for each server, and forgets those that are {@link #isEmpty}.
 */
public final class SmtpPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpPool.class);

    private final SmtpClient.Builder settings;
    private final Dialer dialer;
    private final SmtpPoolLimits limits;
    private final Consumer<SmtpClient> opened;
    private final BiConsumer<FaultException, Optional<InetAddress>> failed;
    private final Pending<Void> ended = new Pending<>();

    // Guarded by this; nothing is called with it held but what returns at once.
    private final Deque<PooledConnection> idle = new ArrayDeque<>();
    private final Set<PooledConnection> open = new HashSet<>();
    private final Set<Pending<SmtpClient>> opening = new HashSet<>();
    private final Deque<Consignment> waiting = new ArrayDeque<>();
    /** How many connections the server has room for, as far as it has shown. */
    private int room;
    /** When it showed it; by {@link System#nanoTime}. */
    private long roomShown;

    private boolean quitting;
    private boolean closed;

    /** @param settings of its own */
    SmtpPool(
            SmtpClient.Builder settings,
            SmtpPoolLimits limits,
            Consumer<SmtpClient> opened,
            BiConsumer<FaultException, Optional<InetAddress>> failed) {
        this.settings = settings;
        this.dialer = settings.dialer();
        this.limits = Objects.requireNonNull(limits, "limits");
        this.opened = Objects.requireNonNull(opened, "opened");
        this.failed = Objects.requireNonNull(failed, "failed");
        this.room = limits.connections();
    }

    /**
     * Sends a message as {@link SmtpClient#send(Envelope, MessageSource)} does. Where the server takes fewer transactions, recipients or domains in a session
     * than there are (RFC 9422), the rest goes over further connections. Fails also with what no connection could be opened for; with {@code LIMIT} when too
     * many messages wait already; with {@code CLOSED_HERE} behind {@link #quit}. Cancelling leaves the queue, or closes the connection that has it.
     *
     * @throws IllegalArgumentException when the envelope has no recipient
     */
    public Pending<Delivery> send(Envelope envelope, MessageSource source) {
        return send(envelope, (same, offered) -> same, source);
    }

    /**
     * The same for a message that can do without some of what its envelope asks for.
     *
     * @param fitting what a server is told of it that offers these extensions
     * @throws IllegalArgumentException when the envelope has no recipient
     */
    public Pending<Delivery> send(Envelope envelope, Fitting fitting, MessageSource source) {
        if (envelope.recipients().isEmpty()) {
            throw new IllegalArgumentException("an envelope without recipients can be sent to nobody");
        }
        Consignment message = new Consignment(
                envelope, Objects.requireNonNull(fitting, "fitting"), Objects.requireNonNull(source, "source"));
        Optional<FaultException> refusal = enqueue(message);
        if (refusal.isPresent()) {
            return Pending.failed(refusal.get());
        }
        message.result.whenComplete((delivery, failure) -> {
            if (message.result.isCancelled()) {
                cancel(message);
            }
        });
        serve();
        return message.result;
    }

    /** The same for a message in memory, which is not to be changed before the result is there. */
    public Pending<Delivery> send(Envelope envelope, byte[] content) {
        return send(envelope, MessageSource.of(content));
    }

    private synchronized Optional<FaultException> enqueue(Consignment message) {
        if (quitting) {
            return Optional.of(failure(Cause.CLOSED_HERE, "the pool takes no more messages"));
        } else if (waiting.size() >= limits.waiting()) {
            return Optional.of(failure(Cause.LIMIT, waiting.size() + " messages wait for this server already"));
        }
        waiting.add(message);
        return Optional.empty();
    }

    private FaultException failure(Cause cause, String detail) {
        return dialer.failure(cause, "waiting for a connection", Optional.empty(), detail);
    }

    private void cancel(Consignment message) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(message);
        }
        if (!waited) {
            message.cancel();
        }
    }

    /** Whether no connection is open and no message waits, so that nothing is lost with this pool. */
    public synchronized boolean isEmpty() {
        return open.isEmpty() && opening.isEmpty() && waiting.isEmpty();
    }

    /** Ends it in peace: what waits and is under way is sent, then each connection says QUIT. Completed when the last of them is closed. */
    public Pending<Void> quit() {
        List<PooledConnection> unused = new ArrayList<>();
        synchronized (this) {
            quitting = true;
            if (waiting.isEmpty()) {
                opening.forEach(connecting -> connecting.cancel(true));
            }
            unused.addAll(idle);
            idle.clear();
        }
        unused.forEach(PooledConnection::quit);
        tellTheEnd();
        return ended;
    }

    /** Ends it at once: connections are closed, and what waits or is under way fails. */
    @Override
    public void close() {
        List<Consignment> lost;
        List<PooledConnection> closing;
        List<Pending<SmtpClient>> cancelled;
        synchronized (this) {
            quitting = true;
            closed = true;
            lost = List.copyOf(waiting);
            waiting.clear();
            closing = List.copyOf(open);
            cancelled = List.copyOf(opening);
        }
        cancelled.forEach(connecting -> connecting.cancel(true));
        closing.forEach(PooledConnection::close);
        lost.forEach(message -> message.fail(closedHere()));
        tellTheEnd();
    }

    private FaultException closedHere() {
        return failure(Cause.CLOSED_HERE, "the pool was closed");
    }

    private void tellTheEnd() {
        boolean over;
        synchronized (this) {
            over = quitting && isEmpty();
        }
        if (over) {
            ended.complete(null);
        }
    }

    // ------------------------------------------------------------------ who goes next

    /** Does what can be done for those who wait. */
    private void serve() {
        for (Optional<Runnable> step = next(); step.isPresent(); step = next()) {
            step.get().run();
        }
        tellTheEnd();
    }

    /** What is decided under the lock and done without it; a worker's task each, so that one that fails at once does not stack upon the one before. */
    private synchronized Optional<Runnable> next() {
        if (waiting.isEmpty()) {
            return Optional.empty();
        } else if (!idle.isEmpty()) {
            PooledConnection free = idle.pop(); // the one used last, so that those that are too many grow old
            Consignment message = waiting.remove();
            return Optional.of(() -> settings.workers.complete(() -> free.carry(message)));
        } else if (open.size() + opening.size() < room() && opening.size() < waiting.size()) {
            AtomicReference<InetAddress> reached = new AtomicReference<>();
            Pending<SmtpClient> connecting = settings.connect(dialer, reached::set);
            opening.add(connecting);
            return Optional.of(() -> connecting.whenComplete((client, failure) -> {
                if (failure == null) {
                    opened(connecting, client);
                } else {
                    failed(connecting, Optional.ofNullable(reached.get()), failure);
                }
            }));
        }
        return Optional.empty();
    }

    /** What a server had no room for a while ago it may have now. */
    private int room() {
        if (System.nanoTime() - roomShown > limits.idle().toNanos()) {
            room = limits.connections();
        }
        return room;
    }

    private void opened(Pending<SmtpClient> connecting, SmtpClient client) {
        PooledConnection connection = new PooledConnection(this, client, limits, settings.connectTimeout);
        synchronized (this) {
            opening.remove(connecting);
            open.add(connection);
        }
        connection.whenClosed(() -> closed(connection));
        tell(() -> opened.accept(client));
        free(connection);
    }

    private void failed(Pending<SmtpClient> connecting, Optional<InetAddress> reached, Throwable failure) {
        FaultException why = failure instanceof FaultException fault
                ? fault
                : failure(Cause.CLOSED_HERE, "no connection was opened: " + failure);
        tell(() -> failed.accept(why, reached));
        notDialed(connecting).forEach(message -> {
            reached.ifPresent(message::over);
            message.fail(why);
        });
        serve();
    }

    /** Messages wait behind who listens, and shall not suffer for a bug of his. */
    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("who listens to a pool failed; it goes on", e);
        }
    }

    /** Who fails with it: nobody while others are open, for a server may have room for these alone, and is asked for no more for a while; else all who wait. */
    private synchronized List<Consignment> notDialed(Pending<SmtpClient> connecting) {
        opening.remove(connecting);
        int others = open.size() + opening.size();
        if (others > 0) {
            room = others;
            roomShown = System.nanoTime();
            return List.of();
        }
        room = limits.connections();
        List<Consignment> lost = List.copyOf(waiting);
        waiting.clear();
        return lost;
    }

    // ------------------------------------------------------------------ what connections tell

    /** This one has nothing to do: where a message waits it has that, for it could grow too old while it is idle. */
    void free(PooledConnection connection) {
        boolean over;
        Optional<Consignment> message = Optional.empty();
        synchronized (this) {
            over = !open.contains(connection) || (quitting && waiting.isEmpty());
            if (!over) {
                connection.idles();
                message = Optional.ofNullable(waiting.poll());
                if (message.isEmpty()) {
                    idle.push(connection);
                }
            }
        }
        if (over) {
            connection.quit();
        }
        message.ifPresent(next -> settings.workers.complete(() -> connection.carry(next)));
        serve();
    }

    /** This message needs another connection; it was the first of those that wait, and is so again. */
    void returned(Consignment message) {
        boolean over;
        synchronized (this) {
            over = closed;
            if (!over && !message.result.isDone()) {
                waiting.addFirst(message);
            }
        }
        if (over) {
            message.fail(closedHere());
        }
        serve();
    }

    /** This one has been idle for as long as it may. */
    void expired(PooledConnection connection) {
        boolean unused;
        synchronized (this) {
            unused = idle.remove(connection);
        }
        if (unused) {
            connection.quit();
        }
    }

    private void closed(PooledConnection connection) {
        synchronized (this) {
            idle.remove(connection);
            open.remove(connection);
            if (open.isEmpty()) {
                room = limits.connections();
            }
        }
        settings.workers.complete(this::serve); // this is the event loop
    }
}
