package dev.yubin.routing.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.protocol.Workers;
import dev.yubin.routing.spool.MailQueue.All;
import dev.yubin.routing.spool.MailQueue.One;
import dev.yubin.routing.spool.MailQueue.To;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReversePath;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is tried when, and what the sender hears. The test turns the clock, and says when a delivery that is under way ends. */
class SchedulerTest {
    private static final Reply OK = Reply.of(250, "2.0.0", "Taken");
    private static final Reply GREYLISTED = Reply.of(451, "4.7.1", "Come again");
    private static final Reply UNKNOWN = Reply.of(550, "5.1.1", "No such mailbox here");
    private static final Reply NOBODY_ANSWERS = Reply.of(451, "4.4.1", "Connection refused");

    private final TurnedClock clock = new TurnedClock();
    private final Instant start = clock.instant();
    private final MemorySpool spool = new MemorySpool(1 << 20);
    private final Threads threads = new Threads();
    private final List<String> tried = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final Map<String, Function<SpooledRecipient, Reply>> answers = new HashMap<>();
    private final Set<String> dead = new HashSet<>();
    private SchedulerLimits limits = SchedulerLimits.standard();

    /** Runs what it is given when the test says so, on the test's thread. */
    private static final class Threads implements Executor {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private boolean byHand;
        private boolean refuses;

        @Override
        public void execute(Runnable task) {
            if (refuses) {
                throw new RejectedExecutionException("all are busy");
            }
            waiting.add(task);
            if (!byHand && waiting.size() == 1) {
                runAll();
            }
        }

        void runAll() {
            while (!waiting.isEmpty()) {
                waiting.peek().run();
                waiting.remove();
            }
        }
    }

    private List<Outcome> carry(Consignment consignment, Content content) throws NotReachedException {
        String destination = consignment.recipients().get(0).destination();
        tried.add(minutes() + " " + destination + " " + consignment.message().id()
                + (consignment.recipients().size() > 1
                        ? " x" + consignment.recipients().size()
                        : ""));
        if (dead.contains(destination)) {
            throw new NotReachedException(Outcome.ours(NOBODY_ANSWERS));
        }
        Function<SpooledRecipient, Reply> answer = answers.getOrDefault(destination, recipient -> OK);
        return consignment.recipients().stream()
                .map(recipient -> new Outcome(answer.apply(recipient), Optional.of(destination)))
                .toList();
    }

    private long minutes() {
        return Duration.between(start, clock.instant()).toMinutes();
    }

    private final class Sender implements SpoolListener {
        @Override
        public void delivered(SpooledMessage message, List<Settled> recipients) {
            hear("delivered", message, recipients);
        }

        @Override
        public void delayed(SpooledMessage message, List<Settled> recipients) {
            hear("delayed", message, recipients);
        }

        @Override
        public void failed(SpooledMessage message, List<Settled> recipients) {
            hear("failed", message, recipients);
        }

        @Override
        public void expired(SpooledMessage message, List<Settled> recipients) {
            hear("expired", message, recipients);
        }

        private void hear(String what, SpooledMessage message, List<Settled> recipients) {
            recipients.forEach(settled -> heard.add(minutes() + " " + what + " " + message.id() + " to "
                    + settled.recipient().rcpt().to() + ": " + settled.outcome().reply()));
        }
    }

    private Scheduler scheduler() {
        return scheduler(spool);
    }

    private Scheduler scheduler(Spool spool) {
        return Scheduler.builder(spool, this::carry)
                .listener(new Sender())
                .limits(limits)
                .time(clock, clock)
                .threads(Workers.of(threads))
                .build();
    }

