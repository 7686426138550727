package dev.yubin.routing.spool;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A place that messages of a {@link Spool} wait for.
 *
 * @param name      as {@link SpooledRecipient#destination}
 * @param pending   how many recipients are pending
 * @param held      how many are held
 * @param failures  how often in a row it was not reached
 * @param putOff    until when, where it is put off
 */
public record Destination(String name, long pending, long held, int failures, Optional<Instant> putOff) {
    public Destination {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(putOff, "putOff");
    }
}
