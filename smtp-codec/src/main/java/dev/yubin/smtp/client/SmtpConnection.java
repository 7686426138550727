package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.codec.Deadline;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.smtp.AuthResponse;
import dev.yubin.smtp.Extensions;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.SmtpCommand;
import dev.yubin.smtp.Verb;
import dev.yubin.smtp.codec.SmtpClientCodec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a client: gives each exchange its turn, and each command its reply. Whatever breaks it fails all that is under way or waiting.
 * Everything happens on its event loop, save where it says "any thread"; results are completed by workers.
 */
final class SmtpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);

    /** A reply that is owed. */
    private record Owed(String step, Duration timeout, boolean mayAskForMore, Consumer<Reply> then) {}

    private final Dialer dialer;
    private final SmtpTimeouts timeouts;
    private final Workers workers;
    private final Witness witness;
    private final Channel channel;
    private final SmtpClientCodec codec = new SmtpClientCodec();
    private final Queue<Owed> owed = new ArrayDeque<>();
    private final Queue<Exchange<?>> waiting = new ArrayDeque<>();
    private final Deadline deadline;
    private final Opening opening;

    private Optional<Exchange<?>> current = Optional.empty();
    private volatile Extensions extensions = Extensions.NONE;
    private volatile Optional<String> lastReply = Optional.empty();
    /** Why nothing can be asked any more. */
    private Optional<FaultException> end = Optional.empty();

    private SmtpConnection(SmtpClient.Builder settings, Dialer dialer, Channel channel) {
        this.dialer = dialer;
        this.timeouts = settings.timeouts;
        this.workers = settings.workers;
        this.witness = settings.witness;
        this.channel = channel;
        this.deadline = new Deadline(channel.eventLoop(), this::tooLate);
        this.opening = new Opening(this, settings.name, settings.lmtp);
    }

    /** Takes its place in a new channel. */
    static SmtpConnection in(Channel channel, SmtpClient.Builder settings, Dialer dialer) {
        SmtpConnection connection = new SmtpConnection(settings, dialer, channel);
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(connection.codec, connection);
        return connection;
    }

    /** Completed once the server is greeted and TLS is begun where it shall be. */
    Pending<Void> opened() {
        return opening.result;
    }

    Channel channel() {
        return channel;
    }

    Dialer dialer() {
        return dialer;
    }

    SmtpTimeouts timeouts() {
        return timeouts;
    }

    Workers workers() {
        return workers;
    }

    /** What the server said last that it offers. Any thread. */
    Extensions extensions() {
        return extensions;
    }

    void learned(Extensions offered) {
        extensions = offered;
    }

    /** Whether the server sent more than was asked for. */
    boolean holdsOctets() {
        return codec.holdsOctets();
    }

    // Turns

    /** Asks when its turn comes. Any thread. */
    <T> Pending<T> ask(Exchange<T> exchange) {
        exchange.result.whenComplete((result, failure) -> {
            if (exchange.result.isCancelled()) {
                close();
            }
        });
        run(() -> {
            if (end.isPresent()) {
                exchange.broken(end.get());
            } else {
                waiting.add(exchange);
                if (current.isEmpty()) {
                    next();
                }
            }
        });
        return exchange.result;
    }

    /** The next exchange's turn, if there is one. */
    void next() {
        current = Optional.ofNullable(waiting.poll());
        current.ifPresent(Exchange::begin);
    }

    /** Does this on the event loop and sends what it says. Any thread. */
    void run(Runnable something) {
        channel.eventLoop().execute(() -> {
            try {
                something.run();
            } catch (RuntimeException e) {
                failed(e);
            }
            channel.flush();
        });
    }

    /** Closes without a word. Any thread. */
    void close() {
        run(() -> end(failure(Cause.CLOSED_HERE, step(), "this side closed the connection")));
    }

    boolean ended() {
        return end.isPresent();
    }

    // What this side says

    void say(SmtpCommand command, Duration timeout, Consumer<Reply> then) {
        say(command, step(command.verb()), timeout, then);
    }

    void say(SmtpCommand command, String step, Duration timeout, Consumer<Reply> then) {
        told(Speaker.CLIENT, command.line().toString());
        expect(new Owed(step, timeout, command.verb() == Verb.DATA || command.verb() == Verb.AUTH, then));
        channel.write(command);
    }

    void say(AuthResponse response, String step, Duration timeout, Consumer<Reply> then) {
        told(Speaker.CLIENT, response.line().toString());
        expect(new Owed(step, timeout, true, then));
        channel.write(response);
    }

    /** Awaits a reply behind those that are owed already. */
    void expect(String step, Duration timeout, Consumer<Reply> then) {
        expect(new Owed(step, timeout, false, then));
    }

    private void expect(Owed reply) {
        if (owed.isEmpty()) {
            deadline.in(reply.timeout());
        }
        owed.add(reply);
    }

    /** Writes content; the witness is told by whoever knows how much it is. */
    ChannelFuture write(Object content) {
        return channel.write(content);
    }

    /** The server has this long to take what was written. */
    void hurry(Duration timeout) {
        deadline.in(timeout);
    }

    /** It is this side's turn. */
    void takeTime() {
        deadline.none();
    }

    void told(Speaker speaker, String line) {
        try {
            witness.said(speaker, Escaped.text(line));
        } catch (RuntimeException e) {
            LOG.error("a witness failed", e);
        }
    }

    static String step(Verb verb) {
        return "waiting for the reply to " + verb;
    }

    private String step() {
        return owed.isEmpty()
                ? current.map(Exchange::step).orElse("waiting for nothing")
                : owed.element().step();
    }

    // What the server says

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        current = Optional.of(opening);
        opening.begin();
        ctx.read();
    }

    /** Always reads on, so that a server that says goodbye, or is gone, is noticed between two commands as well. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Reply reply = (Reply) message;
        heard(reply);
        if (end.isEmpty()) {
            answered(reply);
        }
        ctx.flush();
        if (end.isEmpty()) {
            ctx.read();
        }
    }

    private void heard(Reply reply) {
        if (reply.code() == 334) { // a challenge is part of a secret
            told(Speaker.SERVER, "334 [secret]");
            lastReply = Optional.of("334 [secret]");
        } else {
            reply.toLines().forEach(line -> told(Speaker.SERVER, line.line().toString()));
            lastReply = Optional.of(Escaped.text(reply.toString()));
        }
    }

    private void answered(Reply reply) {
        String step = step();
        if (reply.code() == 421) { // in the place of any reply, and of none: RFC 5321 section 3.8
            end(failure(Cause.REFUSED_FOR_NOW, step, "the server ends the session"));
        } else if (owed.isEmpty()) {
            boolean refused = reply.isTransient() || reply.isPermanent();
            end(refused ? refusal(reply, step) : failure(Cause.PROTOCOL_BROKEN, step, "nobody asked for this reply"));
        } else if (reply.isIntermediate() && !owed.element().mayAskForMore()) {
            end(failure(Cause.PROTOCOL_BROKEN, step, "the server asks for more where there is no more"));
        } else {
            Owed answered = owed.remove();
            if (owed.isEmpty()) {
                deadline.none();
            } else {
                deadline.in(owed.element().timeout());
            }
            answered.then().accept(reply);
        }
    }

    /** What it means that the server says no. */
    FaultException refusal(Reply reply, String step) {
        return failure(
                reply.isTransient() ? Cause.REFUSED_FOR_NOW : Cause.REFUSED,
                step,
                Optional.of(Escaped.text(reply.toString())),
                "the server refuses");
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            current.ifPresent(Exchange::writable);
        }
    }

    // The end

    /** For a failure that is noticed here. */
    FaultException failure(Cause cause, String step, String detail) {
        return failure(cause, step, lastReply, detail);
    }

    /** The same, where another reply than the last is to blame. */
    FaultException failure(Cause cause, String step, Optional<String> reply, String detail) {
        return dialer.failure(cause, step, reply, detail);
    }

    private void tooLate() {
        end(failure(Cause.TIMEOUT, step(), "the server let its time pass"));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(failure(Cause.CONNECTION_LOST, step(), "the server closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        if (failure instanceof ProtocolException) {
            end(failure(Cause.PROTOCOL_BROKEN, step(), failure.getMessage()));
        } else if (failure instanceof IOException || failure instanceof DecoderException) { // TLS wraps its own so
            end(dialer.failure(step(), failure, lastReply));
        } else {
            failed(failure);
        }
    }

    /** An error of ours, or of the application's workers. */
    private void failed(Throwable error) {
        LOG.error("{}: the client failed", channel, error);
        end(failure(Cause.CLOSED_HERE, step(), "this side failed: " + error));
    }

    void end(FaultException why) {
        if (end.isEmpty()) {
            end = Optional.of(why);
            deadline.stop();
            current.ifPresent(exchange -> exchange.broken(why));
            waiting.forEach(exchange -> exchange.broken(why));
            waiting.clear();
            owed.clear();
            channel.close();
        }
    }

    void complete(Runnable completion) {
        if (!complete(workers, completion)) {
            close();
        }
    }

    /**
     * Completes a result. An application's code may stand behind it, and may block: not on the event loop, nor on a worker that others wait for.
     *
     * @return false when the workers take no more, and it was done here: better told on the wrong thread than never
     */
    static boolean complete(Workers workers, Runnable completion) {
        try {
            workers.inOrder().execute(completion);
            return true;
        } catch (RejectedExecutionException e) {
            completion.run();
            return false;
        }
    }
}
