package dev.yubin.conformance;

import static dev.yubin.conformance.Chapter.octets;
import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;
import static dev.yubin.mailbox.StoreException.Reason.OVERQUOTA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.Quota.Resource;
import dev.yubin.mailbox.feature.Quotas;
import dev.yubin.mailbox.feature.SharedContent;
import dev.yubin.mailbox.feature.SharedContent.Recipient;
import dev.yubin.mailbox.feature.SingleInstance;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One message for many mailboxes, in a store that has {@link SingleInstance}. */
interface SingleInstanceContract extends Chapter {
    Recipient TO_ANN = new Recipient(ANN, INBOX);
    Recipient TO_ANNS_OTHER = new Recipient(ANN, OTHER);
    Recipient TO_BOB = new Recipient(BOB, INBOX);

    private SharedContent content(String text) throws StoreException {
        SharedContent content = Chapter.feature(SingleInstance.class, store()).begin(OptionalLong.of(text.length()));
        content.write(ByteBuffer.wrap(octets(text)));
        content.finish(octets("outline of " + text));
        return content;
    }

    private Mailbox mailbox(Recipient recipient) throws StoreException {
        return store().account(recipient.account()).open(recipient.mailbox());
    }

    @Test
    default void eachRecipientHasTheMessage() throws StoreException {
        other();
        Chapter.add(other(), "was there before");
        List<Recipient> to = List.of(TO_ANNS_OTHER, TO_BOB, TO_ANN);
        Set<Flag> flags = Set.of(Flag.FLAGGED, Flag.of("$Work"));
        List<Appended> appended;
        try (SharedContent content = content("text\0\u00ff")) {
            assertThat(inbox().messages())
                    .as("SharedContent.finish: nothing is visible before deliver")
                    .isEmpty();
            appended = content.deliver(to, flags, NOON);
            requireDelivered(to, appended, flags, "text\0\u00ff");
        }
        requireDelivered(to, appended, flags, "text\0\u00ff");
    }

    private void requireDelivered(List<Recipient> to, List<Appended> appended, Set<Flag> flags, String text)
            throws StoreException {
        assertThat(appended).as("SharedContent.deliver: in the order of to").hasSameSizeAs(to);
        for (int i = 0; i < to.size(); i++) {
            Mailbox mailbox = mailbox(to.get(i));
            long uid = appended.get(i).uids().get(0);
            assertThat(appended.get(i))
                    .as("SharedContent.deliver: where it came to lie for %s", to.get(i))
                    .isEqualTo(new Appended(mailbox.uidValidity(), List.of(uid)));
            Message message = Chapter.message(mailbox, uid);
            assertThat(message.flags()).as("SharedContent.deliver: flags").isEqualTo(flags);
            assertThat(message.received())
                    .as("SharedContent.deliver: internal date")
                    .isEqualTo(NOON);
            assertThat(message.octets()).as("Message.octets").isEqualTo(text.length());
            assertThat(Chapter.text(mailbox, uid)).as("SharedContent: octets").isEqualTo(text);
            assertThat(mailbox.outlines(UidSet.of(uid)).get(uid))
                    .as("SharedContent.finish: outline")
                    .isEqualTo(octets("outline of " + text));
        }
    }

    @Test
    default void octetsComeInAsTheyWerePushed() throws StoreException {
        SingleInstance store = Chapter.feature(SingleInstance.class, store());
        for (byte[] pushed : AppendContract.contents()) {
            byte[] outline = octets("outline");
            long uid;
            try (SharedContent content = store.begin(OptionalLong.empty())) {
                ByteBuffer buffer = ByteBuffer.allocate(7919);
                for (int at = 0; at < pushed.length; at += buffer.capacity()) {
                    buffer.clear();
                    buffer.put(pushed, at, Math.min(buffer.capacity(), pushed.length - at))
                            .flip();
                    content.write(buffer);
                    assertThat(buffer.hasRemaining())
                            .as("SharedContent.write: all that remain in the buffer are taken")
                            .isFalse();
                }
                content.finish(outline);
                Arrays.fill(outline, (byte) 'x');
                uid = content.deliver(List.of(TO_BOB), Set.of(), NOON)
                        .get(0)
                        .uids()
                        .get(0);
            }
            assertThat(Chapter.read(mailbox(TO_BOB), uid))
                    .as("SharedContent.write: the octets as they came in, %d of them", pushed.length)
                    .isEqualTo(pushed);
            assertThat(mailbox(TO_BOB).outlines(UidSet.of(uid)).get(uid))
                    .as("SharedContent.finish: octet for octet")
                    .isEqualTo(octets("outline"));
        }
    }

    @Test
    default void eachRecipientsMessageIsItsOwn() throws StoreException {
        other();
        try (SharedContent content = content("shared")) {
            content.deliver(List.of(TO_ANN, TO_BOB), Set.of(), NOON);
            content.deliver(List.of(TO_ANNS_OTHER), Set.of(Flag.SEEN), NOON);
        }
        FlagContract.flag(inbox(), Flag.DELETED, Chapter.uids(inbox()).get(0));
        assertThat(mailbox(TO_BOB).messages().get(0).flags())
                .as("SharedContent: flags are each message's own")
                .isEmpty();
        inbox().expunge(UidSet.ALL);
        mailbox(TO_BOB).expunge(UidSet.ALL);
        assertThat(Chapter.text(other(), Chapter.uids(other()).get(0)))
                .as("SharedContent.close: the content stays as long as some mailbox has it")
                .isEqualTo("shared");
        try (SharedContent content = content("next")) {
            content.deliver(List.of(TO_BOB), Set.of(), NOON);
        }
        assertThat(Chapter.text(other(), Chapter.uids(other()).get(0)))
                .as("SharedContent: no content takes another's place")
                .isEqualTo("shared");
    }

