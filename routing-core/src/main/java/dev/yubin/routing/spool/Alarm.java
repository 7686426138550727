package dev.yubin.routing.spool;

import java.time.Duration;

/** A clock that rings: what a {@link Scheduler} waits by, so that a test can turn the hands itself. */
public interface Alarm extends AutoCloseable {
    /** Rings once, after this time, on any thread; what was set before does not ring any more. */
    void set(Duration after, Runnable ring);

    /** Rings no more. */
    @Override
    void close();

    /** The system's time. */
    static Alarm system() {
        return new SystemAlarm();
    }
}
