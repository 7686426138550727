package dev.yubin.routing.spool;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Rings on a thread of its own. */
final class SystemAlarm implements Alarm {
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread made = new Thread(task, "yubin-spool-alarm");
        made.setDaemon(true);
        return made;
    });
    private Optional<Future<?>> last = Optional.empty();

    SystemAlarm() {
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public synchronized void set(Duration after, Runnable ring) {
        last.ifPresent(before -> before.cancel(false));
        if (!thread.isShutdown()) {
            last = Optional.of(thread.schedule(ring, after.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
    }
}
