package dev.yubin.spool.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.routing.spool.Consignment;
import dev.yubin.routing.spool.Destination;
import dev.yubin.routing.spool.Intake;
import dev.yubin.routing.spool.Spool;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.Body;
import dev.yubin.smtp.EnvelopeId;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Notify;
import dev.yubin.smtp.OriginalRecipient;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Ret;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.UnknownParameter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Spool} promises, as tests. A spool's author extends it and says how one is opened:
 *
 * <pre>{@code
 * class MySpoolTest extends SpoolContract {
 *     @Override
 *     protected Spool open() {
 *         return MySpool.inDirectory(directory);
 *     }
 * }
 * }</pre>
 */
public abstract class SpoolContract {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Reply GREYLISTED = Reply.of(451, "4.7.1", "Come again", "in a while");
    private static final Reply EXPANDED = Reply.of(250, "2.0.0", "Sent on to each member");
    private static final Mail FROM_ANN = new Mail(ReversePath.of("ann@kyoto.test"), MailParameters.NONE);
    private static final int BIG = 1_000_000;

    private Optional<Spool> opened = Optional.empty();

    /** For a spool's tests. */
    protected SpoolContract() {}

    /** Opens a spool without mail. It is closed when the test ends. */
    protected abstract Spool open() throws Exception;

    /**
     * Closes a durable spool and opens it again. The tests of durability are skipped where this is not overridden.
     *
     * @return empty for a spool that forgets
     */
    protected Optional<Spool> reopen(Spool spool) throws Exception {
        return Optional.empty();
    }

    /** The spool of this test. */
    protected final Spool spool() {
        return opened.orElseThrow();
    }

    @BeforeEach
    final void openSpool() throws Exception {
        opened = Optional.of(open());
    }

    @AfterEach
    final void closeSpool() throws Exception {
        spool().close();
    }

    private void reopenOrSkip() throws Exception {
        Optional<Spool> again = reopen(spool());
        assumeTrue(again.isPresent(), "SpoolContract.reopen is not overridden: this spool forgets");
        opened = again;
    }

    // Short words for what the tests do.

    private static SpooledRecipient to(int number, String mailbox, String destination, Instant due) {
        Rcpt rcpt = new Rcpt(ForwardPath.of(mailbox), RcptParameters.NONE);
        return SpooledRecipient.pending(number, rcpt, destination, due);
    }

    private long add(Mail mail, byte[] content, Instant arrived, SpooledRecipient... to) throws StoreException {
        try (Intake intake = spool().begin(OptionalLong.empty())) {
            intake.write(ByteBuffer.wrap(content));
            return intake.commit(mail, arrived, List.of(to));
        }
    }

    private long add(String destination, Instant arrived) throws StoreException {
        return add(FROM_ANN, octets("Hello"), arrived, to(0, "bob@osaka.test", destination, arrived));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] noise(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }

    private byte[] content(long message) throws StoreException {
        try (Content content = spool().content(message)) {
            ByteBuffer into = ByteBuffer.allocate((int) content.octets());
            while (into.hasRemaining()) {
                assertThat(content.read(into.position(), into))
                        .as("Content.read: at least one octet")
                        .isPositive();
            }
            return into.array();
        }
    }

    private void change(long message, State state, Integer... numbers) throws StoreException {
        spool().change(message, Set.of(numbers), recipient -> recipient.in(state));
    }

    private List<Long> due(String destination, Instant now, int most) throws StoreException {
        return spool().due(destination, now, Set.of(), most).stream()
                .map(consignment -> consignment.message().id())
                .toList();
    }

    private long addPutOff(String destination, Instant arrived) throws StoreException {
        return add(FROM_ANN, octets("Hello"), arrived, to(0, "bob@osaka.test", destination, NOON.plusSeconds(900)));
    }

    private List<Long> putOffSince(Instant arrived, Instant now, boolean warned, int most) throws StoreException {
        return spool().putOffSince(arrived, now, warned, most).stream()
                .map(consignment -> consignment.message().id())
                .toList();
    }

