package dev.yubin.mailbox.sqlite.internal;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that writes to a file. All jobs that came while the disk was busy with the last transaction become the next one, so that
 * they share its fsync; it never waits for more to come. One that is refused leaves the others alone: they are run again, each in a savepoint
 * of its own. Each caller is answered once the commit has returned.
 */
public final class Committer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());

    /** How many jobs are one transaction at most: it bounds how long the first of them waits. */
    private static final int GROUP = 256;
    /** How many octets wait at most, in the queue and in the present transaction; who brings more waits for room. */
    private static final int ROOM = 16 * 1024 * 1024;
    /** What a job weighs beside the octets that it carries. */
    private static final int SMALLEST = 1024;
    /** How long a caller waits for room, and then for its turn. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Database database;
    private final Trouble trouble;
    private final Upkeep upkeep;
    private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(ROOM, true);
    private final Job<Void> stop = new Job<>(transaction -> null, 0);
    private final Thread thread;
    private volatile boolean ended;

    public Committer(Database database, Upkeep upkeep, Trouble trouble, String name) {
        this.database = database;
        this.upkeep = upkeep;
        this.trouble = trouble;
        thread = new Thread(this::serve, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Hands in a change that carries so many octets, waiting while the queue is full. */
    public <T> Job<T> submit(Job.Work<T> work, long octets) throws StoreException {
        Job<T> job = new Job<>(work, (int) Math.min(ROOM, SMALLEST + octets));
        try {
            if (!room.tryAcquire(job.weight(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException(
                        Reason.UNAVAILABLE, "the store is more than " + PATIENCE.toSeconds() + " seconds behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Reason.UNAVAILABLE, "the thread was interrupted while it waited for the store", e);
        }
        enqueue(job);
        return job;
    }

    /** Hands in a change that nobody waits for, such as clearing up; never waits. */
    public void submitUnwaited(Job.Work<?> work) {
        enqueue(new Job<>(work, 0));
    }

    private void enqueue(Job<?> job) {
        queue.add(job);
        if (ended) {
            refuseAll();
        }
    }

    private void serve() {
        List<Job<?>> group = new ArrayList<>();
        boolean last = false;
        while (!last) {
            gather(group);
            last = group.remove(stop);
            group.removeIf(job -> !claimed(job));
            try {
                runTogether(group, true);
            } catch (RuntimeException | Error e) {
                // A bug. Nobody may wait for ever because of it, and the store goes on.
                LOG.log(System.Logger.Level.ERROR, "the committing thread failed, and goes on", e);
                rollback();
                group.forEach(job -> fail(job, e));
            }
            group.clear();
        }
        ended = true;
        refuseAll();
    }

    private void gather(List<Job<?>> group) {
        try {
            Job<?> first = upkeep.idle() ? queue.take() : queue.poll();
            if (first != null) {
                group.add(first);
                queue.drainTo(group, GROUP - 1);
            }
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; it ends by close().
        }
    }

    private boolean claimed(Job<?> job) {
        if (!job.claim()) {
            room.release(job.weight());
            return false;
        }
        return true;
    }

    private void refuseAll() {
        for (Job<?> job = queue.poll(); job != null; job = queue.poll()) {
            if (claimed(job)) {
                fail(job, new StoreException(Reason.UNAVAILABLE, "the store is closed"));
            }
        }
    }

    private void runTogether(List<Job<?>> group, boolean sweeping) {
        Transaction transaction;
        try {
            transaction = attempted(group);
            if (sweeping) {
                upkeep.sweep(transaction);
            }
            upkeep.beforeCommit(transaction);
        } catch (SQLException e) {
            rollback();
            runEach(group, e);
            return;
        }
        try {
            database.run("COMMIT");
        } catch (SQLException e) {
            rollback();
            StoreException refusal = trouble.refusal(e, weight(group));
            upkeep.rest();
            group.forEach(job -> fail(job, refusal));
            return;
        }
        trouble.over(weight(group));
        transaction.committed();
        group.forEach(this::settle);
    }

    private static long weight(List<Job<?>> group) {
        return group.stream().mapToLong(Job::weight).sum();
    }

    private Transaction begin() throws SQLException {
        database.run("BEGIN IMMEDIATE");
        return new Transaction(database);
    }

    /** The transaction in which all have run. Few are ever refused, and a savepoint costs about a fifth of what a delivery does. */
    private Transaction attempted(List<Job<?>> group) throws SQLException {
        Transaction transaction = begin();
        for (Job<?> job : group) {
            if (!job.attempt(transaction)) {
                rollback();
                return attemptedApart(group);
            }
        }
        return transaction;
    }

    private Transaction attemptedApart(List<Job<?>> group) throws SQLException {
        Transaction transaction = begin();
        for (Job<?> job : group) {
            int mark = transaction.mark();
            database.run("SAVEPOINT job");
            if (!job.attempt(transaction)) {
                transaction.forgetBehind(mark);
                upkeep.takenBack();
                database.run("ROLLBACK TO job");
            }
            database.run("RELEASE job");
        }
        return transaction;
    }

    /** A job that fails on the disk can take its whole transaction along. Run alone, each has its own answer. */
    private void runEach(List<Job<?>> group, SQLException failure) {
        if (group.size() == 1) {
            fail(group.get(0), trouble.refusal(failure, weight(group)));
            return;
        }
        if (group.isEmpty()) {
            trouble.refusal(failure, 0);
        }
        upkeep.rest();
        group.forEach(job -> runTogether(List.of(job), false));
    }

    private void rollback() {
        upkeep.takenBack();
        try {
            database.rollback();
        } catch (SQLException e) {
            trouble.refusal(e);
        }
    }

    private void settle(Job<?> job) {
        if (job.settle()) {
            room.release(job.weight());
        }
    }

    private void fail(Job<?> job, Throwable failure) {
        if (job.fail(failure)) {
            room.release(job.weight());
        }
    }

    /** Ends once all that was handed in before is done. */
    @Override
    public void close() {
        queue.add(stop);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // The file must not be closed while it is written to.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
