package dev.yubin.mailbox.sqlite.internal;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One change on its way through the committer. It happens whole or not at all, and its caller hears of it once it is durable.
 *
 * @param <T> what it tells its caller
 */
public final class Job<T> {
    /** What the job does. It may be run again when the group that it stood in was rolled back, so it keeps nothing but in the database. */
    public interface Work<T> {
        T run(Transaction transaction) throws SQLException, StoreException;
    }

    private final Work<T> work;
    private final int weight;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private T result;
    private Throwable refusal;

    Job(Work<T> work, int weight) {
        this.work = work;
        this.weight = weight;
    }

    int weight() {
        return weight;
    }

    /** Takes the job, for the committer to run it or for the caller to withdraw it; false for who comes second. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** Does it, within the committer's transaction; a refusal is kept for {@link #settle}. True when it changed something, perhaps. */
    boolean attempt(Transaction transaction) throws SQLException {
        refusal = null;
        try {
            result = work.run(transaction);
        } catch (SQLException e) {
            throw e;
        } catch (Throwable e) {
            // A StoreException, or a bug, which is to reach the caller rather than to end the committer.
            refusal = e;
        }
        return refusal == null;
    }

    /** Tells the caller what came of it, once that is durable; false when he was told something before. */
    boolean settle() {
        return refusal == null ? outcome.complete(result) : fail(refusal);
    }

    /** Tells the caller that it failed; false when he was told something before. */
    boolean fail(Throwable failure) {
        return outcome.completeExceptionally(failure);
    }

    /** Waits until the job is durable or refused. One that has not begun within that time never will. */
    public T await(Duration patience) throws StoreException {
        try {
            return outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            withdraw("the store is " + patience.toSeconds() + " seconds behind");
            return end();
        } catch (InterruptedException e) {
            withdraw("the thread was interrupted while it waited for the store");
            try {
                return end();
            } finally {
                Thread.currentThread().interrupt();
            }
        } catch (ExecutionException e) {
            throw refusal(e.getCause());
        }
    }

    private void withdraw(String why) {
        if (claim()) {
            fail(new StoreException(Reason.UNAVAILABLE, why));
        }
    }

    /** It has begun, and whether it is durable must be known: this waits for as long as the disk takes. */
    private T end() throws StoreException {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            throw refusal(e.getCause());
        }
    }

    /** Made anew, so that the trace shows who asked; the cause shows where it failed. */
    private static StoreException refusal(Throwable failure) {
        if (failure instanceof StoreException no) {
            return new StoreException(no.reason(), no.getMessage(), no);
        }
        throw new IllegalStateException("a change failed in a way that it should not", failure);
    }
}
