package dev.yubin.pop3.client;

import dev.yubin.pop3.Challenge;
import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.Pop3Response;
import dev.yubin.pop3.codec.Body;
import dev.yubin.pop3.codec.Pop3CommandEncoder;
import dev.yubin.pop3.codec.Pop3ResponseDecoder;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
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
import java.util.concurrent.TimeUnit;

/**
 * One connection of a client: sends commands, several at once where the server takes them so, and gives each its answer, in order. Whatever breaks
 * it fails all that is under way. Everything but {@link #ask} and {@link #close} happens on its event loop; results are completed by workers.
 */
final class Pop3Connection extends ChannelInboundHandlerAdapter {
    private static final int LONGEST_LINE = 16_384;
    /** Of a message, not yet taken by the application: more than this, and reading stops. */
    private static final int MOST_BEHIND = 262_144;

    private final Dialer dialer;
    private final Duration timeout;
    private final Workers workers;
    private final Pop3ResponseDecoder decoder = new Pop3ResponseDecoder(LONGEST_LINE, this::hasBody);
    /** Sent, and not answered. */
    private final Deque<Exchange<?>> sent = new ArrayDeque<>();
    /** Not sent. */
    private final Deque<Exchange<?>> waiting = new ArrayDeque<>();

    private ChannelHandlerContext ctx;
    private Pop3Reply firstLine;
    private Optional<String> lastReply = Optional.empty();
    /** Why nothing can be asked any more; null while it can. */
    private FaultException end;

    private boolean pipelining;
    private int behind;
    private long lastProgress;
    private boolean watching;

    /** @param timeout how long to wait for the next octets of an answer */
    Pop3Connection(Dialer dialer, Duration timeout, Workers workers) {
        this.dialer = dialer;
        this.timeout = timeout;
        this.workers = workers;
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
        exchange.result.whenComplete((result, failure) -> {
            if (exchange.result.isCancelled()) {
                close();
            }
        });
        ctx.executor().execute(() -> {
            if (end == null) {
                waiting.add(exchange);
                sendWhatMay();
            } else {
                fail(exchange, again(exchange.step()));
            }
        });
        return exchange.result;
    }

    /** Goes on with the exchange under way. Any thread. */
    void say(Pop3Command command) {
        ctx.executor().execute(() -> {
            lastProgress = System.nanoTime();
            ctx.writeAndFlush(command);
        });
    }

    /** Closes without a word; the server removes nothing. Any thread. */
    void close() {
        close(dialer.failure(Cause.CLOSED_HERE, step(), lastReply, "this side closed the connection"));
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
            ctx.write(exchange.command().orElseThrow());
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
    public void channelRead(ChannelHandlerContext ctx, Object message) throws ProtocolException {
        lastProgress = System.nanoTime();
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
            answered(sent.remove(), firstLine);
        } else {
            sent.getFirst().body(((Body) message).content());
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
        sendWhatMay();
    }

    /** An application's code may stand behind a result, and may block: not on the event loop, nor on a worker that others wait for. */
    private void complete(Runnable completion) {
        workers.inOrder().execute(completion);
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
        end(
                cause instanceof ProtocolException
                        ? failure(Cause.PROTOCOL_BROKEN, step(), cause.getMessage())
                        : dialer.failure(step(), cause, lastReply));
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
                new dev.yubin.protocol.Fault(
                        end.fault().cause(),
                        dialer.host(),
                        dialer.port(),
                        step,
                        lastReply,
                        end.fault().detail()),
                end);
    }

    /** What the application's own channel failed with. */
    void sinkFailed(IOException failure) {
        close(new FaultException(
                failure(Cause.CLOSED_HERE, "retrieving a message", "what the message is written to fails: " + failure)
                        .fault(),
                failure));
    }
}
