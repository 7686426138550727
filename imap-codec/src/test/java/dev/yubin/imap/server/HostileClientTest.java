package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.imap.ImapLimits;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.UidSet;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that want more than is good: each costs a bounded memory and no thread, and hears why. */
class HostileClientTest {
    private static final int MIB = 1024 * 1024;

    @RegisterExtension
    final Office office = Office.with();

    @Test
    void aLineWithoutEndIsReadForALittleBeforeLogin() {
        office.play("""
                S: * OK ...
                C> a1 LOGIN %s
                S: * BYE ...
                EOF
                """.formatted("x".repeat(8 * MIB)));
    }

    @Test
    void aLongLineIsThrownAwayAndRefusedOnceTheUserIsKnown() {
        office.loggedIn("""
                C: a1 CREATE %s
                S: a1 BAD [TOOBIG] a line of more than ...
                C: a2 NOOP
                S: a2 OK NOOP done
                """.formatted("x".repeat(8 * MIB)));
        office.loggedIn("""
                C> a1 CREATE %s
                S: * BYE ...
                EOF
                """.formatted("x".repeat(17 * MIB)));
    }

    @Test
    void aLiteralOfFourGigabytesIsNotTaken() {
        office.wire().waiting().playEveryWay("""
                S: * OK ...
                C: a1 LOGIN {4294967296}
                S: a1 BAD [TOOBIG] ...
                C: a2 LOGIN a {4294967296+}
                S: * BYE ...
                EOF
                """);
        office.wire().waiting().playEveryWay(office.afterLogin("""
                C: a0 APPEND INBOX {4294967295}
                S: a0 NO [TOOBIG] ...
                C: a1 APPEND INBOX {4294967296}
                S: a1 NO [TOOBIG] ...
                C: a2 APPEND INBOX {18446744073709551616}
                S: a2 BAD ...
                C: a3 CREATE {4294967295}
                S: a3 BAD [TOOBIG] ...
                C: a4 APPEND INBOX {4294967296+}
                S: a4 NO [TOOBIG] ...
                S: * BYE ...
                EOF
                """));
    }

    @Test
    void thousandsOfLiteralsAreNotTaken() {
        office.loggedIn("""
                C: a1 LIST "" (%s x)
                S: a1 BAD [TOOBIG] more than the 1000 literals that are taken here
                C: a2 NOOP
                S: a2 OK NOOP done
                """.formatted("{1+}\\r\\nx ".repeat(2000)));
    }

    @Test
    void whatNestsTooDeeplyIsBad() {
        String deep = "(".repeat(100_000) + "1" + ")".repeat(100_000);
        office.loggedIn("""
                C: s1 EXAMINE INBOX
                S: * FLAGS ...
                S: * OK ...
                S: * 0 EXISTS
                S: * 0 RECENT
                S: * OK ...
                S: * OK ...
                S: * OK ...
                S: s1 OK ...
                C: a1 SEARCH %s
                S: a1 BAD ...
                C: a2 SEARCH %sALL
                S: a2 BAD ...
                C: a3 SEARCH %s
                S: a3 BAD ...
                C: a4 NOOP
                S: a4 OK NOOP done
                """.formatted(deep, "NOT ".repeat(100_000), "OR 1 ".repeat(100_000)));
    }

    @Test
    void tooManyMistakesEndTheConversation() {
        office.loggedIn("C: x XYZZY\n".repeat(25) + "S: x BAD ...\n".repeat(20) + """
                S: * BYE too many commands that are wrong
                EOF
                """);
    }

    @Test
    void aDropWithinAMessageDeliversNothing() {
        office.untouched().wire().waiting().playEveryWay(office.afterLogin("""
                C: a1 APPEND INBOX {20}
                S: + ...
                C> Subject: x
                CLOSE
                EOF
                """));
        office.loggedIn("""
                C: a1 STATUS INBOX (MESSAGES)
                S: * STATUS INBOX (MESSAGES 0)
                S: a1 OK STATUS done
                """);
    }

