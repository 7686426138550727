package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.message.Store;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.outline.MessageWriter;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A mailbox that is followed over connections that come and go. */
@Timeout(60)
@SuppressWarnings("try") // who follows is heard of by the follower
class FollowingTest {
    private static final String USER = "bbb@osaka.test";
    private static final Credentials CREDENTIALS = Credentials.of(USER, Secret.of("tanuki"));
    /** Without SCRAM, whose rounds would take longer than all else. */
    private static final Authenticator USERS =
            (user, password) -> password.equals(Secret.of("tanuki")) ? Optional.of(user) : Optional.empty();

    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final MemoryMailStore store = MemoryMailStore.create(USER);
    private final Heard heard = new Heard();
    private ImapServer server;
    private Cable cable;

    @BeforeEach
    void serve() throws Exception {
        server = ImapServer.builder(store, USERS)
                .plaintextLogin(true)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.PLAINTEXT)
                .start();
        cable = new Cable(server.port());
    }

    @AfterEach
    void close() throws IOException {
        cable.close();
        server.close();
    }

    private ImapClient.Builder client() {
        return client(cable.port());
    }

    private static ImapClient.Builder client(int port) {
        return ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT).plaintextLogin(true);
    }

    private static FollowPace pace(Duration idle) {
        return new FollowPace(idle, SOON, SOON, SOON);
    }

    private void deliver() throws Exception {
        byte[] message = "Subject: hello\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII);
        try (MessageWriter writer = MessageWriter.open(
                store.account(USER).open(MailboxName.INBOX),
                Set.of(),
                Instant.parse("2025-04-01T10:00:00Z"),
                OptionalLong.of(message.length))) {
            writer.write(ByteBuffer.wrap(message));
            writer.commit();
        }
    }

    @Test
    void whatHappensWhileTheConnectionIsLostIsToldBehindTheNextLogin() throws Exception {
        deliver();
        deliver();
        try (Following following = client().follow(CREDENTIALS, ImapName.INBOX, heard, pace(LONG))) {
            assertThat(heard.until("opened 2 anew")).allMatch(told -> told.endsWith(" EXISTS"));
            deliver();
            assertThat(heard.next()).isEqualTo("3 EXISTS");

            cable.cut();
            assertThat(heard.next()).startsWith("lost CONNECTION_LOST");
            store.account(USER).open(MailboxName.INBOX).expunge(UidSet.of(2));
            deliver();
            cable.mend();

            assertThat(heard.until("opened 3 resumed")).contains("VANISHED EARLIER 2", "FETCH UID 4 []");
            deliver();
            assertThat(heard.next()).isEqualTo("4 EXISTS");
        }
    }

    /** RFC 7162 section 6. */
    @Test
    void whatWasToldBeforeTheConnectionIsLostIsNotToldAgain() throws Exception {
        deliver();
        deliver();
        try (Following following = client().follow(CREDENTIALS, ImapName.INBOX, heard, pace(LONG))) {
            assertThat(heard.until("opened 2 anew")).allMatch(told -> told.endsWith(" EXISTS"));
            heard.imap
                    .store(Store.of(true, SequenceSet.of(1), FlagChange.add(Flag.SEEN)))
                    .await();
            cable.cut();
            assertThat(heard.until("lost CONNECTION_LOST")).isEmpty();
            store.account(USER)
                    .open(MailboxName.INBOX)
                    .store(UidSet.of(2), FlagChange.add(Flag.SEEN), OptionalLong.empty());
            cable.mend();

            assertThat(heard.until("opened 2 resumed"))
                    .contains("FETCH UID 2 [\\Seen]")
                    .doesNotContain("FETCH UID 1 [\\Seen]");
        }
    }

    @Test
    void settingsThatComeToFailAreTriedAgain() throws Exception {
        ImapClient.Builder settings = client();
        Duration patience = settings.connectTimeout;
        try (Following following = settings.follow(CREDENTIALS, ImapName.INBOX, heard, pace(LONG))) {
            assertThat(heard.until("opened 0 anew")).allMatch(told -> told.endsWith(" EXISTS"));
            settings.connectTimeout = null; // as an authority's file that is gone would, it has connect() throw
            cable.cut();
            assertThat(heard.until("lost CLOSED_HERE")).isNotNull();
            settings.connectTimeout = patience;
            cable.mend();
            assertThat(heard.until("opened 0 resumed"))
                    .allMatch(told -> told.startsWith("lost") || told.equals("0 EXISTS"));
        }
    }

    @Test
    void idleIsBegunAnewBeforeItIsTooLong() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        Witness witness = (speaker, line) -> said.add(line);
        try (Following following =
                client().witness(witness).follow(CREDENTIALS, ImapName.INBOX, heard, pace(Duration.ofMillis(20)))) {
            assertThat(heard.until("opened 0 anew")).allMatch(told -> told.endsWith(" EXISTS"));
            while (said.stream().filter(line -> line.equals("DONE")).count() < 3) {
                Thread.onSpinWait();
            }
            deliver();
            assertThat(heard.next()).isEqualTo("1 EXISTS");
        }
        assertThat(said.stream().filter(line -> line.endsWith(" IDLE"))).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aServerThatSaysNothingAnyMoreIsLeft() throws Exception {
        try (Following following = client().timeout(Duration.ofMillis(1500))
                .follow(CREDENTIALS, ImapName.INBOX, heard, pace(Duration.ofMillis(100)))) {
            assertThat(heard.until("opened 0 anew")).allMatch(told -> told.endsWith(" EXISTS"));
            cable.stall();
            assertThat(heard.next()).startsWith("lost TIMEOUT");
            cable.cut();
            cable.mend();
            assertThat(heard.until("opened 0 resumed"))
                    .allMatch(told -> told.startsWith("lost") || told.equals("0 EXISTS"));
        }
    }

    @Test
    void commandsInBetweenDoNotEndIt() throws Exception {
        deliver();
        try (Following following = client().follow(CREDENTIALS, ImapName.INBOX, heard, pace(LONG))) {
            assertThat(heard.until("opened 1 anew")).allMatch(told -> told.endsWith(" EXISTS"));
            heard.imap
                    .store(Store.of(true, SequenceSet.of(1), FlagChange.add(Flag.SEEN)))
                    .await();
            deliver();
            assertThat(heard.until("2 EXISTS")).isNotNull();
        }
    }

    @Test
    void aServerWithoutIdleIsAsked() {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1] ready
                C: A1 SELECT INBOX
                S: * 1 EXISTS
                S: * FLAGS (\\Seen)
                S: A1 OK [READ-WRITE] open
                C: A2 NOOP
                S: * 2 EXISTS
                S: A2 OK done
                EOF
                """).play(port -> {
            FollowPace pace = new FollowPace(LONG, Duration.ofMillis(500), SOON, SOON);
            try (Following following = client(port).follow(CREDENTIALS, ImapName.INBOX, heard, pace)) {
                assertThat(heard.until("2 EXISTS")).contains("opened 1 anew");
            }
        });
    }

    @Test
    void whoIsNotLetInHearsWhyEachTime() throws Exception {
        Credentials wrong = Credentials.of(USER, Secret.of("kitsune"));
        try (Following following = client().follow(wrong, ImapName.INBOX, heard, pace(LONG))) {
            assertThat(heard.next()).startsWith("lost CREDENTIALS_REFUSED");
        }
    }

    /** What a follower is told, in words. */
    private static final class Heard implements Follower {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private volatile ImapClient imap;

        @Override
        public void opened(ImapClient client, Selected mailbox, boolean resumed) {
            imap = client;
            told.add("opened " + mailbox.exists() + (resumed ? " resumed" : " anew"));
        }

        @Override
        public void lost(FaultException why, Duration pause) {
            told.add("lost " + why.fault().cause());
        }

        @Override
        public void exists(long messages) {
            told.add(messages + " EXISTS");
        }

        @Override
        public void vanishedEarlier(SequenceSet uids) {
            told.add("VANISHED EARLIER " + uids);
        }

        @Override
        public void fetched(Fetched message) {
            told.add("FETCH UID " + message.uid().getAsLong() + " "
                    + message.flags().orElseThrow().stream()
                            .filter(flag -> !flag.equals(Flag.of("\\Recent")))
                            .toList());
        }

        String next() throws InterruptedException {
            return told.poll(20, TimeUnit.SECONDS);
        }

        List<String> until(String last) throws InterruptedException {
            List<String> before = new CopyOnWriteArrayList<>();
            for (String next = next(); !last.equals(next); next = next()) {
                assertThat(next)
                        .as("before %s came %s and no more", last, before)
                        .isNotNull();
                before.add(next);
            }
            return before;
        }
    }

    /** Between client and server: it can be cut, so that nobody gets through until it is mended, or carry nothing though it stands. */
    private static final class Cable implements AutoCloseable {
        private final ServerSocket end = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private final int server;
        private volatile boolean whole = true;
        private volatile boolean stalled;

        Cable(int server) throws IOException {
            this.server = server;
            run(this::accept);
        }

        int port() {
            return end.getLocalPort();
        }

        private static void run(Runnable task) {
            Thread thread = new Thread(task, "cable");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = end.accept();
                    sockets.add(client);
                    if (whole) {
                        Socket there = new Socket(InetAddress.getLoopbackAddress(), server);
                        sockets.add(there);
                        run(() -> carry(client, there));
                        run(() -> carry(there, client));
                    } else {
                        client.close();
                    }
                }
            } catch (IOException e) {
                // it is over
            }
        }

        private void carry(Socket from, Socket to) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                byte[] octets = new byte[4096];
                for (int count = in.read(octets); count > 0; count = in.read(octets)) {
                    if (!stalled) {
                        to.getOutputStream().write(octets, 0, count);
                    }
                }
            } catch (IOException e) {
                // it is cut
            }
        }

        void cut() throws IOException {
            whole = false;
            for (Socket socket : sockets) {
                socket.close();
            }
            sockets.clear();
        }

        void stall() {
            stalled = true;
        }

        void mend() {
            stalled = false;
            whole = true;
        }

        @Override
        public void close() throws IOException {
            end.close();
            cut();
        }
    }
}
