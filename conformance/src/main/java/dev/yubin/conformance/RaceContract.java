package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Changes;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
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
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
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
        List<Mailbox> mailboxes = List.of(inbox(), other());
        Chapter.feature(AtomicMove.class, inbox());
        Set<Long> all = Set.of(1L, 2L, 3L, 4L);
        for (long size : all) {
            // The size is what a message is known by, wherever it is. Few, for a list that takes long misses what is
            // short.
            Chapter.add(inbox(), "x".repeat((int) size));
        }
        CyclicBarrier round = new CyclicBarrier(3);
        AtomicInteger looks = new AtomicInteger();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        Together.run(3, number -> {
            for (int i = 0; i < 60; i++) {
                Mailbox from = mailboxes.get(i % 2);
                Mailbox to = mailboxes.get((i + 1) % 2);
                round.await(1, TimeUnit.MINUTES);
                if (number == 0) {
                    moveOneByOne((AtomicMove) from, Chapter.uids(from), i % 2 == 0 ? OTHER : INBOX, looks);
                } else {
                    lookUntilAllHaveMoved(from, to, all, looks, wrong);
                }
            }
        });
        assertThat(wrong)
                .as("AtomicMove.move: a message is in one of the two mailboxes at any instant")
                .isEmpty();
        assertThat(sizes(inbox())).as("AtomicMove.move: there and back").isEqualTo(all);
    }

    private static void moveOneByOne(AtomicMove from, List<Long> uids, MailboxName to, AtomicInteger looks)
            throws StoreException {
        for (long uid : uids) {
            awaitLook(looks);
            from.move(UidSet.of(uid), to);
        }
    }

    /** Waits for a look to begin, so that what comes next is done while somebody looks. */
    private static void awaitLook(AtomicInteger looks) {
        for (int seen = looks.get();
                looks.get() == seen && !Thread.currentThread().isInterrupted(); ) {
            Thread.yield();
        }
    }

    /** Notes what is wrong and goes on, for the others wait for it. */
    private static void lookUntilAllHaveMoved(
            Mailbox from, Mailbox to, Set<Long> all, AtomicInteger looks, Queue<String> wrong) throws StoreException {
        Set<Long> left;
        do {
            looks.incrementAndGet();
            left = sizes(from);
            Set<Long> seen = new HashSet<>(sizes(to));
            seen.addAll(left);
            if (!seen.equals(all)) {
                wrong.add("only " + seen + " were seen here and then there");
            }
            Set<Long> arrived = new HashSet<>(sizes(to));
            arrived.retainAll(sizes(from));
            if (!arrived.isEmpty()) {
                wrong.add(arrived + " were seen there and then still here");
            }
        } while (!left.isEmpty());
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
        AtomicInteger looks = new AtomicInteger();
        List<Snapshot> snapshots = new ArrayList<>();
        try {
            Together.run(writers + 1, number -> {
                if (number < writers) {
                    Random random = new Random(seed + number);
                    for (int i = 0; i < 200; i++) {
                        awaitLook(looks);
                        write(inbox, random);
                    }
                    writing.decrementAndGet();
                    return;
                }
                while (writing.get() > 0) {
                    looks.incrementAndGet();
                    Snapshot snapshot = inbox.snapshot();
                    if (snapshots.isEmpty()
                            || !snapshots.get(snapshots.size() - 1).equals(snapshot)) {
                        snapshots.add(snapshot);
                    }
                }
            });
            Snapshot last = inbox.snapshot();
            assertThat(last).as("Mailbox.snapshot: when nothing changes").isEqualTo(inbox.snapshot());
            assertThat(last.uids()).as("Snapshot.uids").isEqualTo(UidSet.of(Chapter.uids(inbox)));
            for (Snapshot snapshot : snapshots) {
                requireSound(snapshot);
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
