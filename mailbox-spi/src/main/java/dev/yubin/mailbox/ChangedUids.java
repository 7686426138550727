package dev.yubin.mailbox;

import java.util.Objects;

/**
 * What {@link Changes} tells, by UIDs alone: a few octets, where a million messages changed that stand together.
 *
 * @param modSeq   the mailbox's highest mod-sequence at this instant
 * @param changed  messages that are new or whose flags changed
 * @param vanished messages that were there and are gone; may name some that came and went unseen
 */
public record ChangedUids(long modSeq, UidSet changed, UidSet vanished) {
    public ChangedUids {
        Objects.requireNonNull(changed, "changed");
        Objects.requireNonNull(vanished, "vanished");
    }
}
