package dev.yubin.examples.mailimport;

import java.io.IOException;

/** Where mail goes. Used by one thread. */
interface Sink extends AutoCloseable {
    /**
     * Makes the mailbox, or takes the one that is there, for mail that has not come here before.
     *
     * @param counters the source's, to go on with where that can be done
     * @throws SkippedException when there can be no such mailbox here
     */
    SinkMailbox begin(Folder folder, UidCounters counters) throws IOException;

    /**
     * Goes on with a mailbox that an earlier run began.
     *
     * @param identity what {@link SinkMailbox#identity} said then
     * @throws IOException when it is gone, or another bears its name now
     */
    SinkMailbox goOn(Folder folder, UidCounters counters, String identity) throws IOException;

    @Override
    void close() throws IOException;
}
