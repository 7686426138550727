package dev.yubin.mailbox.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.mailbox.feature.AtomicMove;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What is this store's own; the rest is proved by the contract in module conformance. */
class MemoryMailStoreTest {
    private static Mailbox inbox(MemoryMailStore store) throws StoreException {
        return store.addAccount("ann").open(MailboxName.INBOX);
    }

    private static void add(Mailbox mailbox, int messages, int octets) throws StoreException {
        try (Append append = mailbox.append(Set.of(), Instant.EPOCH, OptionalLong.empty())) {
            for (int i = 0; i < messages; i++) {
                if (i > 0) {
                    append.next(Set.of(), Instant.EPOCH, OptionalLong.empty());
                }
                append.write(ByteBuffer.allocate(octets));
                append.finish(new byte[0]);
            }
            append.commit();
        }
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        StoreException refusal = catchThrowableOfType(StoreException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
    }

    @Test
    void anAccountIsAddedOnce() throws StoreException {
        MemoryMailStore store = MemoryMailStore.create("ann", "bob");
        assertThat(store.addAccount("ann")).isSameAs(store.account("ann"));
        refused(Reason.NONEXISTENT, () -> store.account("Ann"));
    }

    @Test
    void aQuotaIsKeptOverAllMailboxesAtEveryDoor() throws StoreException {
        MemoryMailStore store = MemoryMailStore.builder().accountOctets(100).build();
        Mailbox inbox = inbox(store);
        add(inbox, 2, 40);
        refused(Reason.OVERQUOTA, () -> inbox.append(Set.of(), Instant.EPOCH, OptionalLong.of(21)));
        refused(Reason.OVERQUOTA, () -> add(inbox, 1, 21));
        refused(Reason.OVERQUOTA, () -> add(inbox, 2, 11));
        refused(Reason.OVERQUOTA, () -> inbox.copy(UidSet.of(1), MailboxName.INBOX));
        store.account("ann").create(MailboxName.of("Other"), Set.of());
        AtomicMove.move(inbox, UidSet.of(1), MailboxName.of("Other"));
        add(inbox, 1, 20);
        store.account("ann").delete(MailboxName.of("Other"));
        add(inbox, 1, 40);
        assertThat(inbox.status().octets()).isEqualTo(100);
    }

    @Test
    void twoWhoShareTheRestOfAQuotaCannotBothHaveIt() throws StoreException {
        Mailbox inbox = inbox(MemoryMailStore.builder().accountOctets(100).build());
        try (Append first = inbox.append(Set.of(), Instant.EPOCH, OptionalLong.of(60))) {
            first.write(ByteBuffer.allocate(60));
            first.finish(new byte[0]);
            add(inbox, 1, 60);
            refused(Reason.OVERQUOTA, first::commit);
        }
        assertThat(inbox.status().messages()).isEqualTo(1);
    }

    @Test
    void oneMessageMayBeTooLarge() throws StoreException {
        Mailbox inbox = inbox(MemoryMailStore.builder().messageOctets(10).build());
        refused(Reason.TOOBIG, () -> inbox.append(Set.of(), Instant.EPOCH, OptionalLong.of(11)));
        refused(Reason.TOOBIG, () -> add(inbox, 1, 11));
        add(inbox, 3, 10);
        assertThat(inbox.status().messages()).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryMailStore.builder().messageOctets(-1));
    }

    @Test
    void annotationsHaveBounds() throws StoreException {
        MemoryMailStore store =
                MemoryMailStore.builder().annotations(2).annotationOctets(4).build();
        Annotations annotations = (Annotations) store.addAccount("ann");
        Optional<MailboxName> inbox = Optional.of(MailboxName.INBOX);
        Optional<byte[]> four = Optional.of(new byte[4]);
        annotations.annotate(inbox, Map.of("/private/a", four, "/shared/b", four));
        annotations.annotate(Optional.empty(), Map.of("/private/a", four));
        refused(Reason.LIMIT, () -> annotations.annotate(inbox, Map.of("/private/c", four)));
        refused(Reason.TOOBIG, () -> annotations.annotate(inbox, Map.of("/private/a", Optional.of(new byte[5]))));
        annotations.annotate(inbox, Map.of("/private/a", Optional.empty(), "/private/c", four));
        assertThat(annotations.annotations(inbox)).containsOnlyKeys("/private/c", "/shared/b");
    }

    @Test
    void tombstonesAreForgottenOldestFirst() throws StoreException {
        Mailbox inbox = inbox(MemoryMailStore.builder().tombstones(2).build());
        add(inbox, 5, 1);
        long start = inbox.status().modSeq();
        inbox.expunge(UidSet.of(1));
        long behindOne = inbox.status().modSeq();
        inbox.expunge(UidSet.of(2, 3));
        assertThat(inbox.changes(start)).isEmpty();
        assertThat(inbox.changes(behindOne).orElseThrow().vanished()).isEqualTo(UidSet.of(2, 3));
        inbox.expunge(UidSet.of(4));
        assertThat(inbox.changes(behindOne)).isEmpty();
    }

    @Test
    void manyMessagesCostNoSquare() throws StoreException {
        int many = 100_000;
        Mailbox inbox = inbox(MemoryMailStore.create());
        FlagChange seen = new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN));
        // A hundred thousand steps of a hundred thousand are minutes; without a square this is about a second.
        Assertions.assertTimeout(Duration.ofSeconds(60), () -> {
            add(inbox, many, 0);
            for (long uid = 1; uid <= many; uid++) {
                inbox.store(UidSet.of(uid), seen, OptionalLong.empty());
                assertThat(inbox.changes(inbox.status().modSeq() - 1)
                                .orElseThrow()
                                .changed())
                        .hasSize(1);
            }
            for (long uid = many; uid > 0; uid -= 2) {
                inbox.expunge(UidSet.of(uid));
            }
            inbox.expunge(UidSet.ALL);
        });
        assertThat(inbox.status().messages()).isZero();
        assertThat(inbox.status().modSeq()).isEqualTo(1 + 2 * many + many / 2 + 1);
    }

    @Test
    void whatComesOutOfOrderIsABugOfTheCaller() throws StoreException {
        Mailbox inbox = inbox(MemoryMailStore.create());
        Append append = inbox.append(Set.of(), Instant.EPOCH, OptionalLong.empty());
        assertThatThrownBy(() -> append.next(Set.of(), Instant.EPOCH, OptionalLong.empty()))
                .isInstanceOf(IllegalStateException.class);
        append.finish(new byte[0]);
        assertThatThrownBy(() -> append.write(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
        append.commit();
        assertThatThrownBy(append::commit).isInstanceOf(IllegalStateException.class);
        append.close();
        assertThat(inbox.messages()).hasSize(1);
    }

    @Test
    void aMailboxThatWasDeletedTellsItsWatchersAndIsGone() throws StoreException {
        MemoryMailStore store = MemoryMailStore.create("ann");
        store.account("ann").create(MailboxName.of("Other"), Set.of());
        Mailbox other = store.account("ann").open(MailboxName.of("Other"));
        AtomicInteger told = new AtomicInteger();
        other.watch(told::incrementAndGet);
        store.account("ann").delete(MailboxName.of("Other"));
        assertThat(told).hasValue(1);
        refused(Reason.NONEXISTENT, other::status);
        refused(Reason.NONEXISTENT, () -> other.changes(0));
    }
}
