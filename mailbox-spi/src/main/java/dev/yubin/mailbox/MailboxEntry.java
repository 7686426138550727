package dev.yubin.mailbox;

import java.util.Objects;
import java.util.Set;

/**
 * A line of {@link Account#list}.
 *
 * @param exists     false for a name that is only subscribed
 * @param subscribed whether the user has subscribed to it
 * @param uses       what it is for
 */
public record MailboxEntry(MailboxName name, boolean exists, boolean subscribed, Set<SpecialUse> uses) {
    public MailboxEntry {
        Objects.requireNonNull(name, "name");
        uses = Set.copyOf(uses);
    }
}
