package dev.yubin.pop3.client;

import dev.yubin.pop3.Challenge;
import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.Pop3Response;
import dev.yubin.pop3.Quit;
import dev.yubin.pop3.codec.Body;
import dev.yubin.pop3.codec.Pop3CommandEncoder;
import dev.yubin.pop3.codec.Pop3ResponseDecoder;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a client: sends commands, several at once where the server takes them so, and gives each its answer, in order. Whatever breaks
 * it fails all that is under way. Everything but {@link #ask} and {@link #close} happens on its event loop; results are completed by workers.
 */
final class Pop3Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Pop3Connection.class);
    private static final int LONGEST_LINE = 16_384;
    /** Of a message, not yet taken by the application: more than this, and reading stops. */
    private static final int MOST_BEHIND = 262_144;

    private final Dialer dialer;
    private final Duration timeout;
    private final Workers workers;
    private final Witness witness;
    private final Pop3ResponseDecoder decoder = new Pop3ResponseDecoder(LONGEST_LINE, this::hasBody);
    /** Sent, and not answered. */
    private final Deque<Exchange<?>> sent = new ArrayDeque<>();
    /** Not sent. */
    private final Deque<Exchange<?>> waiting = new ArrayDeque<>();

    private ChannelHandlerContext ctx;
    private Pop3Reply firstLine;
    private volatile Optional<String> lastReply = Optional.empty();
    /** Why nothing can be asked any more; null while it can. */
    private FaultException end;

    private boolean pipelining;
    private int behind;
    private long lastProgress;
    private boolean watching;

    /** @param timeout how long to wait for the next octets of an answer */
    Pop3Connection(Dialer dialer, Duration timeout, Workers workers, Witness witness) {
        this.dialer = dialer;
        this.timeout = timeout;
        this.workers = workers;
        this.witness = witness;
    }

    /** Takes its place in a new channel, and waits for the greeting. */
    static Pop3Connection in(Channel channel, Pop3Connection connection, Exchange<?> greeting) {
        channel.pipeline().addLast(connection.decoder, new Pop3CommandEncoder(), connection);
        connection.sent.add(greeting);
        return connection;
    }

    Channel channel() {
        return ctx.channel();
    }

    /** From here on commands are sent without waiting for the answers before. Any thread. */
    void pipelining(boolean taken) {
        ctx.executor().execute(() -> pipelining = taken);
    }

    /** Asks when it may. Any thread. */
    <T> Pending<T> ask(Exchange<T> exchange) {
        ctx.executor().execute(() -> {
            if (end == null) {
                waiting.add(exchange);
                sendWhatMay();
            } else {
                fail(exchange, again(exchange.step()));
            }
        });
        return tied(exchange.result);
    }

    /** The same result, that closes the connection when it is cancelled: each that is given to the application. */
    <T> Pending<T> tied(Pending<T> result) {
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                close();
            }
        });
        return result;
    }

    /** Goes on with the exchange under way. Any thread. */
    void say(Pop3Command command) {
        ctx.executor().execute(() -> {
            lastProgress = System.nanoTime();
            tell(Speaker.CLIENT, command.line().toString());
            ctx.writeAndFlush(command);
        });
    }

    /** Closes without a word; the server removes nothing. Any thread. */
    void close() {
        ctx.executor().execute(() -> end(failure(Cause.CLOSED_HERE, step(), "this side closed the connection")));
    }

    void close(FaultException why) {
        ctx.executor().execute(() -> end(why));
    }

    /** For a failure that is noticed here. */
    FaultException failure(Cause cause, String step, String detail) {
        return dialer.failure(cause, step, lastReply, detail);
    }

    /** Whether the server sent more than was asked for. */
    boolean hasMore() {
        return decoder.hasMore();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        watch();
        ctx.fireChannelActive();
    }

    private void sendWhatMay() {
        boolean any = false;
        while (!waiting.isEmpty() && maySend()) {
            Exchange<?> exchange = waiting.remove();
            sent.add(exchange);
            Pop3Command command = exchange.command().orElseThrow();
            tell(Speaker.CLIENT, command.line().toString());
            ctx.write(command);
            any = true;
        }
        if (any) {
            watch();
            ctx.flush();
        }
    }

    private boolean maySend() {
        return sent.isEmpty()
                || pipelining
                        && !sent.getLast()
                                .command()
                                .map(c -> c.verb().endsGroup())
                                .orElse(true);
    }

    private boolean hasBody(Pop3Response response) {
        return response instanceof Pop3Reply reply
                && reply.ok()
                && !sent.isEmpty()
                && sent.getFirst().multiLine();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws IOException {
        lastProgress = System.nanoTime();
        if (message instanceof Pop3Response response) {
            tell(Speaker.SERVER, response.line().toString());
        }
        if (end != null || sent.isEmpty()) {
            unasked(message);
        } else if (message instanceof Challenge challenge) {
            sent.getFirst().challenged(challenge);
        } else if (message instanceof Pop3Reply reply) {
            lastReply = Optional.of(Escaped.text(reply.toString()));
            if (hasBody(reply)) {
                firstLine = reply;
            } else {
                answered(sent.remove(), reply);
            }
        } else if (message == Body.END) {
            if (witness != Witness.NONE) {
                sent.getFirst().bodyTold().forEach(line -> tell(Speaker.SERVER, line));
                tell(Speaker.SERVER, ".");
            }
            answered(sent.remove(), firstLine);
        } else {
            sent.getFirst().body(((Body) message).content());
        }
    }

    private void tell(Speaker speaker, String line) {
        try {
            witness.said(speaker, Escaped.whole(line));
        } catch (RuntimeException e) {
            LOG.error("a witness failed; the session goes on", e);
        }
    }

    /** A server that says what nobody asked for is about to close, or cannot be trusted to answer the next question. */
    private void unasked(Object message) {
        if (message instanceof Body body) {
            body.release();
        }
        if (end == null) {
            boolean goodbye = message instanceof Pop3Reply reply && !reply.ok();
            lastReply = Optional.of(Escaped.text(message.toString()));
            end(failure(
                    goodbye ? Cause.REFUSED_FOR_NOW : Cause.PROTOCOL_BROKEN,
                    "waiting for nothing",
                    goodbye ? "the server ends the session" : "the server says what nobody asked for"));
        }
    }

    private <T> void answered(Exchange<T> exchange, Pop3Reply reply) throws ProtocolException {
        if (reply.ok()) {
            try {
                exchange.accepted(reply, result -> complete(() -> exchange.result.complete(result)));
            } catch (SyntaxException e) {
                fail(exchange, failure(Cause.PROTOCOL_BROKEN, exchange.step(), e.getMessage()));
            } catch (ProtocolException e) {
                fail(exchange, failure(Cause.PROTOCOL_BROKEN, exchange.step(), e.getMessage()));
                throw e;
            }
        } else {
            fail(exchange, failure(exchange.refusal(reply), exchange.step(), "the server refuses"));
        }
        if (exchange.command().filter(Quit.class::isInstance).isPresent()) {
            end(failure(Cause.CLOSED_HERE, exchange.step(), "the session was quit"));
        } else {
            sendWhatMay();
        }
    }

    /** An application's code may stand behind a result, and may block: not on the event loop, nor on a worker that others wait for. */
    private void complete(Runnable completion) {
        complete(completion, workers);
    }

    static void complete(Runnable completion, Workers workers) {
        try {
            workers.inOrder().execute(completion);
        } catch (RejectedExecutionException e) {
            completion.run(); // on the wrong thread rather than never
        }
    }

    private void fail(Exchange<?> exchange, FaultException failure) {
        complete(() -> exchange.result.completeExceptionally(failure));
    }

    /** The application has so many octets more, or fewer, to take. Any thread. */
    void behind(int octets) {
        if (!ctx.executor().inEventLoop()) {
            ctx.executor().execute(() -> behind(octets));
            return;
        }
        behind += octets;
        lastProgress = System.nanoTime();
        boolean reading = ctx.channel().config().isAutoRead();
        if (reading && behind > MOST_BEHIND) {
            ctx.channel().config().setAutoRead(false);
        } else if (!reading && behind < MOST_BEHIND / 2) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void watch() {
        lastProgress = System.nanoTime();
        if (!watching) {
            watching = true;
            ctx.executor().schedule(this::look, timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        watching = false;
        if (end != null || sent.isEmpty()) {
            return;
        }
        long left = timeout.toNanos() - (System.nanoTime() - lastProgress);
        if (left <= 0 && behind == 0) {
            end(failure(Cause.TIMEOUT, step(), "nothing came for " + timeout));
        } else {
            watching = true;
            ctx.executor().schedule(this::look, left > 0 ? left : timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private String step() {
        Exchange<?> current = sent.peek();
        return current == null ? "waiting for nothing" : current.step();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(dialer.failure(step(), new ClosedChannelException(), lastReply));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ProtocolException) {
            end(failure(Cause.PROTOCOL_BROKEN, step(), cause.getMessage()));
        } else if (cause instanceof RejectedExecutionException) {
            end(failure(Cause.CLOSED_HERE, step(), "this side's workers take no more tasks"));
        } else {
            end(dialer.failure(step(), cause, lastReply));
        }
    }

    private void end(FaultException why) {
        if (end == null) {
            end = why;
            sent.forEach(exchange -> fail(exchange, why));
            waiting.forEach(exchange -> fail(exchange, why));
            sent.clear();
            waiting.clear();
            ctx.close();
        }
    }

    /** The reason for which the connection ended, told of another step. */
    private FaultException again(String step) {
        return new FaultException(
                new Fault(
                        end.fault().cause(),
                        dialer.host(),
                        dialer.port(),
                        step,
                        lastReply,
                        end.fault().detail()),
                end);
    }

    /** What the application's own channel failed with. */
    void sinkFailed(Exchange<?> exchange, IOException failure) {
        FaultException why = new FaultException(
                failure(Cause.CLOSED_HERE, exchange.step(), "what the message is written to fails: " + failure)
                        .fault(),
                failure);
        fail(exchange, why); // which may have been answered whole, and so is not under way any more
        close(why);
    }
}