    private long accept(String... to) throws StoreException {
        try (Intake intake = spool.begin(OptionalLong.empty())) {
            intake.write(ByteBuffer.wrap("Subject: Konnichi wa\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            List<SpooledRecipient> recipients = new ArrayList<>();
            for (String each : to) {
                Rcpt rcpt = new Rcpt(ForwardPath.of(each), RcptParameters.NONE);
                String domain = Mailbox.of(each).host().toString();
                recipients.add(SpooledRecipient.pending(recipients.size(), rcpt, domain, clock.instant()));
            }
            Mail mail = new Mail(ReversePath.of("ann@kyoto.test"), MailParameters.NONE);
            return intake.commit(mail, clock.instant(), recipients);
        }
    }

    private List<String> left() throws StoreException {
        List<String> left = new ArrayList<>();
        for (SpooledMessage message : spool.messages(0, 1000)) {
            spool.recipients(message.id()).forEach(recipient -> left.add(message.id() + " " + recipient.state()));
        }
        return left;
    }

    @Test
    void whatIsTakenIsGone() throws Exception {
        accept("bob@osaka.test");
        scheduler().wake();
        assertThat(tried).containsExactly("0 osaka.test 1");
        assertThat(heard).containsExactly("0 delivered 1 to <bob@osaka.test>: 250 2.0.0 Taken");
        assertThat(left()).isEmpty();
    }

    @Test
    void eachRecipientHasHisOwnOutcome() throws Exception {
        answers.put("osaka.test", recipient -> List.of(OK, GREYLISTED, UNKNOWN).get(recipient.number()));
        accept("bob@osaka.test", "eve@osaka.test", "nobody@osaka.test");
        scheduler().wake();
        assertThat(heard)
                .containsExactly(
                        "0 delivered 1 to <bob@osaka.test>: 250 2.0.0 Taken",
                        "0 failed 1 to <nobody@osaka.test>: 550 5.1.1 No such mailbox here");
        assertThat(left()).containsExactly("1 DELIVERED", "1 PENDING", "1 FAILED");
        answers.clear();
        clock.turn(Duration.ofMinutes(15));
        assertThat(tried).containsExactly("0 osaka.test 1 x3", "15 osaka.test 1");
        assertThat(left()).isEmpty();
    }

    @Test
    void whoIsRefusedForNowIsTriedLessAndLessOftenAndGivenUpInTheEnd() throws Exception {
        answers.put("osaka.test", recipient -> GREYLISTED);
        accept("bob@osaka.test");
        scheduler().wake();
        clock.turn(Duration.ofDays(6));
        assertThat(tried.subList(0, 7))
                .containsExactly(
                        "0 osaka.test 1",
                        "15 osaka.test 1",
                        "45 osaka.test 1",
                        "105 osaka.test 1",
                        "225 osaka.test 1",
                        "465 osaka.test 1",
                        "705 osaka.test 1");
        assertThat(heard)
                .containsExactly(
                        "240 delayed 1 to <bob@osaka.test>: 451 4.7.1 Come again",
                        "7200 expired 1 to <bob@osaka.test>: 451 4.7.1 Come again");
        assertThat(left()).isEmpty();
    }

    @Test
    void aDestinationThatIsNotReachedIsPutOffAsAWhole() throws Exception {
        dead.add("osaka.test");
        for (int i = 0; i < 100; i++) {
            accept("bob@osaka.test");
        }
        scheduler().wake();
        clock.turn(Duration.ofMinutes(225));
        assertThat(tried)
                .as("one tries for all, another each time")
                .containsExactly(
                        "0 osaka.test 1", "15 osaka.test 2", "45 osaka.test 3", "105 osaka.test 4", "225 osaka.test 5");
    }

    @Test
    void onceItAnswersAllThatWaitsIsDelivered() throws Exception {
        dead.add("osaka.test");
        for (int i = 0; i < 30; i++) {
            accept("bob@osaka.test");
        }
        scheduler().wake();
        dead.clear();
        clock.turn(Duration.ofMinutes(15));
        assertThat(heard).hasSize(30).allMatch(line -> line.startsWith("15 delivered"));
        assertThat(left()).isEmpty();
    }

    @Test
    void aNewProgramGoesOnWhereTheLastOneWas() throws Exception {
        dead.add("osaka.test");
        accept("bob@osaka.test");
        accept("bob@osaka.test");
        Scheduler first = scheduler();
        first.wake();
        clock.turn(Duration.ofMinutes(15));
        first.close();
        tried.clear();
        scheduler().wake();
        clock.turn(Duration.ofMinutes(60));
        assertThat(tried).containsExactly("45 osaka.test 1");
    }

    @Test
    void oneSlowDomainStarvesNobody() throws Exception {
        limits = limits.deliveries(4, 20, 100);
        for (int i = 0; i < 50; i++) {
            accept("bob@big.test");
        }
        for (int i = 0; i < 4; i++) {
            accept("eve@small-" + i + ".test");
        }
        threads.byHand = true;
        scheduler().wake();
        threads.runAll();
        assertThat(tried.stream().limit(12))
                .as("each has its turn while the big one has work left")
                .contains("0 small-0.test 51", "0 small-1.test 52", "0 small-2.test 53", "0 small-3.test 54");
        assertThat(heard).hasSize(54);
    }

    @Test
    void noMoreAreUnderWayThanIsAllowed() throws Exception {
        limits = limits.deliveries(3, 2, 100);
        for (int i = 0; i < 10; i++) {
            accept("bob@osaka.test");
            accept("eve@nara.test");
            accept("dan@kobe.test");
            accept("fay@uji.test");
        }
        threads.byHand = true;
        scheduler().wake();
        threads.waiting.remove().run(); // the first turn; what it began waits for a thread
        assertThat(threads.waiting).hasSize(3);
        threads.runAll();
        assertThat(left()).isEmpty();
    }

    @Test
    void aDestinationThatAnswersIsGivenMoreAtOnce() throws Exception {
        limits = limits.deliveries(100, 4, 100);
        for (int i = 0; i < 40; i++) {
            accept("bob@osaka.test");
        }
        threads.byHand = true;
        scheduler().wake();
        List<Integer> atOnce = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            threads.waiting.remove().run(); // a turn
            atOnce.add(threads.waiting.size());
            int underWay = threads.waiting.size();
            for (int i = 0; i < underWay; i++) {
                threads.waiting.remove().run();
            }
            while (threads.waiting.size() > 1) {
                threads.waiting.remove().run(); // what ended is noted, and the last asks for a turn
            }
        }
        assertThat(atOnce.subList(0, 3)).containsExactly(1, 2, 4);
    }

    @Test
    void oneDeliveryIsForNoMoreRecipientsThanAServerMustTake() throws Exception {
        limits = limits.deliveries(10, 5, 2);
        accept("a@osaka.test", "b@osaka.test", "c@osaka.test", "d@nara.test");
        scheduler().wake();
        assertThat(tried).containsExactlyInAnyOrder("0 osaka.test 1 x2", "0 nara.test 1", "0 osaka.test 1");
        assertThat(left()).isEmpty();
    }

    @Test
    void whatTheSpoolCannotRecordIsNotSentAgain() throws Exception {
        accept("bob@osaka.test");
        accept("eve@nara.test");
        FullSpool full = new FullSpool();
        scheduler(full.over(spool)).wake();
        clock.turn(Duration.ofMinutes(30));
        assertThat(tried).as("a full disk is no reason to send twice").doesNotHaveDuplicates();
        full.full = false;
        clock.turn(Duration.ofMinutes(2));
        assertThat(tried).containsExactlyInAnyOrder("0 osaka.test 1", "0 nara.test 2");
        assertThat(left()).isEmpty();
    }

    /** A spool whose disk has no room for changes. */
    private static final class FullSpool {
        private boolean full = true;

        Spool over(Spool spool) {
            return (Spool) Proxy.newProxyInstance(
                    Spool.class.getClassLoader(), new Class<?>[] {Spool.class}, (proxy, method, arguments) -> {
                        if (full && method.getName().equals("change")) {
                            throw new StoreException(Reason.FULL, "the disk is full");
                        }
                        return method.invoke(spool, arguments);
                    });
        }
    }

    @Test
    void threadsThatAreRefusedAreAskedForAgain() throws Exception {
        limits = limits.deliveries(1, 1, 1);
        threads.byHand = true;
        accept("bob@osaka.test");
        accept("eve@nara.test");
        Scheduler scheduler = scheduler();
        threads.refuses = true;
        scheduler.wake(); // for a turn
        threads.refuses = false;
        clock.turn(Scheduler.TICK);
        threads.refuses = true;
        threads.waiting.remove().run(); // for a delivery
        threads.refuses = false;
        clock.turn(Scheduler.TICK);
        threads.waiting.remove().run();
        threads.refuses = true;
        threads.waiting.remove().run(); // for the turn behind a delivery
        threads.refuses = false;
        clock.turn(Scheduler.TICK);
        threads.runAll();
        assertThat(tried).containsExactlyInAnyOrder("2 osaka.test 1", "3 nara.test 2");
        assertThat(left()).isEmpty();
        assertThat(scheduler.drain(Duration.ZERO)).as("a turn is to come").isFalse();
        threads.runAll();
        assertThat(scheduler.drain(Duration.ZERO)).isTrue();
    }

    @Test
    void whoIsClosedInTheMidstOfATurnBeginsNothingMore() throws Exception {
        for (int i = 0; i < 5; i++) {
            accept("bob@osaka-" + i + ".test");
        }
        List<Scheduler> scheduler = new ArrayList<>();
        Spool closing = (Spool) Proxy.newProxyInstance(
                Spool.class.getClassLoader(), new Class<?>[] {Spool.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("due")) {
                        scheduler.get(0).drain(Duration.ZERO);
                    }
                    return method.invoke(spool, arguments);
                });
        scheduler.add(scheduler(closing));
        scheduler.get(0).wake();
        assertThat(tried).hasSize(1);
        assertThat(scheduler.get(0).drain(Duration.ZERO)).isTrue();
    }