    @Test
    void aCommandUnderWayEndsBeforeTheServerDoes() throws Exception {
        try (Clients clients = new Clients(office, "A")) {
            clients.play("""
                    A C: a1 APPEND INBOX {3}
                    A S: + ...
                    """);
            Thread draining = new Thread(office::drain);
            draining.start();
            clients.play("""
                    A C: x
                    A C:
                    A S: * 1 EXISTS
                    A S: * 1 RECENT
                    A S: a1 OK [APPENDUID ... 1] APPEND done
                    A S: * BYE this server stops; come again later
                    A EOF
                    """);
            draining.join(10_000);
            assertThat(draining.isAlive()).isFalse();
        }
    }

    /** A client that reads only what a test wants it to; the kernel holds little for it. */
    private record Reader(Socket socket, InputStream in) implements AutoCloseable {
        static Reader withInboxSelected(Office office) throws IOException {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(64 * 1024); // before it connects, or the kernel takes megabytes
            socket.setSoTimeout(10_000);
            socket.connect(new InetSocketAddress("127.0.0.1", office.server().port()));
            Reader reader = new Reader(socket, new BufferedInputStream(socket.getInputStream()));
            reader.say("l LOGIN bbb@osaka.test tanuki\r\ns SELECT INBOX\r\n");
            reader.readTo("s OK");
            return reader;
        }

        void say(String lines) throws IOException {
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
        }

