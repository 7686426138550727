package dev.yubin.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Notify;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Ret;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpApplication;
import dev.yubin.smtp.server.SmtpPeer;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpRefusal;
import dev.yubin.smtp.server.SmtpServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are used again, by the words of the servers that see them. */
@Timeout(60)
class SmtpPoolTest {
    private static final Envelope MAIL = Envelope.of("Smith@bar.com", "Jones@foo.com");
    private static final SmtpPoolLimits LIMITS = SmtpPoolLimits.standard().connections(1);

    private static final String GREETED = """
            S: 220 foo.com
            C: EHLO bar.com
            S: 250 foo.com
            """;

    private static final String QUIT = """
            C: QUIT
            S: 221 bye
            EOF
            """;

    private static final String UP_TO_CONTENT = """
            C: MAIL FROM:<Smith@bar.com>
            S: 250 ok
            C: RCPT TO:<Jones@foo.com>
            S: 250 ok
            C: DATA
            S: 354 go on
            """;

    private static String limited(String limits) {
        return "S: 220 foo.com\nC: EHLO bar.com\nS: 250-foo.com\nS: 250 LIMITS " + limits + "\n";
    }

    private static String sent(String content) {
        return UP_TO_CONTENT + "C: " + content + "\nC: .\n";
    }

    private static String taken(String content) {
        return sent(content) + "S: 250 taken\n";
    }

