package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Changes;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.Snapshot;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AtomicMove;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What two connections do to one message at the same instant. */
interface RaceContract extends Chapter {
    private static Set<Long> sizes(Mailbox mailbox) throws StoreException {
        return mailbox.messages().stream().map(Message::octets).collect(Collectors.toSet());
    }

    @Test
    default void aMessageThatMovesIsInOneOfTheTwoMailboxesAtAnyInstant() throws Exception {
        Mailbox inbox = inbox();
        Mailbox other = other();
        AtomicMove mover = Chapter.feature(AtomicMove.class, inbox);
        int messages = 300;
        Set<Long> all = new HashSet<>();
        for (int i = 1; i <= messages; i++) {
            // The size is what it is known by, wherever it is.
            Chapter.add(inbox, "x".repeat(i));
            all.add((long) i);
        }
        List<Long> uids = Chapter.uids(inbox);
        Together.run(3, number -> {
            if (number == 0) {
                for (int i = 0; i < messages; i += 3) {
                    mover.move(UidSet.of(uids.subList(i, i + 3)), OTHER);
                }
                return;
            }
            while (!inbox.messages().isEmpty()) {
                Set<Long> seen = sizes(inbox);
                seen.addAll(sizes(other));
                assertThat(seen)
                        .as("AtomicMove.move: what has left here is there")
                        .isEqualTo(all);
                Set<Long> arrived = sizes(other);
                arrived.retainAll(sizes(inbox));
                assertThat(arrived)
                        .as("AtomicMove.move: what is there has left here")
                        .isEmpty();
            }
        });
        assertThat(sizes(other)).as("AtomicMove.move: all of them").isEqualTo(all);
    }

    @Test
    default void whoTakesTheDeletedFlagAwayInTimeKeepsTheMessage() throws Exception {
        Mailbox inbox = inbox();
        int messages = 300;
        List<Long> uids = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            uids.add(Chapter.add(inbox, "text", Flag.DELETED));
        }
        Set<Long> expunged = new TreeSet<>();
        Set<Long> kept = new TreeSet<>();
        CyclicBarrier next = new CyclicBarrier(2);
        Together.run(2, number -> {
            for (long uid : uids) {
                next.await(1, TimeUnit.MINUTES);
                if (number == 0) {
                    inbox.expungeDeleted(UidSet.of(uid)).uids().forEach(expunged::add);
                } else {
                    inbox.store(UidSet.of(uid), FlagChange.remove(Flag.DELETED), OptionalLong.empty())
                            .messages()
                            .forEach(message -> kept.add(message.uid()));
                }
            }
        });
        assertThat(Chapter.uids(inbox))
                .as("Mailbox.expungeDeleted: looked at and removed in one step")
                .containsExactlyElementsOf(kept);
        expunged.addAll(kept);
        assertThat(expunged)
                .as("Mailbox.expungeDeleted, store: one of the two has each message")
                .containsExactlyElementsOf(uids);
    }

    @Test
    default void aSnapshotAndWhatChangedBehindItAreTheMailbox() throws Exception {
        long seed = Long.getLong("yubin.seed", System.nanoTime());
        Mailbox inbox = inbox();
        int writers = 3;
        AtomicInteger writing = new AtomicInteger(writers);
        List<Snapshot> snapshots = new ArrayList<>();
        try {
            Together.run(writers + 1, number -> {
                if (number < writers) {
                    Random random = new Random(seed + number);
                    for (int i = 0; i < 100; i++) {
                        write(inbox, random);
                    }
                    writing.decrementAndGet();
                    return;
                }
                while (writing.get() > 0) {
                    Snapshot snapshot = inbox.snapshot();
                    requireSound(snapshot);
                    snapshots.add(snapshot);
                }
            });
            Snapshot last = inbox.snapshot();
            assertThat(last).as("Mailbox.snapshot: when nothing changes").isEqualTo(inbox.snapshot());
            assertThat(last.uids()).as("Snapshot.uids").isEqualTo(UidSet.of(Chapter.uids(inbox)));
            for (Snapshot snapshot : snapshots) {
                requireLeadsTo(last, inbox, snapshot);
            }
        } catch (AssertionError e) {
            throw new AssertionError("-Dyubin.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private static void write(Mailbox mailbox, Random random) throws StoreException {
        long uid = 1 + random.nextInt((int) mailbox.status().uidNext());
        switch (random.nextInt(4)) {
            case 0 -> FlagContract.flag(mailbox, random.nextBoolean() ? Flag.SEEN : Flag.of("$Work"), uid);
            case 1 -> mailbox.expunge(UidSet.of(uid));
            default -> Chapter.add(mailbox, "text");
        }
    }

    private static void requireSound(Snapshot snapshot) {
        assertThat(snapshot.uids().isEmpty()
                        || snapshot.uids().last() < snapshot.status().uidNext())
                .as("Snapshot.uids: below MailboxStatus.uidNext, in %s", snapshot)
                .isTrue();
        assertThat(snapshot.uids().size())
                .as("Snapshot.uids: no more than MailboxStatus.messages, in %s", snapshot)
                .isLessThanOrEqualTo(snapshot.status().messages());
        snapshot.firstUnseen()
                .ifPresent(uid -> assertThat(snapshot.uids().contains(uid))
                        .as("Snapshot.firstUnseen: one of them, in %s", snapshot)
                        .isTrue());
    }

    /** As a session does: what the snapshot shows, and then what changed behind its mod-sequence, is what there is. */
    private static void requireLeadsTo(Snapshot last, Mailbox mailbox, Snapshot early) throws StoreException {
        Optional<Changes> changes = mailbox.changes(early.status().modSeq());
        if (changes.isPresent()) {
            UidSet came =
                    UidSet.of(changes.get().changed().stream().map(Message::uid).collect(Collectors.toList()));
            List<Long> now = early.uids()
                    .or(came)
                    .uids()
                    .filter(uid -> !changes.get().vanished().contains(uid))
                    .boxed()
                    .collect(Collectors.toList());
            assertThat(UidSet.of(now))
                    .as(
                            "Mailbox.snapshot: with what changed behind %d",
                            early.status().modSeq())
                    .isEqualTo(last.uids());
        }
    }
}
