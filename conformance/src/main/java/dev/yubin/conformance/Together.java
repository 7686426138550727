package dev.yubin.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Several threads that begin at once. */
final class Together {
    private static final long LONGEST_SECONDS = 60;

    /** What one thread does. */
    interface Task {
        /** @param number 0 for the first thread, 1 for the next, ... */
        void run(int number) throws Exception;
    }

    private Together() {}

    /** Runs a task on so many threads; fails with the first failure, or when one has not ended within a minute. */
    static void run(int threads, Task task) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(pool.submit(() -> {
                    start.await();
                    task.run(number);
                    return number;
                }));
            }
            for (Future<?> each : running) {
                each.get(LONGEST_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException e) {
            throw new AssertionError("one of " + threads + " threads failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "MailStore: many connections at once; a call has not come back within a minute", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
