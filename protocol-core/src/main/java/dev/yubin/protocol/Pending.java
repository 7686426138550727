package dev.yubin.protocol;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * What a client was asked for and is not there yet: a future for those who go on meanwhile, {@link #await} for those who wait. It fails with a
 * {@link FaultException}. To cancel it closes the connection, for what is under way there can be stopped in no other way.
 */
public final class Pending<T> extends CompletableFuture<T> {
    /** Nothing is there yet. */
    public Pending() {}

    /** What has failed before it began. */
    public static <T> Pending<T> failed(FaultException why) {
        Pending<T> result = new Pending<>();
        result.completeExceptionally(why);
        return result;
    }

    /** What is there already. */
    public static <T> Pending<T> done(T value) {
        Pending<T> result = new Pending<>();
        result.complete(value);
        return result;
    }

    /** What a future failed with, without what those before it wrapped around it. */
    public static Throwable plain(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? plain(failure.getCause())
                : failure;
    }

    /**
     * Waits for the result. Not to be called on an event loop.
     *
     * @throws FaultException when it could not be had, when it was cancelled, or when this thread is interrupted, which leaves its flag set
     */
    public T await() throws FaultException {
        try {
            return get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof FaultException fault
                    ? fault.again()
                    : ours("it failed in a way that nobody foresaw: " + e.getCause(), e.getCause());
        } catch (CancellationException e) {
            throw ours("it was cancelled", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ours("the thread was interrupted", e);
        }
    }

    private static FaultException ours(String detail, Throwable cause) {
        return new FaultException(
                new Fault(Fault.Cause.CLOSED_HERE, "this side", 0, "waiting for a result", Optional.empty(), detail),
                cause);
    }

    /** What is chained to it can be awaited as well. */
    @Override
    public <U> Pending<U> newIncompleteFuture() {
        return new Pending<>();
    }
}