    private List<String> dueDestinations(Instant now) throws StoreException {
        return spool().dueDestinations(now, "", 1000).stream()
                .map(Destination::name)
                .toList();
    }

    // What comes in.

    @Test
    final void whatIsCommittedIsThereWithAllThatSmtpSaidOfIt() throws Exception {
        Mail mail = new Mail(
                ReversePath.of("\u305f\u306c\u304d@kyoto.test"),
                MailParameters.of(
                        Body.EIGHT_BIT_MIME,
                        MailFlag.SMTPUTF8,
                        MailFlag.REQUIRETLS,
                        Ret.HDRS,
                        new EnvelopeId("a + b = c")));
        Rcpt rcpt = new Rcpt(
                ForwardPath.of("\"Bob the +\"@osaka.test"),
                RcptParameters.of(
                        Notify.of(Notify.Event.DELAY, Notify.Event.SUCCESS),
                        new OriginalRecipient("utf-8", "\u72f8@osaka.test"),
                        new UnknownParameter("BY-ALIAS", Optional.empty()))); // one that a server gives it itself
        SpooledRecipient bob = SpooledRecipient.pending(0, rcpt, "osaka.test", NOON.plusSeconds(60));
        SpooledRecipient held =
                new SpooledRecipient(1, rcpt, "[192.0.2.1]", State.HELD, 7, NOON, true, Optional.of(GREYLISTED));
        long id = add(mail, octets("text\0\u00ff"), NOON, bob, held);
        assertThat(id).as("Intake.commit: above 0").isPositive();
        assertThat(spool().message(id))
                .as("SpooledMessage: as it came in")
                .contains(new SpooledMessage(id, mail, NOON, 6));
        assertThat(spool().recipients(id)).as("SpooledRecipient: as it came in").containsExactly(bob, held);
        assertThat(content(id)).as("Spool.content: the octets as they came in").isEqualTo(octets("text\0\u00ff"));
    }

    @Test
    final void aNullSenderStaysOne() throws Exception {
        Mail mail = new Mail(ReversePath.NULL, MailParameters.NONE);
        long id = add(mail, octets(""), NOON, to(0, "postmaster", "here", NOON));
        assertThat(spool().message(id).orElseThrow().mail().from().isNull())
                .as("SpooledMessage.mail")
                .isTrue();
        assertThat(content(id)).as("a message may be empty").isEmpty();
    }

    @Test
    final void contentOfAnySizeComesInPieces() throws Exception {
        byte[] big = noise(BIG);
        long id;
        try (Intake intake = spool().begin(OptionalLong.of(BIG))) {
            for (int at = 0; at < BIG; at += 7919) {
                intake.write(ByteBuffer.wrap(big, at, Math.min(7919, BIG - at)));
            }
            id = intake.commit(FROM_ANN, NOON, List.of(to(0, "bob@osaka.test", "osaka.test", NOON)));
        }
        assertThat(content(id)).isEqualTo(big);
    }

    @Test
    final void whatIsNotCommittedLeavesNoTrace() throws Exception {
        try (Intake intake = spool().begin(OptionalLong.empty())) {
            intake.write(ByteBuffer.wrap(noise(BIG)));
        }
        assertThat(spool().messages(0, 10))
                .as("Intake.close: without a commit no trace")
                .isEmpty();
        assertThat(spool().destinations("", 10)).isEmpty();
    }

    @Test
    final void idsAreNeverGivenAgain() throws Exception {
        long first = add("osaka.test", NOON);
        change(first, State.DELIVERED, 0);
        assertThat(add("osaka.test", NOON))
                .as("Intake.commit: an id never given again")
                .isNotEqualTo(first);
    }

    // What is due.

