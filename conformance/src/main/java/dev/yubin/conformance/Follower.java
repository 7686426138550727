package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Changes;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps a copy of a mailbox's list by asking what has changed, as a client with QRESYNC does, and complains at once when a counter's
 * promise is broken. Used by one thread.
 */
final class Follower {
    private final Mailbox mailbox;
    private final TreeMap<Long, Message> copy = new TreeMap<>();
    private long modSeq;
    private long lastSeen;

    Follower(Mailbox mailbox) throws StoreException {
        this.mailbox = mailbox;
        catchUp();
    }

    /** Asks what changed; compares the whole lists where the store has forgotten. */
    void catchUp() throws StoreException {
        Optional<Changes> changes = mailbox.changes(modSeq);
        if (changes.isPresent()) {
            apply(changes.get());
        } else {
            compare();
        }
    }

    private void apply(Changes changes) {
        assertThat(changes.modSeq()).as("Changes.modSeq: never falls").isGreaterThanOrEqualTo(modSeq);
        assertThat(changes.changed())
                .as("Changes.changed: by ascending UID")
                .isSortedAccordingTo((a, b) -> Long.compare(a.uid(), b.uid()));
        for (Message message : changes.changed()) {
            assertThat(message.modSeq())
                    .as("Changes.changed: changed behind %d, and no later than Changes.modSeq", modSeq)
                    .isBetween(modSeq + 1, changes.modSeq());
            assertThat(changes.vanished().contains(message.uid()))
                    .as("Changes.vanished: UID %d is there, so it is not gone", message.uid())
                    .isFalse();
            requireNotLate(message);
            copy.put(message.uid(), message);
        }
        copy.keySet().removeIf(changes.vanished()::contains);
        modSeq = changes.modSeq();
        noteLast();
    }

    private void compare() throws StoreException {
        // Asked first: what changes between the two calls is then told twice rather than never.
        long asked = mailbox.status().modSeq();
        TreeMap<Long, Message> now = new TreeMap<>();
        for (Message message : mailbox.messages()) {
            requireNotLate(message);
            now.put(message.uid(), message);
        }
        copy.clear();
        copy.putAll(now);
        modSeq = asked;
        noteLast();
    }

    private void requireNotLate(Message message) {
        assertThat(copy.containsKey(message.uid()) || message.uid() > lastSeen)
                .as(
                        "Mailbox: UID %d was seen, and now the smaller %d appears; UIDs are given in the order of visibility",
                        lastSeen, message.uid())
                .isTrue();
    }

    private void noteLast() {
        lastSeen = copy.isEmpty() ? lastSeen : Math.max(lastSeen, copy.lastKey());
    }

    void requireSame(String promise) throws StoreException {
        assertThat(new ArrayList<>(copy.values())).as(promise).isEqualTo(mailbox.messages());
    }

    boolean same() throws StoreException {
        return new ArrayList<>(copy.values()).equals(mailbox.messages());
    }
}