    @Test
    default void allReceiveItOrNone() throws StoreException {
        List<Recipient> unknown = List.of(
                new Recipient("nobody@example.test", INBOX), new Recipient(BOB, MailboxName.of("No such mailbox")));
        try (SharedContent content = content("text")) {
            for (Recipient none : unknown) {
                Chapter.refused(
                        NONEXISTENT,
                        "SharedContent.deliver: to " + none,
                        () -> content.deliver(List.of(TO_ANN, none), Set.of(), NOON));
            }
            assertThat(inbox().messages())
                    .as("SharedContent.deliver: all of these mailboxes or none")
                    .isEmpty();
            content.deliver(List.of(TO_ANN), Set.of(), NOON);
            assertThat(inbox().messages())
                    .as("SharedContent.deliver: behind one that was refused")
                    .hasSize(1);
        }
    }

    @Test
    default void whatNobodyReceivedLeavesNoTrace() throws StoreException {
        SharedContent begun = Chapter.feature(SingleInstance.class, store()).begin(OptionalLong.empty());
        begun.write(ByteBuffer.wrap(octets("half of a mess")));
        begun.close();
        SharedContent finished = content("whole");
        finished.close();
        finished.close();
        assertThat(inbox().status().uidNext())
                .as("SharedContent.close: nothing was delivered")
                .isEqualTo(mailbox(TO_BOB).status().uidNext());
        assertThat(inbox().messages())
                .as("SharedContent.close: nothing was delivered")
                .isEmpty();
    }

    @Test
    default void eachAccountsQuotaCountsItsOwn() throws StoreException {
        other();
        Chapter.feature(SingleInstance.class, store());
        Quotas quotas = Chapter.feature(Quotas.class, ann());
        long before = storage(quotas).used();
        try (SharedContent content = content("1234567")) {
            content.deliver(List.of(TO_ANN, TO_ANNS_OTHER, TO_BOB), Set.of(), NOON);
            assertThat(storage(quotas).used())
                    .as("Quota.Usage.used: what is kept once counts for each mailbox it is in")
                    .isEqualTo(before + 14);
        }
        long room = storage(quotas).limit() - storage(quotas).used();
        assumeTrue(room < 200_000_000, "Quotas.quotas: what this store bounds is out of reach");
        byte[] megabyte = new byte[1_000_000];
        try (SharedContent content =
                Chapter.feature(SingleInstance.class, store()).begin(OptionalLong.empty())) {
            content.write(ByteBuffer.wrap(megabyte));
            content.finish(octets(""));
            for (long i = 1; i <= room / megabyte.length; i++) {
                content.deliver(List.of(TO_ANN), Set.of(), NOON);
            }
            Chapter.refused(
                    OVERQUOTA,
                    "SharedContent.deliver: one of them is over quota",
                    () -> content.deliver(List.of(TO_BOB, TO_ANN), Set.of(), NOON));
        }
        assertThat(mailbox(TO_BOB).messages())
                .as("SharedContent.deliver: all of these mailboxes or none")
                .hasSize(1);
    }

    private static Quota.Usage storage(Quotas quotas) throws StoreException {
        Optional<Quota.Usage> storage = quotas.quotas(INBOX).stream()
                .flatMap(quota -> Stream.ofNullable(quota.resources().get(Resource.STORAGE)))
                .findFirst();
        assumeTrue(storage.isPresent(), "Quotas.quotas: no octets are bounded in this store");
        return storage.get();
    }

    @Test
    default void whoWatchesARecipientIsTold() throws StoreException, InterruptedException {
        Semaphore told = new Semaphore(0);
        Follower follower = new Follower(mailbox(TO_BOB));
        Watch watch = mailbox(TO_BOB).watch(told::release);
        try (SharedContent content = content("text")) {
            content.deliver(List.of(TO_ANN, TO_BOB), Set.of(), NOON);
            assertThat(told.tryAcquire(10, TimeUnit.SECONDS))
                    .as("Mailbox.watch: the listener is called within ten seconds behind SharedContent.deliver")
                    .isTrue();
        } finally {
            watch.close();
        }
        follower.catchUp();
        follower.requireSame("Mailbox.changes: tells of what was delivered to many");
    }

    @Test
    default void manyDeliverToManyAtOnce() throws Exception {
        Chapter.feature(SingleInstance.class, store());
        int each = 250;
        Together.run(4, number -> {
            // Now one first, now the other: whoever locks as he goes waits here for ever.
            List<Recipient> to = number % 2 == 0 ? List.of(TO_ANN, TO_BOB) : List.of(TO_BOB, TO_ANN);
            String text = "message of " + number;
            try (SharedContent content = content(text)) {
                for (int i = 0; i < each; i++) {
                    List<Appended> appended = content.deliver(to, Set.of(), NOON);
                    if (i % 50 == 0) {
                        requireDelivered(to, appended, Set.of(), text);
                    }
                }
            }
        });
        assertThat(inbox().messages())
                .as("SharedContent.deliver: nothing is lost")
                .hasSize(4 * each);
        assertThat(mailbox(TO_BOB).messages())
                .as("SharedContent.deliver: nothing is lost")
                .hasSize(4 * each);
    }
}