    @Test
    void whatWasNotRecordedIsRecordedBeforeItCloses() throws Exception {
        accept("bob@osaka.test");
        FullSpool full = new FullSpool();
        Scheduler scheduler = scheduler(full.over(spool));
        scheduler.wake();
        full.full = false;
        assertThat(scheduler.drain(Duration.ZERO)).isTrue();
        assertThat(left()).isEmpty();
    }

    @Test
    void aDamagedMessageStopsNoOther() throws Exception {
        answers.put("osaka.test", recipient -> UNKNOWN);
        long damaged = accept("nobody@osaka.test");
        scheduler(damagedAt("change", damaged)).wake();
        answers.clear();
        accept("bob@osaka.test");
        accept("eve@nara.test");
        clock.turn(Duration.ofDays(6));
        assertThat(left()).containsExactly("1 PENDING");
        assertThat(tried)
                .as("and is not sent again")
                .containsOnlyOnce("0 osaka.test 1")
                .hasSize(3);
        assertThat(heard).as("its sender is told once").hasSize(3);
    }

    @Test
    void ofADamagedMessageTheSenderIsToldWithoutIt() throws Exception {
        answers.put("osaka.test", recipient -> GREYLISTED);
        long damaged = accept("bob@osaka.test");
        Spool half = damagedAt("content", damaged);
        Scheduler scheduler = Scheduler.builder(half, this::carry)
                .listener(new Notices(Domain.of("mx.kyoto.test"), half, limits, clock))
                .time(clock, clock)
                .threads(Workers.of(threads))
                .build();
        scheduler.wake();
        dead.add("kyoto.test");
        clock.turn(Duration.ofDays(5));
        assertThat(spool.message(damaged)).isEmpty();
        assertThat(spool.messages(0, 10))
                .as("a notice of the delay, and one of the end")
                .hasSize(2);
    }

