package dev.yubin.imap.client;

import dev.yubin.imap.SequenceSet;
import java.util.List;
import java.util.Optional;

/**
 * What a STORE has done: RFC 9051 section 6.4.6.
 *
 * @param messages the messages with their new flags; mostly none, where it was silent
 * @param modified those that stayed as they were, since they had changed meanwhile (RFC 7162 section 3.1.3)
 */
public record Stored(List<Fetched> messages, Optional<SequenceSet> modified) {
    public Stored {
        messages = List.copyOf(messages);
    }
}
