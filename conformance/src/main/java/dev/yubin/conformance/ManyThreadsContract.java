package dev.yubin.conformance;

import static dev.yubin.conformance.Chapter.octets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Copied;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AtomicMove;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Many connections at once. */
interface ManyThreadsContract extends Chapter {
    private static void addGroup(Mailbox mailbox, int number, int size) throws StoreException {
        try (Append append = mailbox.append(Set.of(), NOON, OptionalLong.empty())) {
            for (int i = 0; i < size; i++) {
                if (i > 0) {
                    append.next(Set.of(), NOON, OptionalLong.empty());
                }
                append.write(ByteBuffer.wrap(octets("group " + number)));
                append.finish(octets("group " + number));
            }
            append.commit();
        }
    }

    @Test
    default void aGroupIsSeenWholeOrNotAtAllAndUidsInOrder() throws Exception {
        Mailbox inbox = inbox();
        int writers = 4;
        int groups = 40;
        AtomicInteger writing = new AtomicInteger(writers);
        Together.run(writers + 2, number -> {
            if (number < writers) {
                for (int i = 0; i < groups; i++) {
                    addGroup(inbox, number * groups + i, 3);
                }
                writing.decrementAndGet();
                return;
            }
            Follower follower = new Follower(inbox);
            boolean last;
            do {
                last = writing.get() == 0;
                assertThat(inbox.status().messages() % 3)
                        .as("Append.commit: makes every message of a group visible at once")
                        .isZero();
                assertThat(inbox.messages().size() % 3)
                        .as("Mailbox.messages: all of one instant")
                        .isZero();
                follower.catchUp();
            } while (!last);
            follower.requireSame("Mailbox: mod-sequences ascend in the order in which changes become visible");
        });
        List<Long> uids = Chapter.uids(inbox);
        for (int i = 0; i < uids.size(); i += 3) {
            List<String> group = List.of(
                    Chapter.text(inbox, uids.get(i)),
                    Chapter.text(inbox, uids.get(i + 1)),
                    Chapter.text(inbox, uids.get(i + 2)));
            assertThat(Set.copyOf(group))
                    .as("Append.commit: no other message comes between those of a group")
                    .hasSize(1);
        }
        assertThat(uids).as("Append.commit: nothing is lost").hasSize(writers * groups * 3);
    }

