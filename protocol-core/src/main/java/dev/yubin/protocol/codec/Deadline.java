package dev.yubin.protocol.codec;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a peer may leave us waiting. Moved with every command or reply, so a timer that runs out looks first whether it was moved. All of it is used on
 * the event loop it is made with.
 */
public final class Deadline {
    private final EventLoop loop;
    private final Runnable passed;
    private boolean running;
    private long at;
    private ScheduledFuture<?> timer;
    private long timerAt;

    /** @param passed what to do when the peer has not come in time */
    public Deadline(EventLoop loop, Runnable passed) {
        this.loop = loop;
        this.passed = passed;
    }

    /** The peer has this long, from now. */
    public void in(Duration time) {
        at = now() + time.toNanos();
        running = true;
        if (timer == null || timerAt - at > 0) {
            stopTimer();
            schedule();
        }
    }

    /** The same from now, where it is the peer's turn. */
    void anew(Duration time) {
        if (running) {
            in(time);
        }
    }

    /** It is our turn now. */
    public void none() {
        running = false;
    }

    /** The connection is gone, and nothing is to be kept for it. */
    public void stop() {
        running = false;
        stopTimer();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void schedule() {
        timerAt = at;
        timer = loop.schedule(this::look, at - now(), TimeUnit.NANOSECONDS);
    }

    private long now() {
        return loop.ticker().nanoTime();
    }

    private void look() {
        timer = null;
        if (!running) {
            return;
        }
        if (at - now() > 0) {
            schedule();
        } else {
            running = false;
            passed.run();
        }
    }
}