    /** A spool of which one message cannot be read or changed. */
    private Spool damagedAt(String call, long message) {
        return (Spool) Proxy.newProxyInstance(
                Spool.class.getClassLoader(), new Class<?>[] {Spool.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(call) && arguments[0].equals(message)) {
                        throw new StoreException(Reason.CORRUPTION, "message " + message + " is damaged");
                    }
                    return method.invoke(spool, arguments);
                });
    }

    @Test
    void aBugOfWhoWritesNoticesLosesNoNotice() throws Exception {
        answers.put("osaka.test", recipient -> UNKNOWN);
        accept("nobody@osaka.test");
        List<String> told = new ArrayList<>();
        Scheduler scheduler = Scheduler.builder(spool, this::carry)
                .listener(new SpoolListener() {
                    @Override
                    public void failed(SpooledMessage message, List<Settled> recipients) {
                        told.add(minutes() + " failed");
                        if (told.size() == 1) {
                            throw new IllegalStateException("a bug");
                        }
                    }
                })
                .time(clock, clock)
                .threads(Workers.of(threads))
                .build();
        scheduler.wake();
        assertThat(left()).containsExactly("1 PENDING");
        clock.turn(Duration.ofMinutes(15));
        assertThat(told).containsExactly("0 failed", "15 failed");
        assertThat(left()).isEmpty();
    }

    @Test
    void anOperatorHoldsAndReleases() throws Exception {
        dead.add("osaka.test");
        long message = accept("bob@osaka.test");
        Scheduler scheduler = scheduler();
        scheduler.wake();
        scheduler.queue().hold(new One(message), done -> {});
        dead.clear();
        clock.turn(Duration.ofDays(6));
        assertThat(left()).as("held is neither tried nor given up").containsExactly("1 HELD");
        assertThat(scheduler.queue().counts("", 10))
                .extracting(Destination::name, Destination::pending, Destination::held)
                .containsExactly(tuple("osaka.test", 0L, 1L));
        List<Long> progress = new ArrayList<>();
        scheduler.queue().release(new To("osaka.test"), progress::add);
        assertThat(progress).containsExactly(1L);
        assertThat(heard).containsExactly("8640 delivered 1 to <bob@osaka.test>: 250 2.0.0 Taken");
    }

    @Test
    void whatIsReleasedIsTriedBeforeItIsTooOld() throws Exception {
        for (int i = 0; i < 5; i++) {
            accept("bob@osaka.test");
        }
        Scheduler scheduler = scheduler();
        scheduler.queue().hold(new All(), done -> {});
        clock.turn(Duration.ofDays(6));
        scheduler.queue().release(new All(), done -> {});
        assertThat(heard).hasSize(5).allMatch(line -> line.startsWith("8640 delivered"));
    }

    @Test
    void whatLaySinceTheProgramEndedIsTriedBeforeItIsTooOld() throws Exception {
        answers.put("nara.test", recipient -> GREYLISTED);
        dead.add("uji.test");
        for (int i = 0; i < 3; i++) {
            accept("bob@osaka.test");
            accept("eve@nara.test");
            accept("fay@uji.test");
        }
        clock.turn(Duration.ofDays(5));
        scheduler().wake();
        clock.turn(Duration.ofMinutes(2));
        assertThat(heard)
                .as("an attempt stands before each end")
                .containsExactlyInAnyOrder(
                        "7200 delivered 1 to <bob@osaka.test>: 250 2.0.0 Taken",
                        "7200 delivered 4 to <bob@osaka.test>: 250 2.0.0 Taken",
                        "7200 delivered 7 to <bob@osaka.test>: 250 2.0.0 Taken",
                        "7201 expired 2 to <eve@nara.test>: 451 4.7.1 Come again",
                        "7201 expired 5 to <eve@nara.test>: 451 4.7.1 Come again",
                        "7201 expired 8 to <eve@nara.test>: 451 4.7.1 Come again",
                        "7201 expired 3 to <fay@uji.test>: 451 4.4.1 Connection refused",
                        "7201 expired 6 to <fay@uji.test>: 451 4.4.1 Its destination was not reached",
                        "7201 expired 9 to <fay@uji.test>: 451 4.4.1 Its destination was not reached");
        assertThat(left()).isEmpty();
    }

    @Test
    void anOperatorHasItTriedNow() throws Exception {
        dead.add("osaka.test");
        accept("bob@osaka.test");
        accept("bob@osaka.test");
        Scheduler scheduler = scheduler();
        scheduler.wake();
        clock.turn(Duration.ofMinutes(1));
        dead.clear();
        scheduler.queue().retryNow(new All(), done -> {});
        assertThat(left()).isEmpty();
        assertThat(tried).containsExactly("0 osaka.test 1", "1 osaka.test 1", "1 osaka.test 2");
    }

    @Test
    void whatIsTriedNowInVainIsPutOffAnew() throws Exception {
        accept("bob@osaka.test");
        Scheduler scheduler = scheduler();
        scheduler.wake(); // so that two are under way at once from now on
        accept("bob@osaka.test");
        accept("bob@osaka.test");
        threads.byHand = true;
        scheduler.wake();
        threads.waiting.remove().run();
        dead.add("osaka.test");
        threads.waiting.remove().run();
        Runnable other = threads.waiting.remove();
        threads.runAll();
        assertThat(spool.destination("osaka.test").orElseThrow().putOff()).contains(at(15));
        clock.turn(Duration.ofMinutes(1));
        scheduler.queue().retryNow(new All(), done -> {});
        threads.runAll();
        other.run();
        threads.runAll();
        assertThat(spool.destination("osaka.test"))
                .contains(new Destination("osaka.test", 2, 0, 2, Optional.of(at(31))));
    }

    private Instant at(int minute) {
        return start.plus(Duration.ofMinutes(minute));
    }

    @Test
    void anOperatorDropsWithAndWithoutANotice() throws Exception {
        dead.addAll(List.of("osaka.test", "nara.test"));
        accept("bob@osaka.test");
        accept("eve@nara.test");
        Scheduler scheduler = scheduler();
        scheduler.wake();
        MailQueue queue = scheduler.queue();
        assertThat(queue.show(1).orElseThrow().recipients())
                .extracting(SpooledRecipient::last)
                .containsExactly(Optional.of(NOBODY_ANSWERS));
        queue.drop(new One(1), false, done -> {});
        queue.drop(new To("nara.test"), true, done -> {});
        assertThat(heard)
                .containsExactly(
                        "0 failed 2 to <eve@nara.test>: 554 5.3.0 Removed from the queue by this server's operator");
        assertThat(queue.list(0, 10)).isEmpty();
        assertThat(queue.counts("", 10)).isEmpty();
    }

    @Test
    void whoDropsAllWithNoticesLeavesTheNotices() throws Exception {
        dead.addAll(List.of("osaka.test", "kyoto.test"));
        for (int i = 0; i < 300; i++) { // more than a page
            accept("bob@osaka.test");
        }
        Scheduler scheduler = Scheduler.builder(spool, this::carry)
                .listener(new Notices(Domain.of("mx.kyoto.test"), spool, limits, clock))
                .time(clock, clock)
                .threads(Workers.of(threads))
                .build();
        List<Long> progress = new ArrayList<>();
        scheduler.queue().drop(new All(), true, progress::add);
        assertThat(progress).hasSize(300);
        assertThat(spool.destinations("", 10))
                .extracting(Destination::name, Destination::pending)
                .containsExactly(tuple("kyoto.test", 300L));
        assertThat(tried).as("and they are tried at once").containsExactly("0 kyoto.test 301");
    }

    @Test
    void whatIsDroppedWhileItIsUnderWayIsNotPutBack() throws Exception {
        answers.put("osaka.test", recipient -> GREYLISTED);
        accept("bob@osaka.test");
        threads.byHand = true;
        Scheduler scheduler = scheduler();
        scheduler.wake();
        threads.waiting.remove().run();
        scheduler.queue().drop(new One(1), false, done -> {});
        threads.runAll();
        assertThat(left()).isEmpty();
        assertThat(Collections.frequency(tried, "0 osaka.test 1")).isLessThanOrEqualTo(1);
    }

    /** In each case one end, and one notice of it: what the destination has decided stands. */
    @Test
    void whoIsDroppedUnderWayIsToldOfItOnceTheAttemptHasEnded() throws Exception {
        answers.put("osaka.test", recipient -> List.of(OK, UNKNOWN, GREYLISTED).get(recipient.number()));
        accept("bob@osaka.test", "nobody@osaka.test", "eve@osaka.test", "dan@nara.test");
        threads.byHand = true;
        limits = limits.deliveries(1, 1, 100);
        Scheduler scheduler = scheduler();
        dead.add("nara.test");
        scheduler.wake();
        threads.waiting.remove().run(); // the first turn, which begins with nara.test
        threads.waiting.remove().run();
        threads.waiting.remove().run(); // the next, with osaka.test
        scheduler.queue().drop(new To("osaka.test"), true, done -> {});
        assertThat(heard).isEmpty();
        assertThat(left()).containsExactly("1 HELD", "1 HELD", "1 HELD", "1 PENDING");
        threads.runAll();
        assertThat(heard)
                .containsExactly(
                        "0 delivered 1 to <bob@osaka.test>: 250 2.0.0 Taken",
                        "0 failed 1 to <nobody@osaka.test>: 550 5.1.1 No such mailbox here",
                        "0 failed 1 to <eve@osaka.test>: 554 5.3.0 Removed from the queue by this server's operator");
        assertThat(left()).containsExactly("1 DELIVERED", "1 FAILED", "1 FAILED", "1 PENDING");
    }

    /** On threads of its own, while an operator drops what he finds: whatever meets whatever, the sender hears of each recipient once. */
    @Test
    void whateverAnOperatorDropsMeanwhileEachRecipientHasOneEnd() throws Exception {
        Map<String, Integer> ends = new ConcurrentHashMap<>();
        SpoolListener counting = new SpoolListener() {
            @Override
            public void delivered(SpooledMessage message, List<Settled> recipients) {
                recipients.forEach(
                        each -> ends.merge(message.id() + "/" + each.recipient().number(), 1, Integer::sum));
            }

            @Override
            public void failed(SpooledMessage message, List<Settled> recipients) {
                delivered(message, recipients);
            }
        };
        for (int i = 0; i < 200; i++) {
            accept("a@osaka.test", "b@osaka.test", "c@nara.test");
        }
        List<Reply> any = List.of(OK, UNKNOWN, GREYLISTED, GREYLISTED);
        List<MailQueue> operator = new ArrayList<>();
        Carrier carrier = (consignment, content) -> {
            if (ThreadLocalRandom.current().nextInt(4) == 0) {
                dropIfThere(operator.get(0), consignment.message().id());
            }
            return consignment.recipients().stream()
                    .map(recipient ->
                            Outcome.ours(any.get(ThreadLocalRandom.current().nextInt(any.size()))))
                    .toList();
        };
        try (Scheduler scheduler = Scheduler.builder(spool, carrier)
                .listener(counting)
                .limits(limits.retries(Duration.ofMillis(1), Duration.ofMillis(1)))
                .build()) {
            operator.add(scheduler.queue());
            scheduler.wake();
            for (List<SpooledMessage> left = spool.messages(0, 200); !left.isEmpty(); left = spool.messages(0, 200)) {
                int one = ThreadLocalRandom.current().nextInt(left.size());
                dropIfThere(operator.get(0), left.get(one).id());
            }
        }
        assertThat(ends)
                .hasSize(600)
                .allSatisfy((recipient, told) -> assertThat(told).as(recipient).isEqualTo(1));
    }

    private static void dropIfThere(MailQueue queue, long message) {
        try {
            queue.drop(new One(message), true, done -> {});
        } catch (StoreException e) {
            assertThat(e.reason()).as("it has just ended").isEqualTo(Reason.NONEXISTENT);
        }
    }

    @Test
    void theNoticeOfSuccessIsWrittenOnceThoughTheOneOfFailureFindsNoRoom() throws Exception {
        answers.put("osaka.test", recipient -> List.of(OK, UNKNOWN).get(recipient.number()));
        accept("bob@osaka.test", "nobody@osaka.test");
        List<String> told = new ArrayList<>();
        FullSpool disk = new FullSpool();
        Scheduler scheduler = Scheduler.builder(spool, this::carry)
                .listener(new SpoolListener() {
                    @Override
                    public void delivered(SpooledMessage message, List<Settled> recipients) {
                        told.add("delivered");
                    }

                    @Override
                    public void failed(SpooledMessage message, List<Settled> recipients) throws StoreException {
                        if (disk.full) {
                            throw new StoreException(Reason.FULL, "the disk is full");
                        }
                        told.add("failed");
                    }
                })
                .time(clock, clock)
                .threads(Workers.of(threads))
                .build();
        scheduler.wake();
        clock.turn(Duration.ofMinutes(30));
        disk.full = false;
        clock.turn(Scheduler.TICK);
        assertThat(told).containsExactly("delivered", "failed");
        assertThat(left()).isEmpty();
    }

    @Test
    void whoWaitsTooLongIsToldOnceThoughTheSpoolCannotRecordIt() throws Exception {
        dead.add("osaka.test");
        accept("bob@osaka.test");
        long damaged = accept("eve@osaka.test"); // for which the first one tries
        Scheduler scheduler = scheduler(damagedAt("change", damaged));
        scheduler.wake();
        clock.turn(Duration.ofMinutes(14));
        spool.putOff("osaka.test", 9, clock.instant().plus(Duration.ofDays(9)));
        clock.turn(Duration.ofDays(6));
        assertThat(heard.stream().filter(line -> line.contains("<eve@")))
                .containsExactly(
                        "240 delayed 2 to <eve@osaka.test>: 451 4.4.1 Its destination was not reached",
                        "7200 expired 2 to <eve@osaka.test>: 451 4.4.1 Its destination was not reached");
    }

    @Test
    void retriesGrowToTheLongest() {
        assertThat(List.of(1, 2, 3, 4, 5, 6, 100))
                .extracting(attempts ->
                        SchedulerLimits.standard().retryAfter(attempts).toMinutes())
                .containsExactly(15L, 30L, 60L, 120L, 240L, 240L, 240L);
    }
}