    @Test
    default void whatIsAddedAndRemovedAtRandomIsAccountedFor() throws Exception {
        long seed = Long.getLong("yubin.seed", System.nanoTime());
        Ledger ledger = new Ledger(Map.of(INBOX, inbox(), OTHER, other()));
        int workers = 4;
        AtomicInteger working = new AtomicInteger(workers);
        try {
            Together.run(workers + 1, number -> {
                if (number == workers) {
                    Follower follower = new Follower(inbox());
                    while (working.get() > 0) {
                        follower.catchUp();
                    }
                    follower.catchUp();
                    follower.requireSame("Mailbox.changes: nothing is missed by who asks again and again");
                    return;
                }
                Random random = new Random(seed + number);
                for (int i = 0; i < 150; i++) {
                    ledger.change(random);
                }
                working.decrementAndGet();
            });
            ledger.requireBalance();
        } catch (AssertionError e) {
            throw new AssertionError("-Dyubin.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    @Test
    default void anAppendWaitsForNobodyElsesBody() throws Exception {
        Mailbox inbox = inbox();
        try (Append slow = inbox.append(Set.of(), NOON, OptionalLong.of(1_000_000))) {
            slow.write(ByteBuffer.wrap(octets("a peer that has gone to lunch")));
            Together.run(2, number -> Chapter.add(inbox, "another's"));
            assertThat(inbox.messages())
                    .as("Mailbox.append: a slow peer holds up nobody else")
                    .hasSize(2);
        }
    }

    /** Which UIDs each mailbox was said to have given and taken. Used by many threads. */
    final class Ledger {
        private final Map<MailboxName, Mailbox> mailboxes;
        private final Map<MailboxName, Set<Long>> born = new ConcurrentHashMap<>();
        private final Map<MailboxName, Set<Long>> expunged = new ConcurrentHashMap<>();
        /** Two may move one message at once where a store does not override move. */
        private final Map<MailboxName, Set<Long>> moved = new ConcurrentHashMap<>();

        Ledger(Map<MailboxName, Mailbox> mailboxes) {
            this.mailboxes = mailboxes;
            for (MailboxName name : mailboxes.keySet()) {
                born.put(name, ConcurrentHashMap.newKeySet());
                expunged.put(name, ConcurrentHashMap.newKeySet());
                moved.put(name, ConcurrentHashMap.newKeySet());
            }
        }

        void change(Random random) throws StoreException {
            MailboxName from = random.nextBoolean() ? INBOX : OTHER;
            MailboxName to = random.nextBoolean() ? INBOX : OTHER;
            Mailbox mailbox = mailboxes.get(from);
            long first = 1 + random.nextInt((int) mailbox.status().uidNext());
            UidSet some = UidSet.range(first, first + random.nextInt(4));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> note(born, from, List.of(Chapter.add(mailbox, "text " + random.nextInt(1000))));
                case 3, 4 -> mailbox.store(some, randomChange(random), OptionalLong.empty());
                case 5 ->
                    note(expunged, from, mailbox.expunge(some).uids().boxed().collect(Collectors.toList()));
                case 6 -> note(born, to, mailbox.copy(some, to).target());
                default -> {
                    Copied copied = AtomicMove.move(mailbox, some, to);
                    note(born, to, copied.target());
                    moved.get(from).addAll(copied.source());
                }
            }
        }

        private static FlagChange randomChange(Random random) {
            List<Flag> flags = List.of(Flag.SEEN, Flag.DELETED, Flag.of("$Work"));
            FlagChange.Kind kind = FlagChange.Kind.values()[random.nextInt(3)];
            return new FlagChange(kind, Set.of(flags.get(random.nextInt(3))));
        }

        private static void note(Map<MailboxName, Set<Long>> book, MailboxName mailbox, List<Long> uids) {
            for (long uid : uids) {
                assertThat(book.get(mailbox).add(uid))
                        .as("Mailbox: UID %d of %s is given once and removed by one call", uid, mailbox)
                        .isTrue();
            }
        }

        void requireBalance() throws StoreException {
            for (Map.Entry<MailboxName, Mailbox> each : mailboxes.entrySet()) {
                Set<Long> expected = new TreeSet<>(born.get(each.getKey()));
                expected.removeAll(expunged.get(each.getKey()));
                expected.removeAll(moved.get(each.getKey()));
                Mailbox mailbox = each.getValue();
                assertThat(Chapter.uids(mailbox))
                        .as("%s: what came and did not go", each.getKey())
                        .containsExactlyElementsOf(expected);
                List<Message> messages = mailbox.messages();
                assertThat(mailbox.status().octets())
                        .as("MailboxStatus.octets: the sizes added up")
                        .isEqualTo(messages.stream().mapToLong(Message::octets).sum());
                assertThat(mailbox.status().unseen())
                        .as("MailboxStatus.unseen")
                        .isEqualTo(messages.stream()
                                .filter(m -> !m.flags().contains(Flag.SEEN))
                                .count());
                assertThat(mailbox.status().deleted())
                        .as("MailboxStatus.deleted")
                        .isEqualTo(messages.stream()
                                .filter(m -> m.flags().contains(Flag.DELETED))
                                .count());
                for (Message message : messages) {
                    assertThat(Chapter.read(mailbox, message.uid()))
                            .as("Mailbox.copy: octets and outline stay together")
                            .isEqualTo(
                                    mailbox.outlines(UidSet.of(message.uid())).get(message.uid()));
                }
            }
        }
    }
}
