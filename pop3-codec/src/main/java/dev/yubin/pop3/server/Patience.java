package dev.yubin.pop3.server;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The autologout timer of RFC 1939 section 3: runs while it is the client's turn, to say something or to take what is sent. One timer stands for
 * many commands, since most end long before it rings. Used on the event loop.
 */
final class Patience {
    private static final long NOT_RUNNING = -1;

    private final ChannelHandlerContext ctx;
    private final Runnable lost;
    private ScheduledFuture<?> timer;
    private long limitNanos = NOT_RUNNING;
    private long since;

    Patience(ChannelHandlerContext ctx, Runnable lost) {
        this.ctx = ctx;
        this.lost = lost;
    }

    /** It is the client's turn from now on. */
    void begin(Duration limit) {
        since = System.nanoTime();
        boolean shorter = limitNanos == NOT_RUNNING || limit.toNanos() < limitNanos;
        limitNanos = limit.toNanos();
        if (timer == null || shorter && timer.getDelay(TimeUnit.NANOSECONDS) > limitNanos) {
            arm(limitNanos);
        }
    }

    /** The client did something; its time begins anew. */
    void progress() {
        since = System.nanoTime();
    }

    /** It is not the client's turn any more. */
    void stop() {
        limitNanos = NOT_RUNNING;
    }

    private void arm(long nanos) {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = ctx.executor().schedule(this::ring, nanos, TimeUnit.NANOSECONDS);
    }

    private void ring() {
        timer = null;
        if (limitNanos == NOT_RUNNING) {
            return; // armed again when it begins
        }
        long left = limitNanos - (System.nanoTime() - since);
        if (left > 0) {
            arm(left);
        } else {
            lost.run();
        }
    }
}
