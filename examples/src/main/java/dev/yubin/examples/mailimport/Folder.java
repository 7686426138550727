package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import java.util.Set;

/**
 * A mailbox as its source lists it.
 *
 * @param place      what the source itself calls it
 * @param subscribed whether the user has subscribed to it
 * @param uses       what it is for, where the source knows
 */
record Folder(MailboxName name, String place, boolean subscribed, Set<SpecialUse> uses) implements Comparable<Folder> {
    Folder {
        uses = Set.copyOf(uses);
    }

    /** INBOX first, then by name. */
    @Override
    public int compareTo(Folder other) {
        int inbox = Boolean.compare(!name.equals(MailboxName.INBOX), !other.name.equals(MailboxName.INBOX));
        return inbox == 0 ? name.compareTo(other.name) : inbox;
    }
}