    @Test
    final void dueIsWhoseTimeHasComeLongestFirst() throws Exception {
        long later = add("osaka.test", NOON.plusSeconds(2));
        long first = add("osaka.test", NOON);
        long second = add("osaka.test", NOON.plusSeconds(1));
        add("nara.test", NOON);
        assertThat(due("osaka.test", NOON.minusMillis(1), 10)).isEmpty();
        assertThat(due("osaka.test", NOON.plusSeconds(1), 10)).containsExactly(first, second);
        assertThat(due("osaka.test", NOON.plusSeconds(9), 10)).containsExactly(first, second, later);
        assertThat(due("osaka.test", NOON.plusSeconds(9), 2))
                .as("Spool.due: up to so many")
                .hasSize(2);
        assertThat(due("kobe.test", NOON, 10)).isEmpty();
        assertThat(spool().due("osaka.test", NOON.plusSeconds(9), Set.of(first, 77L), 1))
                .as("Spool.due: passes over what is under way")
                .extracting(found -> found.message().id())
                .containsExactly(second);
    }

    @Test
    final void aConsignmentHasThoseWhoAreDueThereAndNoOther() throws Exception {
        long id = add(
                FROM_ANN,
                octets("Hello"),
                NOON,
                to(0, "a@osaka.test", "osaka.test", NOON),
                to(1, "b@osaka.test", "osaka.test", NOON.plusSeconds(1)),
                to(2, "c@nara.test", "nara.test", NOON),
                to(3, "d@osaka.test", "osaka.test", NOON),
                to(4, "e@osaka.test", "osaka.test", NOON));
        change(id, State.HELD, 3);
        List<Consignment> due = spool().due("osaka.test", NOON, Set.of(), 10);
        assertThat(due).hasSize(1);
        assertThat(due.get(0).message().id()).isEqualTo(id);
        assertThat(due.get(0).numbers()).as("Consignment.recipients").containsExactlyInAnyOrder(0, 4);
    }

    @Test
    final void whoIsDueAtSeveralTimesHidesNobody() throws Exception {
        long id = add(
                FROM_ANN,
                octets("Hello"),
                NOON,
                to(0, "a@osaka.test", "osaka.test", NOON),
                to(1, "b@osaka.test", "osaka.test", NOON.plusSeconds(1)),
                to(2, "c@osaka.test", "osaka.test", NOON.plusSeconds(2)));
        long other = add("osaka.test", NOON.plusSeconds(3));
        assertThat(spool().due("osaka.test", NOON.plusSeconds(3), Set.of(id), 1))
                .as("Spool.due: a message under way is passed over whole")
                .extracting(found -> found.message().id())
                .containsExactly(other);
        assertThat(due("osaka.test", NOON.plusSeconds(3), 2)).containsExactly(id, other);
    }

    @Test
    final void destinationsComeInPagesByName() throws Exception {
        for (String name : List.of("c.test", "a.test", "e.test", "b.test", "d.test")) {
            add(name, NOON);
        }
        assertThat(spool().destinations("", 2)).extracting(Destination::name).containsExactly("a.test", "b.test");
        assertThat(spool().destinations("b.test", 2))
                .extracting(Destination::name)
                .containsExactly("c.test", "d.test");
        assertThat(spool().dueDestinations(NOON, "d.test", 2))
                .extracting(Destination::name)
                .containsExactly("e.test");
        assertThat(spool().dueDestinations(NOON, "e.test", 2)).isEmpty();
    }

    @Test
    final void aDestinationIsDueWhenSomebodyIsAndItIsNotPutOff() throws Exception {
        add("osaka.test", NOON.plusSeconds(10));
        add("nara.test", NOON);
        assertThat(dueDestinations(NOON)).containsExactly("nara.test");
        assertThat(spool().nextDue(NOON)).as("Spool.nextDue").contains(NOON.plusSeconds(10));
        spool().putOff("nara.test", 3, NOON.plusSeconds(5));
        assertThat(dueDestinations(NOON)).isEmpty();
        assertThat(spool().nextDue(NOON)).contains(NOON.plusSeconds(5));
        assertThat(spool().destination("nara.test"))
                .contains(new Destination("nara.test", 1, 0, 3, Optional.of(NOON.plusSeconds(5))));
        add("nara.test", NOON.plusSeconds(1));
        assertThat(dueDestinations(NOON.plusSeconds(4)))
                .as("what comes in waits with the others")
                .isEmpty();
        assertThat(dueDestinations(NOON.plusSeconds(10))).containsExactly("nara.test", "osaka.test");
        assertThat(spool().nextDue(NOON.plusSeconds(10))).isEmpty();
        spool().putOff("nara.test", 0, NOON);
        assertThat(dueDestinations(NOON)).containsExactly("nara.test");
        spool().putOff("kobe.test", 1, NOON); // nothing waits for it
        assertThat(spool().destination("kobe.test")).isEmpty();
    }