    private static byte[] message(String content) {
        return (content + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static SmtpClient.Builder to(int port) {
        return SmtpClient.builder("localhost", port, TlsMode.PLAINTEXT).name("bar.com");
    }

    private static Fault fault(Pending<?> pending) {
        return catchThrowableOfType(FaultException.class, pending::await).fault();
    }

    /** What is done with a pool while the server plays its part. */
    @FunctionalInterface
    private interface Part {
        void play(SmtpPool pool, ManyConnections server) throws Exception;
    }

    private static void play(SmtpPoolLimits limits, Part part, String... scripts) throws Exception {
        try (ManyConnections server = new ManyConnections(scripts);
                SmtpPool pool = to(server.port()).pool(limits)) {
            part.play(pool, server);
            server.over();
        }
    }

    @Test
    void oneMessageTakesOneCall() throws Exception {
        try (ManyConnections server = new ManyConnections(GREETED + taken("one") + QUIT)) {
            assertThat(to(server.port()).send(MAIL, message("one")).await().accepted())
                    .hasSize(1);
            server.over();
        }
    }

    @Test
    void oneMessageThatIsRefusedSaysQuitAsWell() throws Exception {
        try (ManyConnections server =
                new ManyConnections(GREETED + "C: MAIL FROM:<Smith@bar.com>\nS: 550 5.7.1 not you\n" + QUIT)) {
            assertThat(fault(to(server.port()).send(MAIL, message("one"))).cause())
                    .isEqualTo(Cause.REFUSED);
            server.over();
        }
    }

    @Test
    void whoListensToAPoolAndFailsStopsNoMessage() throws Exception {
        try (ManyConnections server = new ManyConnections(GREETED + taken("one") + QUIT);
                SmtpPool pool = to(server.port()).pool(LIMITS, opened -> fail("a bug"), (failure, address) -> {})) {
            assertThat(pool.send(MAIL, message("one")).await().accepted()).hasSize(1);
            pool.quit().await();
            server.over();
        }
    }

    private static void fail(String why) {
        throw new IllegalStateException(why);
    }

    @Test
    void theLoginComesBeforeTheMessages() throws Exception {
        String login = """
                S: 220 foo.com
                C: EHLO bar.com
                S: 250-foo.com
                S: 250 AUTH PLAIN
                C: AUTH PLAIN AGFubgBwZW5jaWw=
                """;
        Credentials ann = Credentials.of("ann", Secret.of("pencil"));
        try (ManyConnections server =
                new ManyConnections(login + "S: 235 welcome\n" + taken("one") + QUIT, login + "S: 535 no\nEOF")) {
            SmtpClient.Builder builder = to(server.port()).plaintextLogin(true).login(ann);
            builder.send(MAIL, message("one")).await();
            assertThat(fault(builder.connect()).cause()).isEqualTo(Cause.CREDENTIALS_REFUSED);
            server.over();
        }
    }

    @Test
    void messagesFollowEachOtherOverOneConnection() throws Exception {
        play(
                LIMITS,
                (pool, server) -> {
                    Pending<Delivery> one = pool.send(MAIL, message("one"));
                    Pending<Delivery> two = pool.send(MAIL, message("two"));
                    one.await();
                    two.await();
                    pool.send(MAIL, message("three")).await();
                    assertThat(pool.isEmpty()).as("a connection is open").isFalse();
                    pool.quit().await();
                    assertThat(pool.isEmpty()).isTrue();
                    assertThat(fault(pool.send(MAIL, message("four"))).cause()).isEqualTo(Cause.CLOSED_HERE);
                },
                GREETED + taken("one") + taken("two") + taken("three") + QUIT);
    }

    @Test
    void whatWasNotTakenIsForgottenByRset() throws Exception {
        play(
                LIMITS,
                (pool, server) -> {
                    RefusedException refused = (RefusedException)
                            catchThrowableOfType(FaultException.class, pool.send(MAIL, message("one"))::await);
                    assertThat(refused.outcomes())
                            .extracting(outcome -> outcome.reply().code())
                            .containsExactly(550);
                    pool.send(MAIL, message("two")).await();
                    pool.quit().await();
                },
                GREETED + """
                C: MAIL FROM:<Smith@bar.com>
                S: 250 ok
                C: RCPT TO:<Jones@foo.com>
                S: 550 5.1.1 unknown
                C: RSET
                S: 250 ok
                """ + taken("two") + QUIT);
    }

    @Test
    void aConnectionThatIsIdleForLongIsClosedWithQuit() throws Exception {
        play(
                LIMITS.idle(Duration.ofMillis(20)),
                (pool, server) -> {
                    pool.send(MAIL, message("one")).await();
                    server.over();
                },
                GREETED + taken("one") + QUIT);
    }

    @Test
    void aConnectionCarriesSoManyMessagesAndNoMore() throws Exception {
        play(
                LIMITS.messages(2),
                (pool, server) -> {
                    for (String content : List.of("one", "two", "three")) {
                        pool.send(MAIL, message(content)).await();
                    }
                    pool.quit().await();
                },
                GREETED + taken("one") + taken("two") + QUIT,
                GREETED + taken("three") + QUIT);
    }

    @Test
    void aConnectionThatWasIdleForLongIsAskedWhetherItIsAlive() throws Exception {
        play(
                LIMITS.trusted(Duration.ZERO),
                (pool, server) -> {
                    pool.send(MAIL, message("one")).await();
                    pool.send(MAIL, message("two")).await();
                    pool.quit().await();
                },
                GREETED + "C: NOOP\nS: 250 yes\n" + taken("one") + "C: NOOP\nS: 421 4.4.2 too quiet\nCLOSE",
                GREETED + "C: NOOP\nS: 250 yes\n" + taken("two") + QUIT);
    }

    // What becomes of messages when connections die

    /** Nobody waits for a server that takes its time to say goodbye. */
    @Test
    void aMessageOverAConnectionOfItsOwnIsSentOnceItIsTaken() throws Exception {
        try (ManyConnections server =
                new ManyConnections(GREETED + taken("one") + QUIT.replace("S: 221", "WAIT\nS: 221"))) {
            assertThat(to(server.port()).send(MAIL, message("one")).await().accepted())
                    .hasSize(1);
            server.waiting();
            server.goOn();
            server.over();
        }
    }

    @Test
    void aConnectionThatDiesWhileIdleIsReplaced() throws Exception {
        play(
                LIMITS,
                (pool, server) -> {
                    pool.send(MAIL, message("one")).await();
                    pool.send(MAIL, message("two")).await();
                    pool.quit().await();
                },
                GREETED + taken("one") + "CLOSE",
                GREETED + taken("two") + QUIT);
    }

    @Test
    void aMessageThatMeetsADeadConnectionGoesOverAnother() throws Exception {
        for (String end : List.of(
                "C: MAIL FROM:<Smith@bar.com>\nCLOSE",
                "C: MAIL FROM:<Smith@bar.com>\nS: 421 4.4.2 too quiet\nCLOSE",
                UP_TO_CONTENT.replace("S: 354 go on\n", "CLOSE"),
                "S: 421 4.4.2 too quiet\nCLOSE")) {
            play(
                    LIMITS,
                    (pool, server) -> {
                        pool.send(MAIL, message("one")).await();
                        pool.send(MAIL, message("two")).await();
                        pool.quit().await();
                    },
                    GREETED + taken("one") + end,
                    GREETED + taken("two") + QUIT);
        }
    }

    @Test
    void aMessageGoesOverAnotherConnectionOnceAndNotForEver() throws Exception {
        String dies = "C: MAIL FROM:<Smith@bar.com>\nCLOSE";
        play(
                LIMITS,
                (pool, server) -> {
                    pool.send(MAIL, message("one")).await();
                    assertThat(fault(pool.send(MAIL, message("two"))).cause()).isEqualTo(Cause.CONNECTION_LOST);
                },
                GREETED + taken("one") + dies,
                GREETED + dies);
    }

    /** The next message is given to a connection whose RSET is not answered yet; that it is refused says nothing of that message. */
    @Test
    void aMessageIsNotBlamedForTheRsetBeforeIt() throws Exception {
        String pipelining = """
                S: 220 foo.com
                C: EHLO bar.com
                S: 250-foo.com
                S: 250 PIPELINING
                """;
        String refused = """
                C: MAIL FROM:<Smith@bar.com>
                C: RCPT TO:<Jones@foo.com>
                C: DATA
                S: 250 ok
                S: 550 5.1.1 unknown
                S: 503 5.5.1 nobody
                C: RSET
                WAIT
                S: 502 5.5.1 not here
                EOF
                """;
        Workers atOnce = Workers.of(Runnable::run); // so that the message is with the connection when send returns
        try (ManyConnections server = new ManyConnections(pipelining + refused, GREETED + taken("two") + QUIT);
                SmtpPool pool = to(server.port()).workers(atOnce).pool(LIMITS)) {
            assertThat(fault(pool.send(MAIL, message("one"))).cause()).isEqualTo(Cause.REFUSED);
            server.waiting();
            Pending<Delivery> two = pool.send(MAIL, message("two"));
            server.goOn();
            assertThat(two.await().accepted()).hasSize(1);
            pool.quit().await();
            server.over();
        }
    }

    @Test
    void whatTheServerMayHaveTakenIsNeverSentAgain() throws Exception {
        play(
                LIMITS,
                (pool, server) -> {
                    pool.send(MAIL, message("one")).await();
                    Fault fault = fault(pool.send(MAIL, message("two")));
                    assertThat(fault.cause()).isEqualTo(Cause.PERHAPS_TAKEN);
                    assertThat(fault.toString())
                            .isEqualTo("localhost:" + server.port()
                                    + ", while waiting for the reply to the final dot: the content is sent whole, and the reply"
                                    + " did not come: the server closed the connection; it last said \"354 go on\". To do: find"
                                    + " out whether the message has arrived; to send it again may bring it twice.");
                },
                GREETED + taken("one") + sent("two") + "CLOSE");
    }

    /** Over one connection, or over two. */
    @Test
    void whoPerhapsHasItIsTold() throws Exception {
        Envelope two = Envelope.of("Smith@bar.com", "a@foo.com", "b@foo.com");
        String sentForB = envelope("b@foo.com").replaceFirst("S: 250 taken\n$", "CLOSE");
        Part part = (pool, server) -> {
            List<Outcome> outcomes = pool.send(two, message("x")).await().outcomes();
            assertThat(outcomes).extracting(outcome -> outcome.reply().code()).containsExactly(250, 451);
            assertThat(outcomes).extracting(Outcome::perhapsTaken).containsExactly(false, true);
        };
        play(LIMITS, part, limited("RCPTMAX=1") + envelope("a@foo.com") + sentForB);
        String one = "RCPTMAX=1 MAILMAX=1";
        play(LIMITS, part, limited(one) + envelope("a@foo.com") + QUIT, limited(one) + sentForB);
    }

    @Test
    void a421InThePlaceOfTheLastReplyIsARefusal() throws Exception {
        play(
                LIMITS,
                (pool, server) -> assertThat(
                                fault(pool.send(MAIL, message("one"))).cause())
                        .isEqualTo(Cause.REFUSED_FOR_NOW),
                GREETED + sent("one") + "S: 421 4.3.2 going down\nCLOSE");
    }

    // How many connections

    @Test
    void moreMessagesThanConnectionsWaitForTheirTurn() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger greeted = new AtomicInteger();
        CountDownLatch bothAreThere = new CountDownLatch(2);
        try (SmtpServer server = SmtpServer.builder()
                        .port(SmtpPort.mta(0)
                                .on(InetAddress.getLoopbackAddress())
                                .tls(TlsMode.PLAINTEXT))
                        .messages(message -> {
                            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                            bothAreThere.countDown();
                            bothAreThere.await();
                            atOnce.decrementAndGet();
                        })
                        .start();
                SmtpPool pool = to(server.port())
                        .witness((speaker, line) -> greeted.addAndGet(line.startsWith("EHLO") ? 1 : 0))
                        .pool(LIMITS.connections(2))) {
            List<Pending<Delivery>> sending = IntStream.range(0, 40)
                    .mapToObj(i -> pool.send(MAIL, message("message " + i)))
                    .toList();
            for (Pending<Delivery> one : sending) {
                assertThat(one.await().accepted()).hasSize(1);
            }
            pool.quit().await();
        }
        assertThat(most).hasValue(2);
        assertThat(greeted).hasValue(2);
    }

    @Test
    void aServerWithRoomForFewerIsServedOverThese() throws Exception {
        play(
                LIMITS.connections(4),
                (pool, server) -> {
                    Pending<Delivery> one = pool.send(MAIL, message("one"));
                    server.waiting();
                    Pending<Delivery> two = pool.send(MAIL, message("two"));
                    assertThat(two.isDone()).isFalse();
                    server.goOn();
                    one.await();
                    two.await();
                    pool.quit().await();
                },
                GREETED + sent("one") + "WAIT\nS: 250 taken\n" + taken("two") + QUIT,
                "S: 421 4.7.0 too many connections\nCLOSE");
    }

    /** The first connection stays busy all the time; the second is refused, and the third is not. */
    private static final class FullForOnce implements SmtpApplication {
        private final AtomicInteger connections = new AtomicInteger();
        private final AtomicInteger messages = new AtomicInteger();
        private final CountDownLatch busy = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);

        @Override
        public void connection(SmtpPeer peer) throws SmtpRefusal {
            if (connections.incrementAndGet() == 2) {
                throw new SmtpRefusal(421, "4.7.0", "Too many connections");
            }
        }

        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) {
            return MessageSink.whole(peer, envelope, 1000, message -> {
                if (messages.incrementAndGet() == 1) {
                    busy.countDown();
                    over.await();
                }
            });
        }
    }

    @Test
    void aServerThatWasFullIsAskedForMoreAfterAWhileThoughOthersStayOpen() throws Exception {
        FullForOnce application = new FullForOnce();
        try (SmtpServer server = SmtpServer.builder()
                        .port(SmtpPort.mta(0)
                                .on(InetAddress.getLoopbackAddress())
                                .tls(TlsMode.PLAINTEXT))
                        .application(application)
                        .start();
                SmtpPool pool = to(server.port()).pool(LIMITS.connections(2).idle(Duration.ofMillis(1)))) {
            Pending<Delivery> one = pool.send(MAIL, message("one"));
            application.busy.await();
            Pending<Delivery> two = pool.send(MAIL, message("two"));
            while (!two.isDone()) {
                pool.send(MAIL, message("more")).cancel(true);
            }
            assertThat(two.await().accepted()).hasSize(1);
            application.over.countDown();
            assertThat(one.await().accepted()).hasSize(1);
        }
        assertThat(application.connections.get()).isGreaterThan(2);
    }

    @Test
    void whereNoConnectionCanBeOpenedAllWhoWaitHearWhy() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        try (SmtpPool pool = to(nobody).pool(LIMITS)) {
            List<Pending<Delivery>> sending = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sending.add(pool.send(MAIL, message("one")));
            }
            for (Pending<Delivery> one : sending) {
                assertThat(fault(one).cause()).isEqualTo(Cause.NOTHING_LISTENS);
            }
        }
    }

    @Test
    void aConnectionThatCannotBeOpenedIsToldOfOnceHoweverManyWait() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        List<FaultException> told = new CopyOnWriteArrayList<>();
        SmtpClient.Builder nowhere = to(25).names(host -> {
            asked.join();
            throw new UnknownHostException(host);
        });
        try (SmtpPool pool = nowhere.pool(LIMITS, opened -> {}, (failure, address) -> told.add(failure))) {
            List<Pending<Delivery>> sending = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sending.add(pool.send(MAIL, message("one")));
            }
            asked.complete(null);
            for (Pending<Delivery> one : sending) {
                assertThat(fault(one).cause()).isEqualTo(Cause.NAME_UNKNOWN);
            }
            assertThat(told)
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.fault().cause()).isEqualTo(Cause.NAME_UNKNOWN));
        }
    }

    @Test
    void soManyMayWaitAndNoMore() throws Exception {
        play(
                LIMITS.waiting(1),
                (pool, server) -> {
                    Pending<Delivery> one = pool.send(MAIL, message("one"));
                    server.waiting();
                    Pending<Delivery> two = pool.send(MAIL, message("two"));
                    Fault fault = fault(pool.send(MAIL, message("three")));
                    assertThat(fault.cause()).isEqualTo(Cause.LIMIT);
                    assertThat(fault.detail()).isEqualTo("1 messages wait for this server already");
                    server.goOn();
                    one.await();
                    two.await();
                    pool.quit().await();
                },
                GREETED + sent("one") + "WAIT\nS: 250 taken\n" + taken("two") + QUIT);
    }

    // Who does not want to wait

    @Test
    void whatIsCancelledWhileItWaitsIsNotSent() throws Exception {
        play(
                LIMITS,
                (pool, server) -> {
                    Pending<Delivery> one = pool.send(MAIL, message("one"));
                    server.waiting();
                    Pending<Delivery> two = pool.send(MAIL, message("two"));
                    Pending<Delivery> three = pool.send(MAIL, message("three"));
                    two.cancel(true);
                    server.goOn();
                    one.await();
                    three.await();
                    pool.quit().await();
                },
                GREETED + sent("one") + "WAIT\nS: 250 taken\n" + taken("three") + QUIT);
    }

    @Test
    void whatIsCancelledUnderWayClosesItsConnection() throws Exception {
        play(
                LIMITS,
                (pool, server) -> {
                    Pending<Delivery> one = pool.send(MAIL, message("one"));
                    server.waiting();
                    one.cancel(true);
                    server.goOn();
                    pool.send(MAIL, message("two")).await();
                    pool.quit().await();
                },
                GREETED + UP_TO_CONTENT.replace("S: 354 go on\n", "WAIT\nEOF"),
                GREETED + taken("two") + QUIT);
    }

    @Test
    void quitSendsWhatWaitsAndCloseDoesNot() throws Exception {
        play(
                LIMITS,
                (pool, server) -> {
                    Pending<Delivery> one = pool.send(MAIL, message("one"));
                    Pending<Delivery> two = pool.send(MAIL, message("two"));
                    Pending<Void> quit = pool.quit();
                    one.await();
                    two.await();
                    quit.await();
                },
                GREETED + taken("one") + taken("two") + QUIT);
        play(
                LIMITS,
                (pool, server) -> {
                    Pending<Delivery> one = pool.send(MAIL, message("one"));
                    server.waiting();
                    Pending<Delivery> two = pool.send(MAIL, message("two"));
                    pool.close();
                    assertThat(fault(two).cause()).isEqualTo(Cause.CLOSED_HERE);
                    assertThat(fault(one).cause()).isEqualTo(Cause.PERHAPS_TAKEN);
                    server.goOn();
                },
                GREETED + sent("one") + "WAIT\nEOF");
    }

    // LIMITS: RFC 9422

    @Test
    void aSessionHasSoManyTransactionsAsTheServerSays() throws Exception {
        play(
                LIMITS,
                (pool, server) -> {
                    pool.send(MAIL, message("one")).await();
                    pool.send(MAIL, message("two")).await();
                    pool.quit().await();
                },
                limited("MAILMAX=1") + taken("one") + QUIT,
                limited("MAILMAX=1") + taken("two") + QUIT);
    }

    private static String envelope(String... recipients) {
        StringBuilder script = new StringBuilder("C: MAIL FROM:<Smith@bar.com>\nS: 250 ok\n");
        for (String recipient : recipients) {
            script.append("C: RCPT TO:<").append(recipient).append(">\nS: 250 ok\n");
        }
        return script + "C: DATA\nS: 354 go on\nC: x\nC: .\nS: 250 taken\n";
    }

    @Test
    void recipientsOfTooManyDomainsGoOverFurtherConnections() throws Exception {
        Envelope four = Envelope.of("Smith@bar.com", "a@foo.com", "b@bar.org", "c@FOO.com", "d@bar.org");
        play(
                LIMITS,
                (pool, server) -> {
                    Delivery delivery = pool.send(four, message("x")).await();
                    assertThat(delivery.outcomes()).extracting(Outcome::to).isEqualTo(four.to());
                    assertThat(delivery.refused()).isEmpty();
                    pool.quit().await();
                },
                limited("RCPTDOMAINMAX=1") + envelope("a@foo.com", "c@FOO.com") + QUIT,
                limited("RCPTDOMAINMAX=1") + envelope("b@bar.org", "d@bar.org") + QUIT);
    }

    @Test
    void moreRecipientsThanATransactionMayHaveGoInSeveral() throws Exception {
        Envelope five = Envelope.of("Smith@bar.com", "a@foo.com", "b@foo.com", "c@foo.com", "d@foo.com", "e@foo.com");
        play(
                LIMITS,
                (pool, server) -> {
                    assertThat(pool.send(five, message("x")).await().accepted()).hasSize(5);
                    pool.quit().await();
                },
                limited("RCPTMAX=2 MAILMAX=2 OTHER=x")
                        + envelope("a@foo.com", "b@foo.com")
                        + envelope("c@foo.com", "d@foo.com")
                        + QUIT,
                limited("RCPTMAX=2 MAILMAX=2 OTHER=x") + envelope("e@foo.com") + QUIT);
    }

    @Test
    void whatWasTakenIsToldThoughTheRestIsLost() throws Exception {
        Envelope two = Envelope.of("Smith@bar.com", "a@foo.com", "b@foo.com");
        play(
                LIMITS,
                (pool, server) -> {
                    Delivery delivery = pool.send(two, message("x")).await();
                    assertThat(delivery.outcomes())
                            .extracting(outcome -> outcome.reply().toString())
                            .containsExactly("250 taken", "451 4.4.2 Not sent: the server ends the session");
                },
                limited("MAILMAX=1 RCPTMAX=1") + envelope("a@foo.com") + QUIT,
                "S: 421 4.3.2 going down\nCLOSE");
    }

    /** Neither is a message lost, nor the connection. */
    @ParameterizedTest
    @ValueSource(strings = {"octets", "eightBit", "fit", "unfit"})
    void aMessageThatCannotBeToldOfFailsAndTheNextGoesOn(String what) throws Exception {
        MessageSource source = new MessageSource() {
            @Override
            public ReadableByteChannel open() {
                throw new AssertionError("nothing was said of it");
            }

            @Override
            public OptionalLong octets() {
                fail("octets");
                return OptionalLong.empty();
            }

            @Override
            public boolean eightBit() {
                fail("eightBit");
                return false;
            }

            private void fail(String where) {
                if (where.equals(what)) {
                    throw new IllegalStateException("the file is gone");
                }
            }
        };
        FaultException unfit = new FaultException(
                new Fault(Cause.EXTENSION_NOT_OFFERED, "foo.com", 25, "looking", Optional.empty(), "not here"));
        play(
                LIMITS,
                (pool, server) -> {
                    Pending<Delivery> one = pool.send(
                            MAIL,
                            (envelope, offered) -> {
                                if (what.equals("fit")) {
                                    throw new IllegalStateException("the file is gone");
                                } else if (what.equals("unfit")) {
                                    throw unfit;
                                }
                                return envelope;
                            },
                            source);
                    if (what.equals("unfit")) {
                        assertThat(fault(one)).isEqualTo(unfit.fault());
                    } else {
                        assertThat(fault(one).detail())
                                .isEqualTo("what the content is read from fails: "
                                        + "java.lang.IllegalStateException: the file is gone");
                    }
                    pool.send(MAIL, message("two")).await();
                    pool.quit().await();
                },
                GREETED + taken("two") + QUIT);
    }

    @Test
    void anEnvelopeIsFitForWhatEachServerOffers() throws Exception {
        Envelope wished = new Envelope(
                new Mail(ReversePath.of("Smith@bar.com"), MailParameters.of(Ret.HDRS)),
                List.of(new Rcpt(ForwardPath.of("Jones@foo.com"), RcptParameters.of(Notify.NEVER))));
        Fitting withoutNotices = (envelope, offered) ->
                offered.offers(Extension.DSN) ? envelope : Envelope.of("Smith@bar.com", "Jones@foo.com");
        play(
                LIMITS.messages(1),
                (pool, server) -> {
                    pool.send(wished, withoutNotices, MessageSource.of(message("one")))
                            .await();
                    pool.send(wished, withoutNotices, MessageSource.of(message("two")))
                            .await();
                    pool.quit().await();
                },
                GREETED.replace("S: 250 foo.com", "S: 250-foo.com\nS: 250 DSN")
                        + taken("one")
                                .replace("<Smith@bar.com>", "<Smith@bar.com> RET=HDRS")
                                .replace("<Jones@foo.com>", "<Jones@foo.com> NOTIFY=NEVER")
                        + QUIT,
                GREETED + taken("two") + QUIT);
    }

    @Test
    void ofARecipientsReplyABitIsKept() throws Exception {
        String lines = ("S: 550-" + "x".repeat(400) + "\n").repeat(100);
        play(
                LIMITS,
                (pool, server) -> {
                    RefusedException refused = (RefusedException)
                            catchThrowableOfType(FaultException.class, pool.send(MAIL, message("one"))::await);
                    Reply kept = refused.outcomes().get(0).reply();
                    assertThat(kept.lines()).hasSize(6).last().isEqualTo("...");
                    assertThat(String.join("", kept.lines())).hasSizeBetween(2000, Mailing.MOST_KEPT_CHARACTERS);
                    pool.quit().await();
                },
                GREETED + "C: MAIL FROM:<Smith@bar.com>\nS: 250 ok\nC: RCPT TO:<Jones@foo.com>\n" + lines
                        + "S: 550 that is all\nC: RSET\nS: 250 ok\n" + QUIT);
    }

    @Test
    void limitsArePositive() {
        assertThatThrownBy(() -> LIMITS.connections(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LIMITS.idle(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> to(25).pool(LIMITS).send(Envelope.of("a@bar.com"), message("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsChainedToAResultMayWaitForAnother() throws Exception {
        play(
                LIMITS,
                (pool, server) -> {
                    Pending<Delivery> two =
                            (Pending<Delivery>) pool.send(MAIL, message("one")).thenApply(one -> {
                                try {
                                    return pool.send(MAIL, message("two")).get(20, TimeUnit.SECONDS);
                                } catch (ExecutionException | InterruptedException | TimeoutException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
                    assertThat(two.await().accepted()).hasSize(1);
                    pool.quit().await();
                },
                GREETED + taken("one") + taken("two") + QUIT);
    }
}
