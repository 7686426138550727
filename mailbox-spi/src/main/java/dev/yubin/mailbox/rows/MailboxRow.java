package dev.yubin.mailbox.rows;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.SpecialUse;
import java.util.Objects;
import java.util.Set;

/**
 * A mailbox as its row tells.
 *
 * @param uses   what it is for
 * @param status its counters and totals, which are kept rather than counted
 */
public record MailboxRow(MailboxName name, Set<SpecialUse> uses, MailboxStatus status) {
    public MailboxRow {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(status, "status");
        uses = Set.copyOf(uses);
    }

    /** What {@link Rows} know it by: its UIDVALIDITY, which it keeps under every name. */
    public long id() {
        return status.uidValidity();
    }
}
