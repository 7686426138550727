package dev.yubin.routing.spool;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A message, and those of its recipients that it is about.
 *
 * @param recipients at least one, by number
 */
public record Consignment(SpooledMessage message, List<SpooledRecipient> recipients) {
    /** @throws IllegalArgumentException without a recipient */
    public Consignment {
        Objects.requireNonNull(message, "message");
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a consignment is for somebody");
        }
    }

    /** The same for no more than so many recipients. */
    public Consignment first(int most) {
        return recipients.size() <= most ? this : new Consignment(message, recipients.subList(0, most));
    }

    /** The recipients' numbers. */
    public Set<Integer> numbers() {
        return recipients.stream().map(SpooledRecipient::number).collect(Collectors.toUnmodifiableSet());
    }
}
