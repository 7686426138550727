package dev.yubin.mailbox;

import java.util.List;

/**
 * What happened to a mailbox behind a mod-sequence.
 *
 * @param modSeq   the mailbox's highest mod-sequence at this instant; the next question is asked with it
 * @param changed  messages that are new or whose flags changed, by ascending UID, as they are now
 * @param vanished the UIDs of messages that were there and are gone; may name some that came and went unseen
 */
public record Changes(long modSeq, List<Message> changed, UidSet vanished) {
    public Changes {
        changed = List.copyOf(changed);
    }
}