        /** Reads to the end of the line in which this stands. */
        void readTo(String last) throws IOException {
            StringBuilder line = new StringBuilder();
            while (line.indexOf(last) < 0) {
                line.setLength(0);
                for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                    if (octet < 0) {
                        throw new AssertionError("the connection ended before " + last);
                    }
                    line.append((char) octet);
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static byte[] letter(int octets) {
        byte[] message = new byte[octets];
        Arrays.fill(message, (byte) 'x');
        return message;
    }

    /** The store counts what is read of it. */
    @Nested
    class OnLargeMessages {
        private final AtomicLong asked = new AtomicLong();
        private final AtomicLong opened = new AtomicLong();
        private final CountDownLatch closed = new CountDownLatch(1);

        @RegisterExtension
        final Office office = Office.with()
                .around(store -> Between.around(store, (method, arguments) -> {
                    switch (method.getName()) {
                        case "read" -> asked.addAndGet(((ByteBuffer) arguments[1]).remaining());
                        case "content" -> opened.incrementAndGet();
                        case "close" -> closed.countDown();
                        default -> {}
                    }
                }));

        /** Waits until the server reads no more of its store, in conversations of another client. */
        private void awaitStandstill() {
            long before = -1;
            while (before != asked.get()) {
                before = asked.get();
                for (int i = 0; i < 20; i++) {
                    Wire.to(office.server().port()).play(office.afterLogin(""));
                }
            }
        }

        @Test
        void aSlowReaderHoldsAWindowOfABodyAndNotTheBody() throws Exception {
            byte[] message = letter(40 * MIB);
            office.deliver(message);
            try (Reader reader = Reader.withInboxSelected(office)) {
                reader.say("a1 FETCH 1 BODY.PEEK[]\r\n");
                reader.readTo("BODY[] {" + message.length + "}");
                awaitStandstill();
                assertThat(asked.get()).isLessThan(8 * MIB); // most of it in the kernel's buffers
                assertThat(reader.in().readNBytes(message.length)).isEqualTo(message);
                reader.readTo("a1 OK");
            }
        }

        @Test
        void whoDoesNotReadAnswersIsNotHeardEither() throws Exception {
            byte[] message = letter(60_000);
            office.deliver(message);
            int commands = 1000;
            try (Reader reader = Reader.withInboxSelected(office)) {
                reader.say("a FETCH 1 BODY.PEEK[]\r\n".repeat(commands)); // 60 MB of answers
                awaitStandstill();
                assertThat(asked.get()).isLessThan(8 * MIB);
                long octets =
                        commands * (long) ("* 1 FETCH (BODY[] {60000}\r\n)\r\na OK FETCH done\r\n".length() + 60_000);
                reader.in().skipNBytes(octets);
                reader.say("b NOOP\r\n");
                assertThat(reader.in().read()).isEqualTo('b');
            }
        }

        @Test
        void aDropWithinABodyLetsTheMessageGo() throws Exception {
            office.deliver(new byte[20 * MIB]);
            try (Reader reader = Reader.withInboxSelected(office)) {
                reader.say("a1 FETCH 1 BODY.PEEK[]\r\n");
                reader.readTo("BODY[] {");
                awaitStandstill();
                assertThat(closed.getCount()).isEqualTo(1);
            }
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(opened.get()).isEqualTo(1);
        }

        @Test
        void messagesThatWereNotSentStayUnseen() throws Exception {
            byte[] message = letter(60_000);
            for (int i = 0; i < 250; i++) {
                office.deliver(message);
            }
            try (Reader reader = Reader.withInboxSelected(office)) {
                reader.say("a1 FETCH 1:* BODY[]\r\n");
                reader.readTo("BODY[] {");
                awaitStandstill();
            }
            long unseen = office.account().open(MailboxName.INBOX).status().unseen();
            assertThat(unseen).isGreaterThan(100);
        }
    }

    @Nested
    class WhereSilenceIsShort {
        @RegisterExtension
        final Office office = Office.with()
                .limits(new SessionLimits(
                        ImapLimits.standard(),
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        100,
                        100,
                        Duration.ofMinutes(1),
                        Duration.ofMillis(1500),
                        20,
                        5,
                        8,
                        1000,
                        1000,
                        Duration.ofSeconds(10)));

        @Test
        void whoReadsALongAnswerSlowlyIsNotSilent() throws Exception {
            byte[] message = letter(40 * MIB);
            office.deliver(message);
            try (Reader reader = Reader.withInboxSelected(office)) {
                reader.say("a1 FETCH 1 BODY.PEEK[]\r\n");
                reader.readTo("BODY[] {" + message.length + "}");
                long slowly = System.nanoTime() + Duration.ofMillis(2200).toNanos();
                int left = message.length;
                for (; System.nanoTime() < slowly && left > MIB; left -= MIB / 4) {
                    Wire.to(office.server().port()).play(office.afterLogin(""));
                    reader.in().skipNBytes(MIB / 4);
                }
                reader.in().skipNBytes(left);
                reader.readTo("a1 OK");
            }
        }

        @Test
        void whoStopsReadingIsLetGo() throws Exception {
            byte[] message = letter(40 * MIB);
            office.deliver(message);
            try (Reader reader = Reader.withInboxSelected(office)) {
                reader.say("a1 FETCH 1 BODY.PEEK[]\r\n");
                reader.readTo("BODY[] {" + message.length + "}");
                long begun = System.nanoTime();
                office.server().drain(Duration.ofSeconds(30)); // waits for the last connection
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
                assertThat(reader.in().readAllBytes()).hasSizeLessThan(message.length);
            } catch (SocketException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }
    }

    @Nested
    class InIdle {
        private final AtomicLong asked = new AtomicLong();

        @RegisterExtension
        final Office office = Office.with()
                .around(store -> Between.around(store, (method, arguments) -> {
                    if (method.getName().equals("changes")) {
                        asked.incrementAndGet();
                    }
                }));

        @Test
        void newsWaitInTheStoreForWhoDoesNotReadThem() throws Exception {
            for (int i = 0; i < 2000; i++) {
                office.deliver(letter(1));
            }
            Mailbox inbox = office.account().open(MailboxName.INBOX);
            int most = 500;
            try (Reader reader = Reader.withInboxSelected(office)) {
                reader.say("a1 IDLE\r\n");
                reader.readTo("+ idling");
                int changes = 0;
                for (long before = -1; before != asked.get() && changes < most; changes++) {
                    before = asked.get();
                    FlagChange.Kind kind = changes % 2 == 0 ? FlagChange.Kind.ADD : FlagChange.Kind.REMOVE;
                    inbox.store(UidSet.ALL, new FlagChange(kind, Set.of(Flag.FLAGGED)), OptionalLong.empty());
                    for (int i = 0; i < 5; i++) {
                        Wire.to(office.server().port()).play(office.afterLogin(""));
                    }
                }
                assertThat(changes).isLessThan(most);
                inbox.store(
                        UidSet.of(7),
                        new FlagChange(FlagChange.Kind.REPLACE, Set.of(Flag.DRAFT)),
                        OptionalLong.empty());
                reader.readTo("* 7 FETCH (FLAGS (\\Draft))");
                reader.say("DONE\r\n");
                reader.readTo("a1 OK");
            }
        }
    }
}
