package dev.yubin.examples.mailimport;

import java.io.IOException;

/** One mailbox that mail goes to. */
interface SinkMailbox extends AutoCloseable {
    /** Tells it from another that may bear its name some day. */
    String identity();

    /** Where the next message will lie, for {@link #settle}. Asked before each. */
    String mark() throws IOException;

    /**
     * Adds a message at the end; durable when this returns.
     *
     * @param mark what {@link #mark} has said just now
     * @throws SkippedException when it cannot come here, or cannot be read; nothing of it is left
     */
    void put(String mark, Mail mail) throws IOException;

    /**
     * Finds out what became of a message that was being put when a run was cut off.
     *
     * @param mark what was said then
     * @return true when the message is here whole; false when it is not, and nothing of it is left
     */
    boolean settle(String mark, Mail mail) throws IOException;

    /** All has come that is to come. Not called where a run ends before. */
    default void end() throws IOException {}

    @Override
    void close() throws IOException;
}
