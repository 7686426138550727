package dev.yubin.protocol;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that application code runs on: handlers, stores, verifiers of credentials. That code may block. What one connection asks for runs in
 * order, never two things at once; a connection without work holds no thread.
 */
public final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    /** Enough for code that waits on disks and databases; a connection takes a turn, so more connections than this do no harm. */
    private static final int THREADS = Math.max(32, 8 * Runtime.getRuntime().availableProcessors());

    private static final class Standard {
        static final Workers INSTANCE = upTo(THREADS);
    }

    private final Executor executor;

    private Workers(Executor executor) {
        this.executor = executor;
    }

    /** A virtual thread a task where the JVM has them (21 and later), else a pool of at most 32 threads, or 8 a processor where that is more; one for all. */
    public static Workers standard() {
        return Standard.INSTANCE;
    }

    /** Threads that nobody else uses: a virtual one a task where the JVM has them (21 and later), else a pool of at most so many. */
    public static Workers upTo(int threads) {
        return new Workers(threads(threads));
    }

    /** The application's own. It is never shut down by us; should it refuse a task, the connection whose task it was is closed. */
    public static Workers of(Executor executor) {
        return new Workers(Objects.requireNonNull(executor, "executor"));
    }

    /** Runs tasks on these threads one at a time in the order given: one for each connection. What a task throws is logged. */
    public Executor inOrder() {
        return new InOrder();
    }

    /**
     * Completes a result on one of these threads, in no order: an application's code may stand behind it, and may block.
     *
     * @return false when they take no more, and it was done on this one: better told on the wrong thread than never
     */
    public boolean complete(Runnable completion) {
        try {
            inOrder().execute(completion);
            return true;
        } catch (RejectedExecutionException e) {
            completion.run();
            return false;
        }
    }

    private static Executor threads(int most) {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return pool(most); // older than 21
        }
    }

    /**
     * Its threads wait in a stack, not in a queue: the one that was busy last is woken first, and so few of them serve what never blocks. Beside a
     * ThreadPoolExecutor that takes a quarter of an SMTP server's processor time away.
     */
    private static Executor pool(int most) {
        AtomicLong number = new AtomicLong();
        ForkJoinPool.ForkJoinWorkerThreadFactory threads = pool -> {
            ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
            thread.setName("yubin-worker-" + number.incrementAndGet());
            return thread;
        };
        boolean inOrderOfArrival = true;
        int leastRunnable = 1;
        // At the bound, who waits for another task's result waits: the application's code was promised no more threads.
        return new ForkJoinPool(
                most, threads, null, inOrderOfArrival, most, most, leastRunnable, pool -> true, 30, TimeUnit.SECONDS);
    }

    private final class InOrder implements Executor {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private boolean running;

        @Override
        public void execute(Runnable task) {
            synchronized (waiting) {
                waiting.add(task);
                if (running) {
                    return;
                }
                running = true;
            }
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                refused(task);
                throw e;
            }
        }

        /** Those that came behind it meanwhile were taken, and whoever gave them will not come again: they run here. */
        private void refused(Runnable task) {
            synchronized (waiting) {
                waiting.remove(task);
            }
            run();
        }

        private void run() {
            for (Runnable task = next(); task != null; task = next()) {
                try {
                    task.run();
                } catch (Throwable e) { // a broken task must not end those behind it
                    LOG.error("application code failed with what nobody caught", e);
                }
            }
        }

        private Runnable next() {
            synchronized (waiting) {
                Runnable task = waiting.poll();
                running = task != null;
                return task;
            }
        }
    }
}
