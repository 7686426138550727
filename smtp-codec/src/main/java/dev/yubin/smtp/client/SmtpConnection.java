package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.codec.ClientConnection;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/** One connection of a client: gives each exchange its turn, and each command its reply. Used on its event loop, save where it says "any thread". */
final class SmtpConnection extends ClientConnection {
    /** A reply that is owed. */
    private record Owed(String step, Duration timeout, boolean mayAskForMore, Consumer<Reply> then) {}

    /** Why a connection ends for those as well who wait their turn: this side wanted it, or the server has said 421. */
    private static final Set<Cause> FOR_ALL = EnumSet.of(Cause.CLOSED_HERE, Cause.REFUSED_FOR_NOW);

    private final SmtpTimeouts timeouts;
    private final Workers workers;
    private final SmtpClientCodec codec = new SmtpClientCodec();
    private final Queue<Owed> owed = new ArrayDeque<>();
    private final Queue<Exchange<?>> waiting = new ArrayDeque<>();
    private final Opening opening;

    private Optional<Exchange<?>> current = Optional.empty();
    private volatile Extensions extensions = Extensions.NONE;
    private volatile Allowance allowance = new Allowance(Extensions.NONE);

    /** Takes its place in a new channel. */
    SmtpConnection(Channel channel, SmtpClient.Builder settings, Dialer dialer) {
        super(channel, dialer, settings.workers, settings.witness, settings.timeouts.greeting());
        this.timeouts = settings.timeouts;
        this.workers = settings.workers;
        this.opening = new Opening(this, settings.name, settings.lmtp);
        channel.config().setAutoRead(false);
        join(codec);
    }

    /** Completed once the server is greeted and TLS is begun where it shall be. */
    Pending<Void> opened() {
        return opening.result;
    }

    /** The user is known to the server now; learns what it offers him, where that may differ. */
    void loggedIn(Runnable then) {
        opening.loggedIn(then);
    }

    /** Which of the server's addresses it leads to; empty where a proxy alone knows. Any thread. */
    Optional<InetAddress> address() {
        return channel().remoteAddress() instanceof InetSocketAddress at
                ? Optional.ofNullable(at.getAddress())
                : Optional.empty();
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
        allowance = new Allowance(offered);
    }

    /** What the server still takes in this session. */
    Allowance allowance() {
        return allowance;
    }

    /** Whether the server takes no more transactions in this session. Any thread. */
    boolean isSpent() {
        return allowance.isSpent();
    }

    /** Whether the server sent more than was asked for. */
    boolean holdsOctets() {
        return codec.holdsOctets();
    }

    // Turns

    /** Asks when its turn comes. Any thread. */
    <T> Pending<T> ask(Exchange<T> exchange) {
        send(() -> {
            if (hasEnded()) {
                exchange.broken(endedBefore(exchange));
            } else {
                waiting.add(exchange);
                if (current.isEmpty()) {
                    next();
                }
            }
        });
        return tied(exchange.result);
    }

    /** The next exchange's turn, if there is one. */
    void next() {
        current = Optional.ofNullable(waiting.poll());
        current.ifPresent(Exchange::begin);
    }

    /** Does this on the event loop and sends what it says. Any thread. */
    void send(Runnable something) {
        run(() -> {
            something.run();
            channel().flush();
        });
    }

    // What this side says

    void say(SmtpCommand command, Duration timeout, Consumer<Reply> then) {
        say(command, step(command.verb()), timeout, then);
    }

    void say(SmtpCommand command, String step, Duration timeout, Consumer<Reply> then) {
        told(Speaker.CLIENT, command.line().toString());
        expect(new Owed(step, timeout, command.verb() == Verb.DATA || command.verb() == Verb.AUTH, then));
        channel().write(command);
    }

    void say(AuthResponse response, String step, Duration timeout, Consumer<Reply> then) {
        told(Speaker.CLIENT, response.line().toString());
        expect(new Owed(step, timeout, true, then));
        channel().write(response);
    }

    /** Awaits a reply behind those that are owed already. */
    void expect(String step, Duration timeout, Consumer<Reply> then) {
        expect(new Owed(step, timeout, false, then));
    }

    private void expect(Owed reply) {
        if (owed.isEmpty()) {
            awaitFor(reply.timeout());
        }
        owed.add(reply);
    }

    /** Writes content; the witness is told by whoever knows how much it is. */
    ChannelFuture write(Object content) {
        return channel().write(content);
    }

    static String step(Verb verb) {
        return "waiting for the reply to " + verb;
    }

    @Override
    protected String step() {
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
        if (!hasEnded()) {
            answered(reply);
        }
        ctx.flush();
        if (!hasEnded()) {
            ctx.read();
        }
    }

    private void heard(Reply reply) {
        if (reply.code() == 334) { // a challenge is part of a secret
            told(Speaker.SERVER, "334 [secret]");
            replied("334 [secret]");
        } else {
            reply.toLines().forEach(line -> told(Speaker.SERVER, line.line().toString()));
            replied(Escaped.text(reply.toString()));
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
                takeTime();
            } else {
                awaitFor(owed.element().timeout());
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
        if (channel().isWritable()) {
            current.ifPresent(Exchange::writable);
        }
    }

    // The end

    /** For a failure for which another reply than the last is to blame. */
    FaultException failure(Cause cause, String step, Optional<String> reply, String detail) {
        return dialer().failure(cause, step, reply, detail);
    }

    @Override
    protected void ended(FaultException why) {
        current.ifPresent(exchange -> exchange.broken(why));
        waiting.forEach(exchange -> exchange.broken(endedBefore(exchange)));
        waiting.clear();
        owed.clear();
    }

    /** What an exchange fails with of which nothing was said: a refusal, or a broken rule, was another's, and it may be tried over another connection. */
    private FaultException endedBefore(Exchange<?> exchange) {
        FaultException why = whyEnded(exchange.step());
        Fault fault = why.fault();
        if (FOR_ALL.contains(fault.cause())) {
            return why;
        }
        String detail = "the connection ended before its turn: " + fault.detail();
        return new FaultException(
                new Fault(Cause.CONNECTION_LOST, fault.host(), fault.port(), fault.step(), fault.lastReply(), detail),
                why);
    }
}
