package dev.yubin.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.pop3.Pop3Limits;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.Workers;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is between sessions, and what is behind one line. */
class SessionsTest {
    private static final QuickUsers USERS =
            new QuickUsers().add("mrose", Secret.of("secret")).add("frated", Secret.of("secret"));

    private final Drops drops = new Drops().with("mrose", "A: 1\r\n\r\nx\r\n", "A: 2\r\n\r\ny\r\n");
    private Pop3Server server;

    private int start(Pop3Limits limits) throws FaultException {
        return start(limits, Workers.standard());
    }

    private int start(Pop3Limits limits, Workers workers) throws FaultException {
        server = Pop3Server.builder(drops, USERS)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.PLAINTEXT)
                .plaintextLogin(true)
                .limits(limits)
                .workers(workers)
                .start();
        return server.port();
    }

    private RawClient loggedIn(int receiveBuffer) {
        RawClient client = new RawClient(server.port(), receiveBuffer);
        client.line();
        client.says("USER mrose");
        client.send("PASS secret\r\n");
        assertThat(client.line()).startsWith("+OK");
        return client;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void oneMaildropIsForOneSessionAndSoonForTheNext() throws FaultException {
        start(Pop3Limits.standard());
        try (RawClient second = new RawClient(server.port())) {
            second.line();
            try (RawClient first = loggedIn(65_536)) {
                second.says("USER mrose");
                second.send("PASS secret\r\n");
                assertThat(second.line()).startsWith("-ERR [IN-USE]");
                first.says("DELE 1");
                first.send("QUIT\r\n");
                assertThat(first.line()).startsWith("+OK");
            }
            second.says("USER mrose");
            second.send("PASS secret\r\n");
            assertThat(second.line()).isEqualTo("+OK maildrop has 1 message (11 octets)");
        }
    }

    @Test
    void aConnectionThatIsLostRemovesNothingAndReleasesTheMaildrop() throws FaultException {
        start(Pop3Limits.standard());
        loggedIn(65_536).says("DELE 1", "DELE 2").close();
        assertThat(firstThatIsLetIn()).isEqualTo("+OK maildrop has 2 messages (22 octets)");
    }

    /** The server learns of a lost connection in its own time. */
    private String firstThatIsLetIn() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String answer = "";
        while (!answer.startsWith("+OK") && System.nanoTime() < deadline) {
            try (RawClient client = new RawClient(server.port())) {
                client.line();
                client.says("USER mrose");
                client.send("PASS secret\r\n");
                answer = client.line();
            }
        }
        return answer;
    }

    @Test
    void whoIsIdleIsCutOffWithoutAWordAndNothingIsRemoved() throws FaultException {
        start(Pop3Limits.standard().withIdle(Duration.ofMillis(150), Duration.ofSeconds(20)));
        try (RawClient client = loggedIn(65_536)) {
            client.says("DELE 1");
            assertThat(client.read()).isEqualTo(-1);
        }
        assertThat(drops.uids("mrose")).containsExactly(1L, 2L);
    }

    @Test
    void whoNeverLogsInIsCutOffSooner() throws FaultException {
        start(Pop3Limits.standard().withIdle(Duration.ofMinutes(10), Duration.ofMillis(50)));
        try (RawClient client = new RawClient(server.port())) {
            client.line();
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void aLineWithoutEndIsRefusedAndTheConnectionClosed() throws FaultException {
        start(Pop3Limits.standard());
        try (RawClient client = new RawClient(server.port())) {
            client.line();
            Thread sender = new Thread(() -> {
                String piece = "x".repeat(65_536);
                try {
                    for (int i = 0; i < 128; i++) {
                        client.send(piece);
                    }
                } catch (java.io.UncheckedIOException e) {
                    // the server has hung up on 8 MiB without an end, as it may
                }
            });
            sender.start();
            assertThat(client.line()).startsWith("-ERR a line of more than");
        }
    }

    @Test
    void whoIsServedWhileTheServerDrainsHearsSoAndLosesNothing() throws Exception {
        start(Pop3Limits.standard());
        Thread draining = new Thread(() -> server.drain(Duration.ofSeconds(20)));
        try (RawClient client = loggedIn(65_536)) {
            client.says("DELE 1");
            draining.start();
            assertThat(client.line()).startsWith("-ERR [SYS/TEMP] the server stops");
            assertThat(client.read()).isEqualTo(-1);
        }
        draining.join(20_000);
        assertThat(draining.isAlive()).isFalse();
        assertThat(drops.uids("mrose")).containsExactly(1L, 2L);
    }

    @Test
    void aBigMessagePassesThroughASmallWindow() throws Exception {
        long size = 20L * 1024 * 1024;
        long most = 12L * 1024
                * 1024; // the kernel's buffers of both ends, the channel's and one window; far from the whole
        Counted message = new Counted(size, most);
        drops.with("mrose", message);
        start(Pop3Limits.standard());
        try (RawClient client = loggedIn(8192)) {
            client.send("RETR 1\r\n");
            assertThat(client.line()).isEqualTo("+OK " + size + " octets");
            // nothing is read until the server had time to run ahead: to the bound if it has none of its own, else
            // until it stalls
            message.overrun.await(1, TimeUnit.SECONDS);
            long octets = 0;
            for (String line = client.line(); !line.equals("."); line = client.line()) {
                octets += line.length() + 2;
                message.taken.set(octets);
            }
            assertThat(octets).isEqualTo(size);
            assertThat(message.mostInFlight.get()).isLessThan(most);
        }
    }

    @Test
    void aReaderWhoStallsHoldsNoThread() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        drops.with("mrose", new Counted(30L * 1024 * 1024, Long.MAX_VALUE)).with("frated", "A: 1\r\n");
        start(Pop3Limits.standard(), Workers.of(one));
        try (RawClient stalled = loggedIn(8192);
                RawClient other = new RawClient(server.port())) {
            stalled.send("RETR 1\r\n");
            assertThat(stalled.line()).startsWith("+OK");
            other.line();
            other.says("USER frated", "PASS secret");
            other.send("RETR 1\r\n");
            assertThat(other.line()).isEqualTo("+OK 6 octets");
            assertThat(other.line()).isEqualTo("A: 1");
            assertThat(other.line()).isEqualTo(".");
        }
        server.drain(Duration.ofSeconds(10)); // what the sessions still close runs there
        one.shutdown();
        assertThat(one.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void workersThatTakeNoTaskEndTheConnection() throws Exception {
        start(Pop3Limits.standard(), Workers.of(task -> {
            throw new RejectedExecutionException("full");
        }));
        try (RawClient client = new RawClient(server.port())) {
            client.line();
            client.says("USER mrose");
            client.send("PASS secret\r\n");
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void aHundredThousandMessagesAreListed() throws Exception {
        drops.with("mrose", Drops.Octets.of(new byte[320]), 100_000);
        start(Pop3Limits.standard());
        try (RawClient client = loggedIn(65_536)) {
            client.send("STAT\r\nLIST\r\nUIDL\r\n");
            assertThat(client.line()).isEqualTo("+OK 100000 32000000");
            assertThat(client.line()).isEqualTo("+OK 100000 messages");
            for (int i = 1; i <= 100_000; i++) {
                assertThat(client.line()).isEqualTo(i + " 320");
            }
            assertThat(client.line()).isEqualTo(".");
            assertThat(client.line()).isEqualTo("+OK 100000 messages");
            for (int i = 1; i <= 100_000; i++) {
                assertThat(client.line()).isEqualTo(i + " 7." + i);
            }
            assertThat(client.line()).isEqualTo(".");
        }
    }

    @Test
    void aMessageUnderWayIsSentWholeBeforeADrainingServerSaysGoodbye() throws Exception {
        long size = 4L * 1024 * 1024;
        drops.with("mrose", new Counted(size, Long.MAX_VALUE));
        start(Pop3Limits.standard());
        Thread draining = new Thread(() -> server.drain(Duration.ofSeconds(20)));
        try (RawClient client = loggedIn(8192)) {
            client.send("RETR 1\r\nNOOP\r\n");
            assertThat(client.line()).isEqualTo("+OK " + size + " octets");
            draining.start();
            awaitClosedPort();
            long octets = 0;
            for (String line = client.line(); !line.equals("."); line = client.line()) {
                octets += line.length() + 2;
            }
            assertThat(octets).isEqualTo(size);
            assertThat(client.line()).startsWith("-ERR [SYS/TEMP] the server stops");
            assertThat(client.read()).isEqualTo(-1);
        }
        draining.join(20_000);
        assertThat(draining.isAlive()).isFalse();
    }

    private void awaitClosedPort() {
        int port = server.port();
        for (boolean open = true; open; ) {
            try (RawClient late = new RawClient(port)) {
                open = late.socket.isConnected();
            } catch (UncheckedIOException e) {
                open = false;
            }
        }
    }

    @Test
    void theMaildropIsReleasedThoughNothingCouldBeRemoved() throws Exception {
        drops.refusesExpunge = true;
        start(Pop3Limits.standard());
        try (RawClient client = loggedIn(65_536)) {
            client.says("DELE 1");
            client.send("QUIT\r\n");
            assertThat(client.line()).startsWith("-ERR [SYS/TEMP]");
            loggedIn(65_536).close();
        }
    }

    @Test
    void aReaderWhoStallsAndLeavesLeavesNothingOpen() throws Exception {
        Counted message = new Counted(30L * 1024 * 1024, Long.MAX_VALUE);
        drops.with("mrose", message);
        start(Pop3Limits.standard());
        RawClient client = loggedIn(8192);
        client.send("RETR 1\r\n");
        client.line();
        client.close();
        assertThat(firstThatIsLetIn()).startsWith("+OK");
        assertThat(drops.open).hasValue(0);
    }

    @Test
    void retrievalsThatArePipelinedAreAnsweredInOrderAndQuitBehindAllOfThem() throws Exception {
        String small = "A: 1\r\n\r\n.dot\r\n";
        String big = "A: 2\r\n\r\n" + "x".repeat(70).concat("\r\n").repeat(2_000);
        drops.with("mrose", small, big, small, big, small);
        start(Pop3Limits.standard());
        StringBuilder commands = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            commands.append("RETR 1\r\nRETR 2\r\nRETR 9\r\nTOP 3 0\r\nNOOP\r\nRETR 5\r\n");
            answers.append("+OK 14 octets\r\nA: 1\r\n\r\n..dot\r\n.\r\n")
                    .append("+OK " + big.length() + " octets\r\n" + big + ".\r\n")
                    .append("-ERR no such message, only 5 messages in maildrop\r\n")
                    .append("+OK 14 octets\r\nA: 1\r\n\r\n.\r\n")
                    .append("+OK\r\n")
                    .append("+OK 14 octets\r\nA: 1\r\n\r\n..dot\r\n.\r\n");
        }
        commands.append("RETR 4\r\nDELE 4\r\nRETR 4\r\nQUIT\r\n");
        answers.append("+OK " + big.length() + " octets\r\n" + big + ".\r\n")
                .append("+OK message 4 deleted\r\n-ERR message 4 already deleted\r\n");
        try (RawClient client = loggedIn(65_536)) {
            Thread sender = new Thread(() -> client.send(commands.toString()));
            sender.start();
            for (String line : answers.toString().split("\r\n")) {
                assertThat(client.line()).isEqualTo(line);
            }
            assertThat(client.line()).startsWith("+OK");
            assertThat(client.read()).isEqualTo(-1);
            sender.join();
        }
        assertThat(drops.uids("mrose")).containsExactly(1L, 2L, 3L, 5L);
        assertThat(drops.open).hasValue(0);
    }

    @Test
    void whatIsMalformedBehindARetrievalIsToldOfBehindTheMessage() throws Exception {
        String big = "A: 2\r\n\r\n" + "x".repeat(70).concat("\r\n").repeat(10_000);
        drops.with("mrose", big);
        start(Pop3Limits.standard());
        try (RawClient client = loggedIn(8192)) {
            Thread sender = new Thread(() -> client.send("RETR 1\r\n" + "y".repeat(66_000)));
            sender.start();
            assertThat(client.line()).isEqualTo("+OK " + big.length() + " octets");
            for (String line : big.split("\r\n")) {
                assertThat(client.line()).isEqualTo(line);
            }
            assertThat(client.line()).isEqualTo(".");
            assertThat(client.line()).startsWith("-ERR ");
            assertThat(client.read()).isEqualTo(-1);
            sender.join();
        }
    }

    @Test
    void smallMessagesThatArePipelinedShareTheTurnsOfAWorker() throws Exception {
        AtomicInteger turns = new AtomicInteger();
        drops.with("mrose", Drops.Octets.of(new byte[320]), 1);
        start(Pop3Limits.standard(), Workers.of(task -> {
            turns.incrementAndGet();
            Workers.standard().inOrder().execute(task);
        }));
        try (RawClient client = loggedIn(65_536)) {
            int before = turns.get();
            client.send("RETR 1\r\n".repeat(320));
            for (int i = 0; i < 320; i++) {
                assertThat(client.line()).isEqualTo("+OK 320 octets");
                client.line();
                assertThat(client.line()).isEqualTo(".");
            }
            assertThat(turns.get() - before).isLessThan(160);
        }
    }

    @Test
    void whatStandsBehindAMessageThatBreaksIsNotSentAndNotObeyed() throws Exception {
        drops.with("mrose", broken(), 3);
        start(Pop3Limits.standard());
        try (RawClient client = loggedIn(65_536)) {
            client.send("DELE 2\r\nTOP 1 0\r\nRETR 1\r\nRETR 3\r\nQUIT\r\n");
            assertThat(client.line()).startsWith("+OK");
            assertThat(client.line()).startsWith("+OK 1000000");
            assertThat(client.line()).matches("x+");
            assertThat(client.read()).isEqualTo(-1);
        }
        assertThat(firstThatIsLetIn()).startsWith("+OK");
        assertThat(drops.uids("mrose")).containsExactly(1L, 2L, 3L);
        assertThat(drops.open).hasValue(0);
    }

    @Test
    void aMessageThatCannotBeReadToItsEndHasNoEnd() throws Exception {
        drops.with("mrose", broken());
        start(Pop3Limits.standard());
        try (RawClient client = loggedIn(65_536)) {
            client.send("RETR 1\r\n");
            assertThat(client.line()).startsWith("+OK");
            assertThat(client.line()).matches("x+"); // and not a dot in a line of its own
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    /** A message that promises more octets than it has. */
    private static Drops.Octets broken() {
        return new Drops.Octets() {
            @Override
            public long size() {
                return 1_000_000;
            }

            @Override
            public int read(long offset, ByteBuffer into) {
                int octets = offset < 500_000 ? into.remaining() : -1;
                while (into.hasRemaining() && octets > 0) {
                    into.put((byte) 'x');
                }
                return octets;
            }
        };
    }

    /** Lines of 1024 octets, and how many octets are between the store and the client at most. */
    private static final class Counted implements Drops.Octets {
        final AtomicLong taken = new AtomicLong();
        final AtomicLong mostInFlight = new AtomicLong();
        final CountDownLatch overrun = new CountDownLatch(1);
        private final long size;
        private final long most;

        Counted(long size, long most) {
            this.size = size;
            this.most = most;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int read(long offset, ByteBuffer into) {
            int octets = (int) Math.min(into.remaining(), size - offset);
            for (int i = 0; i < octets; i++) {
                long at = (offset + i) % 1024;
                into.put((byte) (at == 1022 ? '\r' : at == 1023 ? '\n' : 'x'));
            }
            long inFlight = offset + octets - taken.get();
            mostInFlight.accumulateAndGet(inFlight, Math::max);
            if (inFlight > most) {
                overrun.countDown();
            }
            return octets == 0 ? -1 : octets;
        }
    }
}
