package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.util.List;

/** Where mail comes from. Nothing is changed there. Used by one thread. */
interface Source extends AutoCloseable {
    /** Its mailboxes, an INBOX first. What is none, or has no name that a store can have, the {@link Remarks} hear of. */
    List<Folder> folders() throws IOException;

    /** @throws SkippedException when this one mailbox cannot be read */
    SourceMailbox open(Folder folder) throws IOException;

    @Override
    void close() throws IOException;
}
