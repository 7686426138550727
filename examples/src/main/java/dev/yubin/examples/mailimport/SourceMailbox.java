package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.util.List;

/** One mailbox that mail comes from. */
interface SourceMailbox extends AutoCloseable {
    /** What its UIDs count for; {@link UidCounters#NONE} where its messages have none that last. */
    UidCounters counters();

    /**
     * Its messages: those with a UID by ascending UID, then the others in the order in which they came.
     *
     * @throws SkippedException when this one mailbox cannot be read
     */
    List<Mail> messages() throws IOException;

    /** Says which will be asked for next, in this order, so that a source far away can fetch many at once. */
    default void ahead(List<Mail> next) throws IOException {}

    @Override
    default void close() throws IOException {}
}