    @Test
    final void countsFollowEveryChange() throws Exception {
        long id = add(
                FROM_ANN,
                octets("Hello"),
                NOON,
                to(0, "a@osaka.test", "osaka.test", NOON),
                to(1, "b@osaka.test", "osaka.test", NOON),
                to(2, "c@osaka.test", "osaka.test", NOON));
        change(id, State.HELD, 0, 1);
        assertThat(spool().destination("osaka.test"))
                .contains(new Destination("osaka.test", 1, 2, 0, Optional.empty()));
        change(id, State.DELIVERED, 2);
        assertThat(dueDestinations(NOON)).as("who is held is not due").isEmpty();
        assertThat(spool().destinations("", 10)).hasSize(1);
        change(id, State.PENDING, 0);
        assertThat(spool().destination("osaka.test"))
                .contains(new Destination("osaka.test", 1, 1, 0, Optional.empty()));
        assertThat(dueDestinations(NOON)).containsExactly("osaka.test");
    }

    @Test
    final void whatIsPutOffForLongIsFoundByItsAge() throws Exception {
        long second = addPutOff("osaka.test", NOON.plusSeconds(1));
        long first = addPutOff("nara.test", NOON);
        long held = addPutOff("nara.test", NOON);
        addPutOff("nara.test", NOON.plusSeconds(9));
        change(held, State.HELD, 0);
        assertThat(putOffSince(NOON.plusSeconds(1), NOON, false, 10)).containsExactly(first, second);
        assertThat(putOffSince(NOON.plusSeconds(1), NOON, false, 1)).hasSize(1);
        spool().change(first, Set.of(0), SpooledRecipient::warnedOf);
        assertThat(putOffSince(NOON.plusSeconds(1), NOON, false, 10)).containsExactly(second);
        assertThat(putOffSince(NOON.plusSeconds(1), NOON, true, 10))
                .as("Spool.putOffSince: those who were told among them")
                .containsExactly(first, second);
    }

    @Test
    final void whatIsDueIsNotPutOffHoweverOldItIs() throws Exception {
        long id = add(
                FROM_ANN,
                octets("Hello"),
                NOON,
                to(0, "a@osaka.test", "osaka.test", NOON),
                to(1, "b@osaka.test", "osaka.test", NOON.plusSeconds(9)),
                to(2, "c@nara.test", "nara.test", NOON));
        assertThat(spool().putOffSince(NOON, NOON.plusSeconds(8), true, 10))
                .as("Spool.putOffSince: those who are put off alone")
                .extracting(Consignment::numbers)
                .containsExactly(Set.of(1));
        spool().putOff("nara.test", 1, NOON.plusSeconds(9));
        assertThat(spool().putOffSince(NOON, NOON.plusSeconds(8), true, 10))
                .as("Spool.putOffSince: with their destination too")
                .extracting(Consignment::numbers)
                .containsExactly(Set.of(1, 2));
        assertThat(putOffSince(NOON, NOON.plusSeconds(9), true, 10)).isEmpty();
        change(id, State.DELIVERED, 1);
        assertThat(putOffSince(NOON, NOON.plusSeconds(8), true, 10)).containsExactly(id);
    }

    // What becomes of it.

    @Test
    final void aChangeIsSeenByWhoComesNext() throws Exception {
        long id = add("osaka.test", NOON);
        spool().change(id, Set.of(0, 5), recipient -> recipient.triedInVain(GREYLISTED, NOON.plusSeconds(900)));
        SpooledRecipient bob = spool().recipients(id).get(0);
        assertThat(bob.attempts()).isEqualTo(1);
        assertThat(bob.due()).isEqualTo(NOON.plusSeconds(900));
        assertThat(bob.last()).contains(GREYLISTED);
        assertThat(due("osaka.test", NOON, 10)).isEmpty();
        assertThat(spool().nextDue(NOON)).contains(NOON.plusSeconds(900));
    }

