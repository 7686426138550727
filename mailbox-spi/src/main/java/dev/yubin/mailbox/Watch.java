package dev.yubin.mailbox;

/** A standing request to be told of changes; see {@link Mailbox#watch}. */
@FunctionalInterface
public interface Watch extends AutoCloseable {
    /** Ends it. A call that is already under way may still come. */
    @Override
    void close();
}
