package dev.yubin.protocol.codec;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.line.Escaped;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection, whatever it speaks: who writes a client extends it by what is asked and answered there. It completes results on workers, waits
 * for the server no longer than it may, reads no faster than the application takes, tells a witness what is said, and ends once, for one reason,
 * which all that is under way fails with.
 *
 * <p>Used on the channel's event loop, save where it says "any thread".
 */
public abstract class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    /** Octets that the application has not taken yet: more than this, and reading stops. */
    private static final int MOST_BEHIND = 262_144;

    private final Channel channel;
    private final Dialer dialer;
    private final Workers workers;
    private final Witness witness;
    private final Meter meter = new Meter();

    /** Made when it joins the pipeline. */
    private Deadline deadline;

    private Duration patience;
    private int behind;
    private volatile Optional<String> lastReply = Optional.empty();
    /** Why nothing can be asked any more; null while it can. */
    private volatile FaultException end;

    /** @param patience how long the server may take for its greeting, and for what follows unless {@link #awaitFor} says otherwise */
    protected ClientConnection(Channel channel, Dialer dialer, Workers workers, Witness witness, Duration patience) {
        this.channel = channel;
        this.dialer = dialer;
        this.workers = workers;
        this.witness = witness;
        this.patience = patience;
    }

    /** Takes its place in the channel's pipeline, behind what its protocol is decoded and encoded with: called once, before anything else. */
    protected final void join(ChannelHandler... codec) {
        deadline = new Deadline(channel.eventLoop(), this::tooLate);
        channel.pipeline().addLast(meter).addLast(codec).addLast(this);
    }

    /** Puts another layer below all that, upon TLS or the network, from here on: what comes is counted as the layer hands it on. */
    protected final void standOn(ChannelHandler layer) {
        channel.pipeline().addBefore(channel.pipeline().context(meter).name(), null, layer);
    }

    // ------------------------------------------------------------------ what each protocol knows

    /** What is being done, for the fault. */
    protected abstract String step();

    /** Whether the server has something to say, and its silence may be too long. Always, where {@link #takeTime} is called when it has not. */
    protected boolean isOwed() {
        return true;
    }

    /** So many octets have come, and are about to be decoded. */
    protected void came(int octets) {}

    /** The connection has ended, and with it all that is under way or waits. */
    protected abstract void ended(FaultException why);

    // ------------------------------------------------------------------ what is said

    /** Its channel. Any thread. */
    public final Channel channel() {
        return channel;
    }

    /** Whence it comes. Any thread. */
    public final Dialer dialer() {
        return dialer;
    }

    /** Whether anybody hears what is said. */
    public final boolean isWitnessed() {
        return witness != Witness.NONE;
    }

    /** Tells the witness of a line, whose secrets are masked. */
    public final void told(Speaker speaker, String line) {
        boolean printable = line.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        try {
            witness.said(speaker, printable ? line : Escaped.whole(line));
        } catch (RuntimeException e) {
            LOG.error("a witness failed; the session goes on", e);
        }
    }

    /** Tells the witness of a message's octets, by their size alone. */
    public final void toldContent(Speaker speaker, long octets) {
        told(speaker, "[" + octets + " octets of content]");
    }

    /** The server's last words, escaped, for the fault. */
    protected final void replied(String words) {
        lastReply = Optional.of(words);
    }

    // ------------------------------------------------------------------ time, and pace

    /** Does this on the event loop. Any thread. */
    public final void run(Runnable task) {
        channel.eventLoop().execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                failed(e);
            }
        });
    }

    /** From now on, the server may be silent for so long. */
    public final void awaitFor(Duration time) {
        patience = time;
        if (end == null) {
            deadline.in(time);
        }
    }

    /** It is this side's turn. */
    public final void takeTime() {
        deadline.none();
    }

    private void tooLate() {
        if (Tls.isShaking(channel)) { // which has its own time
            deadline.in(patience);
        } else if (behind == 0 && isOwed()) { // what is slow otherwise is this side
            end(failure(Cause.TIMEOUT, step(), "nothing came for " + patience));
        }
    }

    /** The application has so many octets more, or fewer, to take or to bring. Any thread. */
    public final void behind(int octets) {
        if (!channel.eventLoop().inEventLoop()) {
            run(() -> behind(octets));
            return;
        }
        behind += octets;
        awaitFor(patience);
        boolean reading = channel.config().isAutoRead();
        if (reading && behind > MOST_BEHIND) {
            channel.config().setAutoRead(false);
        } else if (!reading && behind < MOST_BEHIND / 2) {
            channel.config().setAutoRead(true);
        }
    }

    // ------------------------------------------------------------------ results

    /** The same result; cancelling it closes the connection. Any thread. */
    public final <T> Pending<T> tied(Pending<T> result) {
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                close();
            }
        });
        return result;
    }

    /** Completes a result on a worker. Where the workers take no more, the connection is closed. Any thread. */
    public final void complete(Runnable completion) {
        if (!workers.complete(completion)) {
            run(() -> end(withoutWorkers()));
        }
    }

    /** Fails a result. Any thread. */
    public final void fail(Pending<?> result, FaultException why) {
        complete(() -> result.completeExceptionally(why));
    }

    /** For a failure that is noticed here. Any thread. */
    public final FaultException failure(Cause cause, String step, String detail) {
        return dialer.failure(cause, step, lastReply, detail);
    }

    // ------------------------------------------------------------------ the end

    /** Closes without a word. Any thread. */
    public final void close() {
        run(() -> end(failure(Cause.CLOSED_HERE, step(), "this side closed the connection")));
    }

    /** Ends the connection, unless it has ended. Any thread. */
    public final void end(FaultException why) {
        if (!channel.eventLoop().inEventLoop()) {
            run(() -> end(why));
        } else if (end == null) {
            end = why;
            deadline.stop();
            ended(why);
            channel.close();
        }
    }

    /** Whether nothing can be asked any more. Any thread. */
    public final boolean hasEnded() {
        return end != null;
    }

    /** Why it has ended, told of what comes too late. */
    protected final FaultException whyEnded(String step) {
        Fault known = end.fault();
        return new FaultException(
                new Fault(known.cause(), known.host(), known.port(), step, lastReply, known.detail()), end);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        awaitFor(patience);
        ctx.fireChannelActive();
    }

    /** Once hands are shaken, the server has its time for what is owed. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent && end == null) {
            deadline.anew(patience);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(failure(Cause.CONNECTION_LOST, step(), "the server closed the connection"));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        Throwable why =
                failure instanceof DecoderException && failure.getCause() != null ? failure.getCause() : failure;
        if (why instanceof IOException || why instanceof DecoderException) {
            end(dialer.failure(step(), why, lastReply));
        } else {
            failed(why);
        }
    }

    /** An error of ours, or of the application's workers. */
    private void failed(Throwable error) {
        if (error instanceof RejectedExecutionException) {
            end(withoutWorkers());
        } else {
            LOG.error("{}: the client failed", channel, error);
            end(failure(Cause.CLOSED_HERE, step(), "this side failed: " + error));
        }
    }

    private FaultException withoutWorkers() {
        return failure(Cause.CLOSED_HERE, step(), "this side's workers take no more tasks");
    }

    /** Counts what comes before it is taken apart. */
    private final class Meter extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof ByteBuf octets) {
                came(octets.readableBytes());
            }
            ctx.fireChannelRead(message);
        }
    }
}