    @Test
    final void theContentGoesWithTheLastRecipient() throws Exception {
        long id = add(
                FROM_ANN,
                noise(BIG),
                NOON,
                to(0, "a@osaka.test", "osaka.test", NOON),
                to(1, "b@nara.test", "nara.test", NOON));
        Content open = spool().content(id);
        change(id, State.DELIVERED, 0);
        assertThat(content(id)).hasSize(BIG);
        assertThat(spool().recipients(id))
                .extracting(SpooledRecipient::state)
                .containsExactly(State.DELIVERED, State.PENDING);
        assertThat(spool().messagesFor("osaka.test", 0, 10)).isEmpty();
        assertThat(spool().messagesFor("nara.test", 0, 10)).hasSize(1);
        change(id, State.FAILED, 1);
        assertThat(spool().message(id))
                .as("Spool: a message is gone once nobody waits")
                .isEmpty();
        assertThat(spool().recipients(id)).isEmpty();
        assertThat(spool().destinations("", 10)).isEmpty();
        assertThat(catchThrowableOfType(StoreException.class, () -> spool().content(id))
                        .reason())
                .as("Spool.content: NONEXISTENT when it is gone")
                .isEqualTo(Reason.NONEXISTENT);
        open.close();
        spool().change(id, Set.of(1), recipient -> recipient.in(State.PENDING)); // who is not there is passed over
        assertThat(spool().message(id)).isEmpty();
    }

    @Test
    final void othersComeInTheirPlaceWhoIsReplaced() throws Exception {
        long id = add(
                FROM_ANN,
                octets("Hello"),
                NOON,
                to(0, "team@osaka.test", "osaka.test", NOON),
                to(1, "b@nara.test", "nara.test", NOON));
        List<SpooledRecipient> others =
                List.of(to(0, "a@kobe.test", "kobe.test", NOON), to(0, "c@uji.test", "uji.test", NOON.plusSeconds(9)));
        spool().replace(id, 0, EXPANDED, others);
        spool().replace(id, 0, EXPANDED, others); // who does not wait has nobody put in his place
        spool().replace(id, 7, EXPANDED, others);
        assertThat(spool().recipients(id))
                .as("Spool.replace: numbered behind all that are there")
                .containsExactly(
                        to(0, "team@osaka.test", "osaka.test", NOON).ended(State.DELIVERED, EXPANDED),
                        to(1, "b@nara.test", "nara.test", NOON),
                        others.get(0).numbered(2),
                        others.get(1).numbered(3));
        assertThat(dueDestinations(NOON)).containsExactly("kobe.test", "nara.test");
        assertThat(due("kobe.test", NOON, 10)).containsExactly(id);
        assertThat(spool().nextDue(NOON)).contains(NOON.plusSeconds(9));
        assertThat(putOffSince(NOON, NOON, true, 10))
                .as("they are as old as the message")
                .containsExactly(id);
        change(id, State.HELD, 2);
        spool().replace(id, 2, EXPANDED, List.of(to(0, "d@gifu.test", "gifu.test", NOON)));
        assertThat(spool().destinations("", 10))
                .as("Spool.replace: held where he is")
                .extracting(Destination::name, Destination::pending, Destination::held)
                .containsExactly(tuple("gifu.test", 0L, 1L), tuple("nara.test", 1L, 0L), tuple("uji.test", 1L, 0L));
        change(id, State.FAILED, 1, 3, 4);
        assertThat(spool().message(id)).isEmpty();
        spool().replace(id, 1, EXPANDED, others);
        assertThat(spool().destinations("", 10)).isEmpty();
    }

