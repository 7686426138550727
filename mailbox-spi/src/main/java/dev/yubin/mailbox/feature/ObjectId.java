package dev.yubin.mailbox.feature;

import java.util.Objects;
import java.util.Optional;

/**
 * What a message is called wherever it is kept: RFC 8474 section 5.
 *
 * @param email  its EMAILID: the same for each copy, and for no other content
 * @param thread its THREADID, in a store that knows which messages belong together
 */
public record ObjectId(String email, Optional<String> thread) {
    public ObjectId {
        Objects.requireNonNull(email, "email");
        Objects.requireNonNull(thread, "thread");
    }
}
