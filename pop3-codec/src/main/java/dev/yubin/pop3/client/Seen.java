package dev.yubin.pop3.client;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What was fetched from one maildrop, by the unique-ids that its messages have over all sessions (RFC 1939 section 7): how {@link Pop3Client#fetchNew} knows
 * what is new. Each maildrop has its own. Calls come from a worker, one at a time, and may block.
 *
 * <p>{@link #inMemory} is for programs that keep their mail no longer than they run; {@link SeenFile} for all others, unless the application has a database to
 * put this into, at best in the transaction that keeps the message.
 */
public interface Seen {
    /** Nothing yet, and forgotten with the program. */
    static Seen inMemory() {
        return new MemorySeen();
    }

    /** When the message was fetched; empty where it was not. */
    Optional<Instant> fetched(String uniqueId) throws IOException;

    /** Notes that the message is kept here. It must outlive a crash when this returns: from then on the message may be removed from the server. */
    void add(String uniqueId, Instant fetched) throws IOException;

    /** Forgets all but these, which are what the server has: RFC 1939 allows the unique-id of a message that is gone to be another's. */
    void retain(Set<String> listed) throws IOException;
}