    @Test
    final void messagesComeInPages() throws Exception {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(add(i % 2 == 0 ? "osaka.test" : "nara.test", NOON));
        }
        assertThat(spool().messages(0, 3)).extracting(SpooledMessage::id).containsExactlyElementsOf(all.subList(0, 3));
        assertThat(spool().messages(all.get(2), 3))
                .extracting(SpooledMessage::id)
                .containsExactlyElementsOf(all.subList(3, 5));
        assertThat(spool().messagesFor("osaka.test", 0, 2))
                .extracting(SpooledMessage::id)
                .containsExactly(all.get(0), all.get(2));
        assertThat(spool().messagesFor("osaka.test", all.get(2), 2))
                .extracting(SpooledMessage::id)
                .containsExactly(all.get(4));
    }

    @Test
    final void aChangeThatFailsChangesNothing() throws Exception {
        long id = add(
                FROM_ANN,
                octets("Hello"),
                NOON,
                to(0, "a@osaka.test", "osaka.test", NOON),
                to(1, "b@osaka.test", "osaka.test", NOON));
        assertThatThrownBy(() -> spool().change(id, Set.of(0, 1), recipient -> {
                    if (recipient.number() == 1) {
                        throw new IllegalArgumentException("a bug");
                    }
                    return recipient.in(State.DELIVERED);
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(spool().recipients(id))
                .as("Spool.change: all of them or none")
                .extracting(SpooledRecipient::state)
                .containsOnly(State.PENDING);
    }

    @Test
    final void manyComeAndGoAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String destination = "d" + i % 3 + ".test";
                all.add(threads.submit(() -> {
                    for (int n = 0; n < 25; n++) {
                        long id = add(destination, NOON.plus(Duration.ofSeconds(n)));
                        if (n % 5 > 0) {
                            change(id, State.DELIVERED, 0);
                        }
                    }
                    return destination;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(spool().messages(0, 1000)).hasSize(8 * 5);
        assertThat(spool().destinations("", 10))
                .extracting(Destination::pending)
                .containsExactly(15L, 15L, 10L);
    }

    // What outlives it.

    @Test
    final void allOutlivesTheSpool() throws Exception {
        long id = add(
                FROM_ANN,
                noise(BIG),
                NOON,
                to(0, "a@osaka.test", "osaka.test", NOON),
                to(1, "b@osaka.test", "osaka.test", NOON),
                to(2, "c@nara.test", "nara.test", NOON));
        long gone = add("kobe.test", NOON);
        change(gone, State.DELIVERED, 0);
        change(id, State.DELIVERED, 0);
        spool().change(id, Set.of(1), recipient -> recipient.triedInVain(GREYLISTED, NOON.plusSeconds(900)));
        spool().putOff("nara.test", 2, NOON.plusSeconds(60));
        List<SpooledRecipient> recipients = spool().recipients(id);
        List<Destination> destinations = spool().destinations("", 10);
        reopenOrSkip();
        assertThat(spool().recipients(id))
                .as("Spool: what has returned is durable")
                .isEqualTo(recipients);
        assertThat(spool().destinations("", 10)).isEqualTo(destinations);
        assertThat(content(id)).isEqualTo(noise(BIG));
        assertThat(spool().message(gone)).isEmpty();
        assertThat(spool().nextDue(NOON)).contains(NOON.plusSeconds(60));
        assertThat(add("kobe.test", NOON))
                .as("Intake.commit: an id never given again")
                .isGreaterThan(gone);
    }

    @Test
    final void aClosedSpoolSaysSo() throws Exception {
        spool().close();
        assertThat(catchThrowableOfType(StoreException.class, () -> spool().messages(0, 1))
                        .reason())
                .as("Spool.close: later calls fail with UNAVAILABLE")
                .isEqualTo(Reason.UNAVAILABLE);
        assertThat(catchThrowableOfType(StoreException.class, () -> spool().begin(OptionalLong.empty()))
                        .reason())
                .isEqualTo(Reason.UNAVAILABLE);
        assertThat(catchThrowableOfType(StoreException.class, () -> spool().putOff("a.test", 1, NOON))
                        .reason())
                .isEqualTo(Reason.UNAVAILABLE);
    }
}
