package dev.yubin.pop3.client;

import dev.yubin.pop3.Challenge;
import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.Pop3Response;
import dev.yubin.pop3.Quit;
import dev.yubin.pop3.codec.Body;
import dev.yubin.pop3.codec.Pop3CommandEncoder;
import dev.yubin.pop3.codec.Pop3ResponseDecoder;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.codec.ClientConnection;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One connection of a client: sends commands, several at once where the server takes them so, and gives each its answer, in order. Used on its event
 * loop, save where it says "any thread".
 */
final class Pop3Connection extends ClientConnection {
    private static final int LONGEST_LINE = 16_384;

    private final Duration timeout;
    private final Pop3ResponseDecoder decoder = new Pop3ResponseDecoder(LONGEST_LINE, this::hasBody);
    /** Sent, and not answered. */
    private final Deque<Exchange<?>> sent = new ArrayDeque<>();
    /** Not sent. */
    private final Deque<Exchange<?>> waiting = new ArrayDeque<>();

    private Pop3Reply firstLine;
    private boolean pipelining;

    /** Takes its place in a new channel, and waits for the greeting. */
    Pop3Connection(Channel channel, Dialer dialer, Pop3Client.Builder builder, Exchange<?> greeting) {
        super(channel, dialer, builder.workers, builder.witness, builder.timeout);
        this.timeout = builder.timeout;
        sent.add(greeting);
        join(decoder, new Pop3CommandEncoder());
    }

    /** From here on commands are sent without waiting for the answers before. Any thread. */
    void pipelining(boolean taken) {
        run(() -> pipelining = taken);
    }

    /** Asks when it may. Any thread. */
    <T> Pending<T> ask(Exchange<T> exchange) {
        run(() -> {
            if (hasEnded()) {
                fail(exchange.result, whyEnded(exchange.step()));
            } else {
                waiting.add(exchange);
                sendWhatMay();
            }
        });
        return tied(exchange.result);
    }

    /** Goes on with the exchange under way. Any thread. */
    void say(Pop3Command command) {
        run(() -> {
            awaitFor(timeout);
            told(Speaker.CLIENT, command.line().toString());
            channel().writeAndFlush(command);
        });
    }

    /** Whether the server sent more than was asked for. */
    boolean hasMore() {
        return decoder.hasMore();
    }

    private void sendWhatMay() {
        boolean any = false;
        while (!waiting.isEmpty() && maySend()) {
            Exchange<?> exchange = waiting.remove();
            sent.add(exchange);
            Pop3Command command = exchange.command().orElseThrow();
            told(Speaker.CLIENT, command.line().toString());
            channel().write(command);
            any = true;
        }
        if (any) {
            awaitFor(timeout);
            channel().flush();
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
        if (message instanceof Pop3Response response) {
            told(Speaker.SERVER, response.line().toString());
        }
        if (hasEnded() || sent.isEmpty()) {
            unasked(message);
        } else if (message instanceof Challenge challenge) {
            sent.getFirst().challenged(challenge);
        } else if (message instanceof Pop3Reply reply) {
            replied(Escaped.text(reply.toString()));
            if (hasBody(reply)) {
                firstLine = reply;
            } else {
                answered(sent.remove(), reply);
            }
        } else if (message == Body.END) {
            if (isWitnessed()) {
                sent.getFirst().bodyTold().forEach(line -> told(Speaker.SERVER, line));
                told(Speaker.SERVER, ".");
            }
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
        if (!hasEnded()) {
            boolean goodbye = message instanceof Pop3Reply reply && !reply.ok();
            replied(Escaped.text(message.toString()));
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
                fail(exchange.result, failure(Cause.PROTOCOL_BROKEN, exchange.step(), e.getMessage()));
            } catch (ProtocolException e) {
                fail(exchange.result, failure(Cause.PROTOCOL_BROKEN, exchange.step(), e.getMessage()));
                throw e;
            }
        } else {
            fail(exchange.result, failure(exchange.refusal(reply), exchange.step(), "the server refuses"));
        }
        if (exchange.command().filter(Quit.class::isInstance).isPresent()) {
            end(failure(Cause.CLOSED_HERE, exchange.step(), "the session was quit"));
        } else {
            sendWhatMay();
        }
    }

    @Override
    protected void came(int octets) {
        awaitFor(timeout);
    }

    @Override
    protected boolean isOwed() {
        return !sent.isEmpty();
    }

    @Override
    protected String step() {
        Exchange<?> current = sent.peek();
        return current == null ? "waiting for nothing" : current.step();
    }

    @Override
    protected void ended(FaultException why) {
        sent.forEach(exchange -> fail(exchange.result, why));
        waiting.forEach(exchange -> fail(exchange.result, why));
        sent.clear();
        waiting.clear();
    }
}
