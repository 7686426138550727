package dev.yubin.smtp.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long a client may leave us waiting. Moved with every command, so a timer that runs out looks first whether it was moved. On one event loop. */
final class Deadline {
    private final EventLoop loop;
    private final Runnable passed;
    private boolean running;
    private long at;
    private ScheduledFuture<?> timer;
    private long timerAt;

    Deadline(EventLoop loop, Runnable passed) {
        this.loop = loop;
        this.passed = passed;
    }

    /** From now. */
    void in(Duration time) {
        at = System.nanoTime() + time.toNanos();
        running = true;
        if (timer == null || timerAt - at > 0) {
            stopTimer();
            schedule();
        }
    }

    /** It is our turn now. */
    void none() {
        running = false;
    }

    void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void schedule() {
        timerAt = at;
        timer = loop.schedule(this::look, at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        timer = null;
        if (!running) {
            return;
        }
        if (at - System.nanoTime() > 0) {
            schedule();
        } else {
            running = false;
            passed.run();
        }
    }
}
