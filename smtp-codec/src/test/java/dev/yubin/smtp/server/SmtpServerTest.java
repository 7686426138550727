package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.Wire;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.protocol.sasl.Tokens;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Unrecognized;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SmtpServerTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final List<SmtpServer> servers = new ArrayList<>();

    @AfterEach
    void closeServers() {
        servers.forEach(SmtpServer::close);
    }

    /** Takes mail for everybody but nobody@. */
    private final SmtpApplication office = new SmtpApplication() {
        @Override
        public Reply rcpt(SmtpPeer peer, Envelope soFar, Rcpt rcpt) {
            return rcpt.to().toString().startsWith("<nobody@") ? Replies.NO_SUCH_MAILBOX : Replies.RECIPIENT_OK;
        }

        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) {
            return new MessageReceiver(SmtpServerTest.this::keep, 16).data(peer, envelope);
        }

        @Override
        public Reply unrecognized(SmtpPeer peer, Unrecognized command) {
            return command.word().equals("XPING") ? Reply.of(250, "2.0.0", "Pong") : Replies.UNRECOGNIZED;
        }
    };

    private void keep(SmtpMessage message) throws IOException {
        received.add(
                message.from() + " " + message.to() + " " + new String(message.bytes(), StandardCharsets.ISO_8859_1));
    }

    private SmtpServer start(SmtpServer.Builder builder) throws FaultException {
        SmtpServer server = builder.start();
        servers.add(server);
        return server;
    }

    private static SmtpPort port() {
        return SmtpPort.mta(0).on(InetAddress.getLoopbackAddress()).tls(TlsMode.PLAINTEXT);
    }

    private SmtpServer.Builder builder(SmtpPort port) {
        return SmtpServer.builder().name("mx.example.org").port(port).application(office);
    }

    private Wire office(SmtpLimits limits) throws FaultException {
        return Wire.to(start(builder(port()).limits(limits)).port());
    }

    private Wire office() throws FaultException {
        return office(SmtpLimits.standard().messageOctets(1_000_000).errorDelay(Duration.ZERO));
    }

    private String next() throws InterruptedException {
        return received.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void mailIsReceivedInTheRfcsOwnWords() throws Exception {
        // RFC 5321 appendix D.1, with our words
        office().playEveryWay("""
            S: 220 mx.example.org ESMTP
            C: EHLO bar.com
            S: 250-mx.example.org
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250-LIMITS RCPTMAX=...
            S: 250-SIZE 1000000
            S: 250-8BITMIME
            S: 250 ENHANCEDSTATUSCODES
            C: MAIL FROM:<Smith@bar.com>
            S: 250 2.1.0 Sender ok
            C: RCPT TO:<Jones@foo.com>
            S: 250 2.1.5 Recipient ok
            C: RCPT TO:<nobody@foo.com>
            S: 550 5.1.1 No such mailbox here
            C: RCPT TO:<Brown@foo.com>
            S: 250 2.1.5 Recipient ok
            C: DATA
            S: 354 ...
            WAIT
            C: Blah blah blah...
            C: ..etc. etc. etc.
            C: .
            S: 250 2.0.0 Message accepted
            C: QUIT
            S: 221 2.0.0 mx.example.org says goodbye
            EOF
            """);
        assertThat(received)
                .hasSizeGreaterThan(30)
                .containsOnly(
                        "<Smith@bar.com> [<Jones@foo.com>, <Brown@foo.com>] Blah blah blah...\r\n.etc. etc. etc.\r\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoNeverWaitsIsAskedOnTheEventLoopAndPasswordsAreCheckedElsewhere(boolean neverWaits) throws Exception {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        Runnable note = () -> asked.add(Thread.currentThread().getName().startsWith("yubin-loop") ? "loop" : "worker");
        SmtpApplication application = new SmtpApplication() {
            @Override
            public boolean neverWaits() {
                return neverWaits;
            }

            @Override
            public MessageSink data(SmtpPeer peer, Envelope envelope) {
                note.run();
                return new MessageSink() {
                    @Override
                    public void write(ByteBuffer content) {
                        note.run();
                    }

                    @Override
                    public Reply commit() {
                        note.run();
                        return Replies.MESSAGE_OK;
                    }

                    @Override
                    public void abort() {}
                };
            }
        };
        Queue<String> checked = new ConcurrentLinkedQueue<>();
        Authenticator users = (user, password) -> {
            checked.add(Thread.currentThread().getName().startsWith("yubin-loop") ? "loop" : "worker");
            return Optional.of(user);
        };
        SmtpPort port = port().plaintextLogin(true);
        Wire wire = Wire.to(
                start(builder(port).application(application).users(users)).port());
        wire.play("""
            S: 220 mx.example.org ESMTP
            C: EHLO bar.com
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250 ...
            C: AUTH PLAIN AGF5YQBzZWNyZXQ=
            S: 235 ...
            C: MAIL FROM:<aya@bar.com>
            S: 250 ...
            C: RCPT TO:<jones@foo.com>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            C: Blah
            C: .
            S: 250 2.0.0 Message accepted
            C: QUIT
            S: 221 ...
            EOF
            """);
        assertThat(asked).hasSizeGreaterThanOrEqualTo(3).containsOnly(neverWaits ? "loop" : "worker");
        assertThat(checked).containsExactly("worker");
    }

    /** The second is held back for five seconds, and not the first with it. */
    @Test
    void aReplyThatIsHeldBackHoldsNoneBackThatComesBefore() throws Exception {
        SmtpLimits limits = SmtpLimits.standard().errorsAnsweredAtOnce(1).errorDelay(Duration.ofMinutes(1));
        SmtpServer server = start(builder(port()).limits(limits));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(4000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("220 ");
            socket.getOutputStream().write("XYZZY\r\nXYZZY\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("500 ");
        }
    }

    @Test
    void whatIsOutOfTurnIsToldWhatIsExpected() throws Exception {
        office().playEveryWay("""
            S: 220 ...
            C: MAIL FROM:<a@b.example>
            S: 503 5.5.1 MAIL out of turn, expected EHLO
            C: RSET
            S: 250 2.0.0 ...
            C: HELO c.example
            S: 250 mx.example.org
            C: RCPT TO:<a@b.example>
            S: 503 5.5.1 RCPT out of turn, expected EHLO or MAIL
            C: MAIL FROM:<a@b.example> SIZE=1
            S: 555 5.5.4 SIZE is not spoken here
            C: MAIL FROM:<>
            S: 250 2.1.0 ...
            C: MAIL FROM:<a@b.example>
            S: 503 5.5.1 MAIL out of turn, expected EHLO or RCPT
            C: DATA
            WAIT
            S: 503 5.5.1 DATA out of turn, expected EHLO or RCPT
            C: RCPT TO:<a@b.example>
            S: 250 2.1.5 ...
            C: RSET
            S: 250 2.0.0 ...
            C: DATA
            WAIT
            S: 503 5.5.1 DATA out of turn, expected EHLO or MAIL
            """);
    }

    @Test
    void badLinesAreAnsweredInTheirPlace() throws Exception {
        office().playEveryWay("""
            S: 220 ...
            C: FROB
            S: 500 5.5.1 ...
            C: XPING
            S: 250 2.0.0 Pong
            C: LHLO c.example
            S: 500 5.5.1 LHLO is not spoken here; begin with EHLO
            C: EHLO
            S: 501 5.5.4 EHLO: ...
            C> NOOP\\n
            S: 500 5.5.2 a line ends with CR LF, but this ended with LF alone
            C: NO\\x00OP
            S: 500 5.5.2 a line has no NUL
            C: NOOP bare\\rCR
            S: 500 5.5.2 ...
            C: EHLO c.example
            S: 250-mx.example.org
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250-LIMITS RCPTMAX=...
            S: 250-SIZE 1000000
            S: 250-8BITMIME
            S: 250 ENHANCEDSTATUSCODES
            C: MAIL FROM:<a@b.example> FUTURE=1
            S: 555 5.5.4 FUTURE is not spoken here
            C: MAIL FROM:<a@b.example> AUTH=<>
            S: 555 5.5.4 AUTH is not spoken here
            C: MAIL FROM:<bücher@b.example>
            S: 550 5.6.7 ...
            C: MAIL FROM:<a@b.example> SIZE=1000001
            S: 552 5.3.4 SIZE=1000001 is over this server's 1000000 octets; send a smaller message
            C: MAIL FROM:<a@b.example> SIZE=99999999999999999999
            S: 552 5.3.4 ...
            C: MAIL FROM:<a@b.example> SIZE=1000000 BODY=8BITMIME
            S: 250 2.1.0 ...
            C: RCPT TO:<a@bücher.example>
            S: 553 5.6.7 ...
            C: RCPT TO:<a@b.example> FUTURE
            S: 555 5.5.4 FUTURE is not spoken here
            C: STARTTLS
            S: 503 5.5.1 ...
            C: VRFY a
            S: 252 2.0.0 ...
            C: HELP
            S: 214 2.0.0 ...
            C: NOOP
            S: 250 2.0.0 Ok
            """);
    }

    @Test
    void aLineThatIsTooLongIsAnsweredInItsPlace() throws Exception {
        office(SmtpLimits.standard().lineOctets(512)).playEveryWay("""
            S: 220 ...
            C: NOOP %s
            C: NOOP
            C: NOOP %s
            S: 250 2.0.0 Ok
            S: 250 2.0.0 Ok
            S: 500 5.5.2 the line is longer than is taken here
            """.formatted("x".repeat(505), "x".repeat(506)));
    }

    @Test
    void aLineWithoutEndIsNotWaitedFor() throws Exception {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), start(builder(port())).port())) {
            byte[] piece = new byte[1 << 20];
            java.util.Arrays.fill(piece, (byte) 'x');
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 8; i++) {
                        socket.getOutputStream().write(piece);
                    }
                } catch (IOException e) {
                    // the server need not listen to all of it
                }
            });
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("\r\n421 4.5.0 ");
            sending.join();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\n.\\n",
                "\\r.\\r",
                "\\n.\\r\\n",
                "\\r\\n.\\n",
                "\\r.\\r\\n",
                "\\r\\n.\\r",
                "\\r\\r\\n.\\r\\r\\n",
                "\\r\\n\\r.\\r\\n",
                "\\r\\n.\\x00\\r\\n",
                "\\n\\r.\\r\\n",
                "\\r\\n..\\r\\n",
                "\\r\\n. \\r\\n",
            })
    void nothingElseEndsTheContent(String ending) throws Exception {
        office().playEveryWay("""
            S: 220 ...
            C: HELO c.example
            S: 250 ...
            C: MAIL FROM:<a@b.example>
            S: 250 ...
            C: RCPT TO:<a@b.example>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            C> x%sMAIL FROM:<smuggled@b.example>\\r\\nQUIT\\r\\n.\\r\\n
            S: ...
            C: NOOP
            S: 250 2.0.0 Ok
            """.formatted(ending));
        boolean sound = ending.equals("\\r\\n..\\r\\n") || ending.equals("\\r\\n. \\r\\n") || ending.contains("x00");
        assertThat(received.isEmpty()).isEqualTo(!sound);
        assertThat(received).allMatch(message -> message.contains("smuggled"));
    }

    @Test
    void bareLineBreaksRefuseTheMessageAndNotTheConnection() throws Exception {
        office().playEveryWay("""
            S: 220 ...
            C: HELO c.example
            S: 250 ...
            C: MAIL FROM:<a@b.example>
            S: 250 ...
            C: RCPT TO:<a@b.example>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            C> one\\ntwo\\r\\n
            C: QUIT
            C: .
            S: 550 5.6.0 ...
            C: MAIL FROM:<a@b.example>
            S: 250 ...
            """);
        assertThat(received).isEmpty();
    }

    @Test
    void aMessageThatGrowsTooLargeIsDrainedAndRefused() throws Exception {
        office(SmtpLimits.standard().messageOctets(20)).playEveryWay("""
            S: 220 ...
            C: HELO c.example
            S: 250 ...
            C: MAIL FROM:<a@b.example>
            S: 250 ...
            C: RCPT TO:<a@b.example>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            C: ten octets
            C: ten octets
            C: QUIT
            C: .
            S: 552 5.3.4 ...
            C: NOOP
            S: 250 ...
            """);
        assertThat(received).isEmpty();
    }

    @Test
    void nobodySendsForEverBehindARefusal() throws Exception {
        office(SmtpLimits.standard().messageOctets(20)).playEveryWay("""
            S: 220 ...
            C: HELO c.example
            S: 250 ...
            C: MAIL FROM:<a@b.example>
            S: 250 ...
            C: RCPT TO:<a@b.example>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            C: %s
            S: 421 4.5.0 ...
            EOF
            """.formatted("x".repeat(100)));
    }

    /** Not cut behind the LF of DATA: that is a client which has waited. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATA\\r\\nMAIL FROM:<smuggled@b.example>\\r\\n.\\r\\n",
                "DA\nC> TA\\r\\nMAIL FROM:<smuggled@b.example>\\r\\n.\\r\\n",
                "DATA\\r\nC> \\nMAIL FROM:<smuggled@b.example>\\r\\n.\\r\\n",
                "DATA\\r\\nM\nC> AIL FROM:<smuggled@b.example>\\r\\n.\\r\\n",
                "DATA\\r\\nMAIL FROM:<smuggled@b.example>\\r\\n.\\r\nC> \\n"
            })
    void contentBehindARefusedDataIsNeverReadAsCommands(String content) throws Exception {
        office().play("""
            S: 220 ...
            C: HELO c.example
            S: 250 ...
            C: MAIL FROM:<a@b.example>
            S: 250 ...
            C> %s
            S: 503 5.5.1 ...
            S: 421 4.5.0 ...
            EOF
            """.formatted(content));
    }

    @Test
    void tooManyRecipientsComeLater() throws Exception {
        office(SmtpLimits.standard().recipients(1)).playEveryWay("""
            S: 220 ...
            C: HELO c.example
            S: 250 ...
            C: MAIL FROM:<a@b.example>
            S: 250 ...
            C: RCPT TO:<a@b.example>
            S: 250 ...
            C: RCPT TO:<b@b.example>
            S: 452 4.5.3 ...
            """);
    }

    /** RFC 5321 section 4.5.3.1.10: a thousand recipients may come, but not each with kilobytes of parameters. */
    @Test
    void recipientsThatAreTooLongComeLater() throws Exception {
        office(SmtpLimits.standard().envelopeOctets(40)).playEveryWay("""
            S: 220 ...
            C: HELO c.example
            S: 250 ...
            C: MAIL FROM:<>
            S: 250 2.1.0 ...
            C: RCPT TO:<a.name.of.thirty.octets@b.example>
            S: 250 2.1.5 ...
            C: RCPT TO:<c@b.example>
            S: 452 4.5.3 The recipients have over 40 octets; send the rest later
            C: RSET
            S: 250 ...
            C: MAIL FROM:<>
            S: 250 2.1.0 ...
            C: RCPT TO:<a@b.example>
            S: 250 2.1.5 ...
            C: RCPT TO:<c@b.example>
            S: 250 2.1.5 ...
            """);
    }

    /** RFC 9422: what is told is kept, over all of a session. */
    @Test
    void domainsAndTransactionsAreLimitedAndToldSo() throws Exception {
        office(SmtpLimits.standard().transactions(2).recipientDomains(2)).playEveryWay("""
            S: 220 ...
            C: EHLO c.example
            S: 250-...
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250-LIMITS MAILMAX=2 RCPTMAX=1000 RCPTDOMAINMAX=2
            S: 250-SIZE ...
            S: 250-8BITMIME
            S: 250 ENHANCEDSTATUSCODES
            C: MAIL FROM:<>
            S: 250 2.1.0 ...
            C: RCPT TO:<nobody@d.example>
            S: 550 ...
            C: RCPT TO:<a@b.example>
            S: 250 2.1.5 ...
            C: RSET
            S: 250 ...
            C: MAIL FROM:<>
            S: 250 2.1.0 ...
            C: RCPT TO:<a@c.example>
            S: 250 2.1.5 ...
            C: RCPT TO:<c@B.EXAMPLE>
            S: 250 2.1.5 ...
            C: RCPT TO:<Postmaster>
            S: 250 2.1.5 ...
            C: RCPT TO:<a@d.example>
            S: 452 4.5.3 No more than 2 domains; send the rest over another connection
            C: RSET
            S: 250 ...
            C: MAIL FROM:<>
            S: 421 4.7.0 No more than 2 transactions; connect again
            EOF
            """);
    }

    @Test
    void tooManyErrorsEndTheConnection() throws Exception {
        office(SmtpLimits.standard().errors(3)).playEveryWay("""
            S: 220 ...
            C: FROB
            S: 500 5.5.1 ...
            C: MAIL FROM:
            S: 501 5.5.4 ...
            C: DATA
            S: 421 4.7.0 Too many errors; the last was: 503 5.5.1 ...
            EOF
            """);
    }

    @Test
    void whoSaysNothingIsSentAway() throws Exception {
        office(SmtpLimits.standard().commandTimeout(Duration.ofMillis(50))).play("""
            S: 220 ...
            S: 421 4.4.2 ...
            EOF
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATA\r\nx\r\n.\r\n", "DATA\r\nx", "DATA\r\n\r\n"})
    void contentThatComesAheadOfItsGoAheadIsNeitherTakenNorObeyed(String data) throws Exception {
        office().play("""
            S: 220 ...
            C: HELO c.example
            S: 250 ...
            C> MAIL FROM:<a@b.example>\\r\\nRCPT TO:<a@b.example>\\r\\n%s
            S: 250 ...
            S: 250 ...
            S: 421 4.5.0 Something was sent behind DATA without waiting for 354
            EOF
            """.formatted(data.replace("\r\n", "\\r\\n")));
        assertThat(received).isEmpty();
    }

    @Test
    void whoStopsWithinTheContentIsSentAwayAndNothingIsDelivered() throws Exception {
        office(SmtpLimits.standard().contentTimeout(Duration.ofMillis(50)))
                .waiting()
                .playEveryWay("""
            S: 220 ...
            C: HELO c.example
            S: 250 ...
            C: MAIL FROM:<a@b.example>
            S: 250 ...
            C: RCPT TO:<a@b.example>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            C: half of it
            S: 421 4.4.2 ...
            EOF
            """);
        assertThat(received).isEmpty();
    }

    /** Counts what becomes of one message. */
    private static final class CountingSink implements MessageSink {
        final StringBuilder written = new StringBuilder();
        final BlockingQueue<String> fate = new LinkedBlockingQueue<>();

        @Override
        public void write(ByteBuffer content) {
            written.append(StandardCharsets.ISO_8859_1.decode(content));
        }

        @Override
        public Reply commit() {
            fate.add("commit");
            return Replies.MESSAGE_OK;
        }

        @Override
        public void abort() {
            fate.add("abort");
        }
    }

    private static final String UP_TO_DATA = """
            S: 220 ...
            C: HELO c.example
            S: 250 ...
            C: MAIL FROM:<a@b.example>
            S: 250 ...
            C: RCPT TO:<a@b.example>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            """;

    @ParameterizedTest
    @ValueSource(strings = {"half", "half\\r\\n", "half\\r\\n.", "half\\r\\n.\\r", ""})
    void aConnectionThatDropsWithinTheContentDeliversNothing(String content) throws Exception {
        CountingSink sink = new CountingSink();
        AtomicInteger begun = new AtomicInteger();
        SmtpServer server = start(builder(port()).application((peer, envelope) -> {
            begun.incrementAndGet();
            return sink;
        }));
        Wire.to(server.port())
                .playEveryWay(UP_TO_DATA + (content.isEmpty() ? "" : "C> " + content + "\n") + "CLOSE\nEOF\n");
        for (int i = 0; i < begun.get(); i++) {
            assertThat(sink.fate.poll(10, TimeUnit.SECONDS)).isEqualTo("abort");
        }
        server.close();
        assertThat(sink.fate).isEmpty();
    }

    @Test
    void aSinkThatRefusesIsAbortedOnceAndTheClientHearsItAtTheEnd() throws Exception {
        BlockingQueue<String> fate = new LinkedBlockingQueue<>();
        SmtpServer server = start(builder(port()).application((peer, envelope) -> new MessageSink() {
            @Override
            public void write(ByteBuffer content) throws SmtpRefusal {
                throw new SmtpRefusal(554, "5.7.1", "Not this");
            }

            @Override
            public Reply commit() {
                fate.add("commit");
                return Replies.MESSAGE_OK;
            }

            @Override
            public void abort() {
                fate.add("abort");
            }
        }));
        AtomicInteger plays = new AtomicInteger();
        Wire.to(server.port()).before(plays::incrementAndGet).playEveryWay(UP_TO_DATA + """
            C: one
            C: two
            C: .
            S: 554 5.7.1 Not this
            C: NOOP
            S: 250 ...
            """);
        assertThat(fate).hasSize(plays.get()).containsOnly("abort");
    }

    @Test
    void whatAnApplicationThrowsIsAnswered() throws Exception {
        SmtpServer server = start(SmtpServer.builder().port(port()).messages(message -> {
            switch (new String(message.bytes(), StandardCharsets.US_ASCII).strip()) {
                case "refuse" -> throw new SmtpRefusal(550, "5.7.1", "No, thank you");
                case "fail" -> throw new IllegalStateException("as the test wants it");
                default -> received.add("ok");
            }
        }));
        String transaction = """
            C: MAIL FROM:<a@b.example>
            S: 250 ...
            C: RCPT TO:<a@b.example>
            S: 250 ...
            C: DATA
            S: 354 ...
            WAIT
            C: %s
            C: .
            S: %s
            """;
        AtomicInteger plays = new AtomicInteger();
        Wire.to(server.port())
                .before(plays::incrementAndGet)
                .playEveryWay("S: 220 ...\nC: HELO c.example\nS: 250 ...\n"
                        + transaction.formatted("refuse", "550 5.7.1 No, thank you")
                        + transaction.formatted("fail", "451 4.3.0 ...")
                        + transaction.formatted("take", "250 2.0.0 ..."));
        assertThat(received).hasSize(plays.get()).containsOnly("ok");
    }

    @Test
    void aMessageBeyondTheBoundIsInAFileThatIsGoneAfterwards() throws Exception {
        Queue<SmtpMessage> seen = new ConcurrentLinkedQueue<>();
        SmtpServer server = start(SmtpServer.builder()
                .port(port())
                .limits(SmtpLimits.standard().inMemoryOctets(10))
                .messages(message -> {
                    seen.add(message);
                    try (InputStream in = message.open()) {
                        received.add(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
                    }
                }));
        Wire.to(server.port()).playEveryWay(UP_TO_DATA + "C: longer than ten octets\nC: .\nS: 250 ...\n");
        assertThat(received).isNotEmpty().containsOnly("longer than ten octets\r\n");
        assertThat(seen).hasSameSizeAs(received).allSatisfy(message -> {
            assertThat(message.octets()).isEqualTo(24);
            assertThatThrownBy(message::open).isInstanceOf(IOException.class);
        });
    }

    @Test
    void lmtpAnswersForEachRecipient() throws Exception {
        SmtpServer server = start(builder(SmtpPort.lmtp(0)).application(new SmtpApplication() {
            @Override
            public MessageSink data(SmtpPeer peer, Envelope envelope) {
                return new MessageSink() {
                    @Override
                    public void write(ByteBuffer content) {}

                    @Override
                    public Reply commit() {
                        throw new IllegalStateException("LMTP asks for each");
                    }

                    @Override
                    public List<Reply> commitEach(int recipients) {
                        return List.of(Replies.MESSAGE_OK, Reply.of(452, "4.2.2", "Mailbox is full"));
                    }

                    @Override
                    public void abort() {}
                };
            }
        }));
        // RFC 2033 section 4.2
        Wire.to(server.port()).playEveryWay("""
            S: 220 mx.example.org LMTP
            C: EHLO foo.edu
            S: 500 5.5.1 EHLO is not spoken here; begin with LHLO
            C: HELO foo.edu
            S: 500 5.5.1 HELO is not spoken here; begin with LHLO
            C: LHLO foo.edu
            S: 250-mx.example.org
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250-LIMITS RCPTMAX=...
            S: 250-SIZE 52428800
            S: 250-8BITMIME
            S: 250 ENHANCEDSTATUSCODES
            C: MAIL FROM:<chris@bar.com>
            S: 250 2.1.0 ...
            C: DATA
            WAIT
            S: 503 5.5.1 DATA out of turn, expected LHLO or RCPT
            C: RCPT TO:<pat@foo.edu>
            S: 250 2.1.5 ...
            C: RCPT TO:<green@foo.edu>
            S: 250 2.1.5 ...
            C: DATA
            S: 354 ...
            WAIT
            C: Blah blah blah...
            C: .
            S: 250 2.0.0 Message accepted
            S: 452 4.2.2 Mailbox is full
            C: QUIT
            S: 221 2.0.0 ...
            EOF
            """);
    }

    private SmtpServer.Builder submission(SmtpPort port) {
        return builder(port)
                .identity(IDENTITY)
                .limits(SmtpLimits.standard().messageOctets(1_000_000))
                .throttle(new LoginThrottle(100_000, Duration.ZERO))
                .users(new UserTable(4096).add("ann", Secret.of("pencil")));
    }

    private static SmtpPort submissionPort() {
        return SmtpPort.submission(0).on(InetAddress.getLoopbackAddress());
    }

    private static final String GREETED_WITH_AUTH = """
            S: 220 ...
            C: EHLO c.example
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250 AUTH ...
            """;

    private Wire plaintextSubmission(SmtpLimits limits) throws FaultException {
        return Wire.to(
                start(submission(port().plaintextLogin(true)).limits(limits)).port());
    }

    @Test
    void submissionWantsTlsAndALogin() throws Exception {
        Wire.to(start(submission(submissionPort())).port()).playEveryWay("""
            S: 220 ...
            C: EHLO c.example
            S: 250-mx.example.org
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250-LIMITS RCPTMAX=...
            S: 250-SIZE 1000000
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250 STARTTLS
            C: MAIL FROM:<ann@example.org>
            S: 530 5.7.0 Say STARTTLS first
            C: AUTH PLAIN AGFubgBwZW5jaWw=
            S: 530 5.7.0 Say STARTTLS first
            C: STARTTLS
            S: 220 2.0.0 ...
            TLS
            C: MAIL FROM:<ann@example.org>
            S: 503 5.5.1 MAIL out of turn, expected EHLO
            C: EHLO c.example
            S: 250-mx.example.org
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250-LIMITS RCPTMAX=...
            S: 250-SIZE 1000000
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250 AUTH ...PLAIN LOGIN
            C: MAIL FROM:<ann@example.org>
            S: 530 5.7.0 Log in first
            C: AUTH PLAIN AGFubgBwZW5jaWw=
            S: 235 2.7.0 ...
            C: AUTH PLAIN AGFubgBwZW5jaWw=
            S: 503 5.5.1 Logged in already
            C: STARTTLS
            S: 502 5.5.1 ...
            C: MAIL FROM:<ann@example.org> AUTH=ann@example.org
            S: 250 2.1.0 ...
            """);
    }

    @Test
    void loginsFailAndAreCancelledInOrder() throws Exception {
        SmtpPort port = port().plaintextLogin(true);
        Wire.to(start(submission(port)).port()).playEveryWay("""
            S: 220 ...
            C: EHLO c.example
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-ENHANCEDSTATUSCODES
            S: 250 AUTH ...
            C: AUTH KERBEROS_V4
            S: 504 5.5.4 ...
            C: AUTH PLAIN
            S: 334\\x20
            C: *
            S: 501 5.7.0 ...
            C: AUTH PLAIN
            S: 334\\x20
            C: QUIT
            S: 501 5.5.2 ...
            C: AUTH PLAIN
            S: 334\\x20
            C: no base64!
            S: 501 5.5.2 ...
            C: AUTH PLAIN AGFubgB3cm9uZw==
            S: 535 5.7.8 User or password is wrong
            C: AUTH LOGIN
            S: 334 ...
            C: YW5u
            S: 334 ...
            C: cGVuY2ls
            S: 235 2.7.0 ...
            """.replace(
                        "C: QUIT\n            S: 535 5.7.8 ...", "C: QUIT\n            S: 501 5.5.2 ..."));
    }

    @Test
    void aPasswordIsNotAskedForInTheClear() throws Exception {
        SmtpPort port = port().tls(TlsMode.STARTTLS_OPTIONAL);
        Wire.to(start(submission(port)).port()).playEveryWay("""
            S: 220 ...
            C: EHLO c.example
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-STARTTLS
            S: 250 AUTH SCRAM-SHA-256
            C: AUTH PLAIN AGFubgBwZW5jaWw=
            S: 538 5.7.11 ...
            C: AUTH LOGIN
            S: 538 5.7.11 ...
            """);
    }

    /** Those who have tokens and no passwords. */
    private static final Authenticator TOKENS = new Authenticator() {
        @Override
        public Optional<String> verify(String user, Secret password) {
            return Optional.empty();
        }

        @Override
        public boolean takesPasswords() {
            return false;
        }

        @Override
        public Optional<Tokens> tokens() {
            return Optional.of(token -> Optional.of("ann").filter(account -> token.equals(Secret.of("vF9dft"))));
        }
    };

    @Test
    void aTokenIsTakenAndAForgedOneIsExplainedBeforeItIsRefused() throws Exception {
        Wire.to(start(submission(port().plaintextLogin(true)).users(TOKENS)).port())
                .playEveryWay(GREETED_WITH_AUTH.replace("AUTH ...", "AUTH OAUTHBEARER XOAUTH2") + """
            C: AUTH PLAIN AGFubgBwZW5jaWw=
            S: 504 5.5.4 ...
            C: AUTH EXTERNAL =
            S: 504 5.5.4 ...
            C: AUTH OAUTHBEARER bixhPWFubiwBYXV0aD1CZWFyZXIgZm9yZ2VkAQE=
            S: 334 eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
            C: AQ==
            S: 535 5.7.8 User or password is wrong
            C: AUTH XOAUTH2
            S: 334\\x20
            C: dXNlcj1hbm4BYXV0aD1CZWFyZXIgdkY5ZGZ0AQE=
            S: 235 2.7.0 Welcome
            """);
    }

    @Test
    void whoGuessesPasswordsIsSentAway() throws Exception {
        plaintextSubmission(SmtpLimits.standard()).playEveryWay(GREETED_WITH_AUTH + """
            C: AUTH PLAIN AGFubgB3cm9uZw==
            S: 535 5.7.8 ...
            C: AUTH PLAIN AGFubgB3cm9uZw==
            S: 535 5.7.8 ...
            C: AUTH PLAIN AGFubgB3cm9uZw==
            S: 421 4.7.0 ...
            EOF
            """);
    }

    /** Not cut behind the LF of STARTTLS: what comes later is taken for TLS. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "STARTTLS\\r\\nMAIL FROM:<injected@b.example>\\r\\n",
                "START\nC> TLS\\r\\nMAIL FROM:<injected@b.example>\\r\\n",
                "STARTTLS\\r\nC> \\nMAIL FROM:<injected@b.example>\\r\\n",
                "STARTTLS\\r\\nM\nC> AIL FROM:<injected@b.example>\\r\\n"
            })
    void octetsInTheClearBehindStartTlsEndTheConnection(String injected) throws Exception {
        SmtpPort port = port().tls(TlsMode.STARTTLS_OPTIONAL);
        Wire.to(start(submission(port)).port()).play("""
            S: 220 ...
            C: EHLO c.example
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-...
            S: 250-STARTTLS
            S: 250 AUTH SCRAM-SHA-256
            C> %s
            S: 421 4.7.0 ...
            EOF
            """.formatted(injected));
    }

    @Test
    void implicitTlsGreetsInsideTls() throws Exception {
        Wire.to(start(submission(submissionPort().tls(TlsMode.IMPLICIT))).port())
                .implicitTls()
                .playEveryWay("""
                    S: 220 mx.example.org ESMTP
                    C: EHLO c.example
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250-...
                    S: 250 AUTH ...
                    C: QUIT
                    S: 221 ...
                    EOF
                    """);
    }

    @Test
    void tooManyConnectionsFromOneAddressAreTurnedAway() throws Exception {
        SmtpServer server = start(builder(port()).limits(SmtpLimits.standard().connectionsPerAddress(1)));
        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            assertThat(first.getInputStream().read()).isEqualTo('2');
            Wire.to(server.port()).play("S: 421 4.7.0 ...\nEOF\n");
        }
    }

    /** And not offered a handshake first, which costs the server more than anything. */
    @Test
    void tooManyConnectionsAreTurnedAwayBeforeTls() throws Exception {
        SmtpServer server = start(submission(submissionPort().tls(TlsMode.IMPLICIT))
                .limits(SmtpLimits.standard().connectionsPerAddress(1)));
        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), server.port());
                Socket second = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            second.setSoTimeout(20_000);
            assertThat(second.getInputStream().read()).isEqualTo(-1);
            assertThat(first.isConnected()).isTrue();
        }
    }

    @Test
    void anApplicationMayTurnAConnectionAway() throws Exception {
        SmtpServer server = start(builder(port()).application(new SmtpApplication() {
            @Override
            public void connection(SmtpPeer peer) throws SmtpRefusal {
                throw new SmtpRefusal(554, "5.7.1", "Not you");
            }

            @Override
            public MessageSink data(SmtpPeer peer, Envelope envelope) {
                return new CountingSink();
            }
        }));
        Wire.to(server.port()).play("S: 554 5.7.1 Not you\nEOF\n");
    }

    private static final byte[] UP_TO_CONTENT =
            "HELO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Reads to the end of the line with 354, which has the first 3 of all. */
    private static void awaitGoAhead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        while (in.read() != '3') {}
        while (in.read() != '\n') {}
    }

    @Test
    void drainingWaitsForTheReplyToAMessage() throws Exception {
        CountDownLatch committing = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        SmtpServer server = start(SmtpServer.builder().port(port()).messages(message -> {
            committing.countDown();
            mayCommit.await();
        }));
        try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), server.port());
                Socket busy = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = busy.getOutputStream();
            out.write(UP_TO_CONTENT);
            awaitGoAhead(busy);
            out.write("x\r\n.\r\nNOOP\r\n".getBytes());
            committing.await();
            CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> server.drain(Duration.ofSeconds(30)));
            assertThat(new String(idle.getInputStream().readAllBytes())).contains("\r\n421 4.3.2 ");
            idle.shutdownOutput();
            assertThat(drained).isNotDone();
            mayCommit.countDown();
            assertThat(new String(
                            busy.getInputStream().readAllBytes())) // NOOP is answered where the drain comes behind it
                    .matches("250 2\\.0\\.0 Message[^\r]*\r\n(250 [^\r]*\r\n)?421 4\\.3\\.2 [^\r]*\r\n");
            busy.shutdownOutput();
            drained.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSlowSinkHoldsTheSenderBack() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountingSink counted = new CountingSink();
        long[] octets = {0};
        SmtpServer server = start(builder(port()).application((peer, envelope) -> new MessageSink() {
            @Override
            public void write(ByteBuffer content) throws IOException {
                octets[0] += content.remaining();
                first.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public Reply commit() {
                return counted.commit();
            }

            @Override
            public void abort() {
                counted.abort();
            }
        }));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(UP_TO_CONTENT);
            awaitGoAhead(socket);
            byte[] piece = ("x".repeat(998) + "\r\n").repeat(1000).getBytes(StandardCharsets.US_ASCII);
            long[] sent = {0};
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 40; i++) {
                        socket.getOutputStream().write(piece);
                        sent[0] += piece.length;
                    }
                    socket.getOutputStream().write(".\r\nQUIT\r\n".getBytes());
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            first.await();
            // What the kernel's buffers of both ends hold is some megabytes; the rest can only be with the sender.
            assertThatThrownBy(() -> sending.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            goOn.countDown();
            assertThat(new String(socket.getInputStream().readAllBytes())).contains("250 2.0.0 Message accepted");
            sending.get(10, TimeUnit.SECONDS);
            assertThat(octets[0]).isEqualTo(40_000_000);
        }
    }

    @Test
    void aClientThatDoesNotReadItsRepliesIsNotReadFrom() throws Exception {
        SmtpServer server = start(builder(port()));
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(server.addresses().get(0));
            byte[] noops = "NOOP\r\n".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        socket.getOutputStream().write(noops);
                    }
                } catch (SocketException e) {
                    // closed below
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> sending.get(500, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
        }
    }

    /** Its window is shut and its last reply never leaves; its place is another's all the same. */
    @Test
    void aClientThatDoesNotReadItsRepliesWithinTlsLosesItsPlace() throws Exception {
        SmtpServer server = start(builder(port().tls(TlsMode.IMPLICIT))
                .identity(IDENTITY)
                .limits(SmtpLimits.standard()
                        .connectionsPerAddress(1)
                        .commandTimeout(Duration.ofMillis(200))
                        .errors(Integer.MAX_VALUE)
                        .errorDelay(Duration.ZERO)));
        byte[] helps = "HELP\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        try (Socket raw = new Socket()) {
            raw.setReceiveBufferSize(4096);
            raw.connect(server.addresses().get(0));
            SSLContext trusting = SSLContext.getInstance("TLS");
            trusting.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            Socket deaf = trusting.getSocketFactory().createSocket(raw, "localhost", server.port(), true);
            assertThatThrownBy(() -> {
                        while (true) {
                            deaf.getOutputStream().write(helps);
                        }
                    })
                    .isInstanceOf(IOException.class);
            Wire.to(server.port()).implicitTls().play("S: 220 ...\n");
        }
    }

    @Test
    void thePeersFactsStampTheTrace() throws Exception {
        SmtpServer server = start(SmtpServer.builder()
                .port(port())
                .messages(message -> received.add(message.peer()
                        .received(Domain.of("mx.example.org"), "id1", Optional.empty(), false)
                        .toString())));
        Wire.to(server.port())
                .playEveryWay("S: 220 ...\nC: HELO c.example\n" + UP_TO_DATA.substring(UP_TO_DATA.indexOf("S: 250"))
                        + "C: x\nC: .\nS: 250 ...\n");
        assertThat(received)
                .isNotEmpty()
                .allMatch(field -> field.startsWith(
                        "Received: from c.example ([127.0.0.1])\r\n\tby mx.example.org with SMTP id id1;\r\n\t"));
    }

    @Test
    void settingsThatCannotWorkAreRefusedWithWords() {
        assertThatThrownBy(() -> SmtpServer.builder().port(port()).start()).hasMessageContaining("messages(...)");
        assertThatThrownBy(() -> builder(port()).port(SmtpPort.submissions(0)).start())
                .hasMessageContaining("identity(");
        assertThatThrownBy(() -> builder(port().loginRequired(true)).start()).hasMessageContaining("users(");
        assertThatThrownBy(() -> SmtpServer.builder().application(office).start())
                .hasMessageContaining("no address to listen on");
    }

    // What an attacker would try

    @Test
    void octetsBeyondAsciiInCommandsAreAnsweredAndShownEscaped() throws Exception {
        office().playEveryWay("""
                S: 220 ...
                C: \\xFF\\xFE
                S: 500 5.5.1 ...
                C: NOOP \\xFF
                S: 501 5.5.4 NOOP: ...
                C: EHLO \\xC3\\xA9
                S: 501 5.5.4 EHLO: ...
                C: HELO c.example
                S: 250 ...
                C: VRFY \\x80
                S: 501 5.5.4 VRFY: ...
                C: MAIL FROM:<\\xFFa@b.example>
                S: 501 5.5.4 MAIL: ...
                C: MAIL FROM:<a@-\\xC3\\xA9.example>
                S: 501 5.5.4 MAIL: expected a domain's label that has an A-label; write it as xn--...
                C: MAIL FROM:<a\\x00@b.example>
                S: 500 5.5.2 a line has no NUL
                C: MAIL FROM:<a@b.example>\\x01
                S: 501 5.5.4 MAIL: ...
                C: NOOP
                S: 250 2.0.0 Ok
                """);
    }

    @Test
    void whatMayNotComeWithinATransactionDoesNotEndIt() throws Exception {
        // RFC 4954 section 4 and RFC 3207 section 4
        SmtpPort port = port().tls(TlsMode.STARTTLS_OPTIONAL).plaintextLogin(true);
        Wire.to(start(submission(port)).port()).playEveryWay("""
                S: 220 ...
                C: EHLO c.example
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-STARTTLS
                S: 250 AUTH ...
                C: MAIL FROM:<a@b.example>
                S: 250 ...
                C: AUTH PLAIN AGFubgBwZW5jaWw=
                S: 503 5.5.1 AUTH out of turn, expected EHLO or RCPT
                C: STARTTLS
                WAIT
                S: 503 5.5.1 STARTTLS out of turn, expected EHLO or RCPT
                C: RCPT TO:<a@b.example>
                S: 250 ...
                C: AUTH PLAIN
                S: 503 5.5.1 AUTH out of turn, expected EHLO or RCPT or DATA or BDAT
                C: DATA
                S: 354 ...
                WAIT
                C: x
                C: .
                S: 250 2.0.0 ...
                """);
    }

    @Test
    void loginsThatAreNoneAreAnsweredInTheirPlace() throws Exception {
        plaintextSubmission(SmtpLimits.standard().loginFailures(100))
                .playEveryWay("""
                S: 220 ...
                C: AUTH PLAIN AGFubgBwZW5jaWw=
                S: 503 5.5.1 AUTH out of turn, expected EHLO
                """ + GREETED_WITH_AUTH.substring(GREETED_WITH_AUTH.indexOf("C:")) + """
                C: AUTH
                S: 501 5.5.4 AUTH: ...
                C: AUTH PLAIN =
                S: 501 5.5.2 ...
                C: AUTH PLAIN =AGFubgBwZW5jaWw=
                S: 501 5.5.4 AUTH: expected base64 (RFC 4648 section 4)
                C: AUTH PLAIN AGFubgBwZW5jaWw
                S: 501 5.5.4 AUTH: expected base64 (RFC 4648 section 4)
                C: AUTH PLAIN AGFubgBwZW5jaWw= x
                S: 501 5.5.4 AUTH: expected base64 (RFC 4648 section 4)
                C: AUTH PLAIN
                S: 334\\x20
                C> \\x00\\r\\n
                S: 501 5.5.2 a line has no NUL
                C: AUTH PLAIN
                S: 334\\x20
                C:
                S: 501 5.5.2 ...
                C: NOOP
                S: 250 ...
                """);
    }

    @Test
    void aResponseThatIsTooLongIsAnsweredInItsPlace() throws Exception {
        plaintextSubmission(SmtpLimits.standard().lineOctets(512))
                .playEveryWay(GREETED_WITH_AUTH + """
                C: AUTH PLAIN
                S: 334\\x20
                C: %s
                S: 500 5.5.6 the line is longer than is taken here
                C: NOOP
                S: 250 ...
                """.formatted("A".repeat(600)));
    }

    @Test
    void theNameMayBeSaidAtOnce() throws Exception {
        // Python's smtplib does
        plaintextSubmission(SmtpLimits.standard()).playEveryWay(GREETED_WITH_AUTH + """
                C: AUTH LOGIN YW5u
                S: 334 ...
                C: cGVuY2ls
                S: 235 2.7.0 ...
                """);
    }

    @Test
    void whoGivesUpLoginsForEverIsSentAway() throws Exception {
        plaintextSubmission(SmtpLimits.standard().errors(3)).playEveryWay(GREETED_WITH_AUTH + """
                C: AUTH PLAIN
                S: 334\\x20
                C: *
                S: 501 5.7.0 ...
                C: AUTH PLAIN
                S: 334\\x20
                C: *
                S: 501 5.7.0 ...
                C: AUTH PLAIN
                S: 334\\x20
                C: *
                S: 421 4.7.0 Too many errors; ...
                EOF
                """);
    }

    @Test
    void whoGuessesOverManyConnectionsIsNotHeardAnyMore() throws Exception {
        SmtpServer server =
                start(submission(port().plaintextLogin(true)).throttle(new LoginThrottle(2, Duration.ZERO)));
        for (Wire.Pace pace : List.of(Wire.Pace.PIPELINED, Wire.Pace.BYTE_BY_BYTE)) {
            Wire.to(server.port()).play(pace, GREETED_WITH_AUTH + "C: AUTH PLAIN AGFubgB3cm9uZw==\nS: 535 5.7.8 ...\n");
        }
        Wire.to(server.port()).playEveryWay(GREETED_WITH_AUTH + "C: AUTH PLAIN AGFubgBwZW5jaWw=\nS: 454 4.7.0 ...\n");
    }

    @Test
    void nobodyTriesOutEveryName() throws Exception {
        office(SmtpLimits.standard().recipients(3)).playEveryWay("""
                S: 220 ...
                C: HELO c.example
                S: 250 ...
                C: MAIL FROM:<>
                S: 250 ...
                C: RCPT TO:<nobody@a.example>
                S: 550 5.1.1 ...
                C: RCPT TO:<nobody@b.example>
                S: 550 5.1.1 ...
                C: RSET
                S: 250 ...
                C: MAIL FROM:<>
                S: 250 ...
                C: RCPT TO:<nobody@c.example>
                S: 421 4.7.0 Too many recipients; the last was: 550 5.1.1 ...
                EOF
                """);
    }

    /** What the protocol forbids was never asked of a mailbox, and costs what other errors cost. */
    @ParameterizedTest
    @ValueSource(strings = {"TO:<a@b.example>", "TO:<a@b.example> NOTIFY=NEVER", "TO:<\u00e4@b.example>"})
    void recipientsThatNobodyWasAskedForAreErrors(String recipient) throws Exception {
        office(SmtpLimits.standard().errors(3).errorDelay(Duration.ZERO)).playUncut("""
                S: 220 ...
                C: HELO c.example
                S: 250 ...
                C: RCPT %1$s
                S: 5...
                C: RCPT %1$s
                S: 5...
                C: RCPT %1$s
                S: 421 4.7.0 Too many errors; ...
                EOF
                """.formatted(recipient));
    }

    @Test
    void recipientsBehindASenderWhoIsRefusedAreNoErrors() throws Exception {
        String recipients = "C: RCPT TO:<a@b.example>\nS: 503 5.5.1 ...\n".repeat(5);
        office(SmtpLimits.standard().errors(4).errorDelay(Duration.ZERO)).playUncut("""
                S: 220 ...
                C: HELO c.example
                S: 250 ...
                C: MAIL FROM:<a@b.example> SIZE=1
                S: 555 5.5.4 ...
                """ + recipients + """
                C: NOOP
                S: 250 ...
                C: RCPT TO:<a@b.example>
                S: 503 5.5.1 ...
                C: RCPT TO:<a@b.example>
                S: 503 5.5.1 ...
                C: RCPT TO:<a@b.example>
                S: 421 4.7.0 Too many errors; ...
                EOF
                """);
    }

    @Test
    void whatIsPipelinedBehindARefusedGroupIsAnsweredInOrder() throws Exception {
        // RFC 2920 section 3.1: where nobody is accepted, DATA is refused, and what follows is another transaction
        office().playEveryWay("""
                S: 220 ...
                C: HELO c.example
                S: 250 ...
                C: MAIL FROM:<a@b.example>
                C: RCPT TO:<nobody@b.example>
                C: DATA
                S: 250 ...
                S: 550 5.1.1 ...
                WAIT
                S: 503 5.5.1 DATA out of turn, expected EHLO or RCPT
                C: RSET
                S: 250 ...
                C: MAIL FROM:<a@b.example>
                C: RCPT TO:<a@b.example>
                C: DATA
                S: 250 ...
                S: 250 ...
                S: 354 ...
                WAIT
                C: x
                C: .
                S: 250 ...
                """);
    }

    @Test
    void aLineOfContentMayBeOfAnyLength() throws Exception {
        SmtpServer server = start(
                SmtpServer.builder().port(port()).messages(message -> received.add(Long.toString(message.octets()))));
        for (Wire.Pace pace : List.of(Wire.Pace.LOCK_STEP, Wire.Pace.PIPELINED)) {
            Wire.to(server.port()).play(pace, UP_TO_DATA + "C: %s\nC: .\nS: 250 ...\n".formatted("x".repeat(8 << 20)));
            assertThat(next()).isEqualTo(Integer.toString((8 << 20) + 2));
        }
    }

    @Test
    void aResponseWithoutEndIsNotWaitedFor() throws Exception {
        SmtpServer server = start(submission(port().plaintextLogin(true)));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("EHLO c\r\nAUTH PLAIN\r\n".getBytes());
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 8; i++) {
                        out.write("A".repeat(1 << 20).getBytes());
                    }
                } catch (IOException e) {
                    // the server need not listen to all of it
                }
            });
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("\r\n334 \r\n421 4.5.0 ");
            sending.join();
        }
    }
}
