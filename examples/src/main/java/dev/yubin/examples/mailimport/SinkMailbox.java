package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.util.List;

/** One mailbox that mail goes to, in groups: {@link #mark}, {@link #put} for each message, {@link #sync}. */
interface SinkMailbox extends AutoCloseable {
    /** Tells it from another that may bear its name some day. */
    String identity();

    /** Begins a group: where its messages will lie, for {@link #settle}. */
    String mark() throws IOException;

    /**
     * Adds a message at the end.
     *
     * @throws SkippedException when it cannot come here, or cannot be read; nothing of it is left
     */
    void put(Mail mail) throws IOException;

    /** Ends a group: what was put is durable when this returns. */
    default void sync() throws IOException {}

    /**
     * Finds out what became of a group that was being put when a run was cut off. Of messages that are not here whole nothing is left.
     *
     * @param mark  what was said when the group began
     * @param mails its messages, of which some may be the same
     * @return those that are here
     */
    List<Mail> settle(String mark, List<Mail> mails) throws IOException;

    /** All has come that is to come. Not called where a run ends before. */
    default void end() throws IOException {}

    @Override
    void close() throws IOException;
}
