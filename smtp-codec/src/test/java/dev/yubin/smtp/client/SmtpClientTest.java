package dev.yubin.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.smtp.Body;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.Size;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.Offers;
import dev.yubin.smtp.server.SmtpApplication;
import dev.yubin.smtp.server.SmtpLimits;
import dev.yubin.smtp.server.SmtpPeer;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against the server beside it. */
@Timeout(120)
class SmtpClientTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final Credentials ANN = Credentials.of("ann", Secret.of("pencil"));
    private static final Envelope MAIL = Envelope.of("ann@example.net", "bob@example.org");
    private static final byte[] MESSAGE = "Subject: Dots\r\n\r\n.\r\n..\r\nend".getBytes(StandardCharsets.US_ASCII);

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private SmtpServer start(SmtpPort port, Authenticator users) throws FaultException {
        SmtpServer server = SmtpServer.builder()
                .name("mx.example.org")
                .port(port.on(InetAddress.getLoopbackAddress()))
                .identity(IDENTITY)
                .users(users)
                .throttle(new LoginThrottle(100, Duration.ZERO))
                .messages(message -> received.add(new String(message.bytes(), StandardCharsets.ISO_8859_1)))
                .start();
        open.add(server);
        return server;
    }

    private static UserTable users() {
        return new UserTable(4096).add("ann", Secret.of("pencil"));
    }

    private static SmtpClient.Builder to(SmtpServer server, TlsMode mode) {
        return SmtpClient.builder("localhost", server.port(), mode)
                .name("client.example.net")
                .trust(TlsTrust.in(IDENTITY));
    }

    private SmtpClient connect(SmtpClient.Builder builder) throws FaultException {
        SmtpClient client = builder.connect().await();
        open.add(0, client);
        return client;
    }

    private static Cause cause(Pending<?> pending) {
        return catchThrowableOfType(FaultException.class, pending::await)
                .fault()
                .cause();
    }

    @ParameterizedTest
    @EnumSource(TlsMode.class)
    void mailGoesThroughInEveryMode(TlsMode mode) throws Exception {
        SmtpServer server = start(SmtpPort.mta(0).tls(mode), users());
        SmtpClient client = connect(to(server, mode));
        assertThat(client.tls().isPresent()).isEqualTo(mode != TlsMode.PLAINTEXT);
        Delivery delivery = client.send(MAIL, MESSAGE).await();
        assertThat(delivery.accepted()).extracting(Outcome::reply).containsExactly(Replies.MESSAGE_OK);
        client.quit().await();
        assertThat(received).containsExactly(new String(MESSAGE, StandardCharsets.ISO_8859_1) + "\r\n");
    }

    /** RFC 8689 section 4.2.1, with a server that says it everywhere, as ours says it within TLS. */
    @Test
    void aMessageThatRequiresTlsGoesToAServerThatIsProvenAndToNoOther() throws Exception {
        Envelope demanding =
                new Envelope(new Mail(MAIL.from(), MailParameters.of(MailFlag.REQUIRETLS)), MAIL.recipients());
        ScriptedServer.of("""
                        S: 220 foo.com
                        C: EHLO bar.com
                        S: 250-foo.com
                        S: 250 REQUIRETLS
                        C: QUIT
                        S: 221 bye
                        EOF
                        """)
                .play(port -> assertThat(cause(SmtpClient.builder("127.0.0.1", port, TlsMode.STARTTLS_OPTIONAL)
                                .name("bar.com")
                                .send(demanding, MESSAGE)))
                        .isEqualTo(Cause.STARTTLS_NOT_OFFERED));

        SmtpServer server = SmtpServer.builder()
                .port(SmtpPort.mta(0).on(InetAddress.getLoopbackAddress()))
                .identity(IDENTITY)
                .application(new SmtpApplication() {
                    @Override
                    public Offers offers() {
                        return Offers.of(Extension.REQUIRETLS);
                    }

                    @Override
                    public MessageSink data(SmtpPeer peer, Envelope envelope) {
                        return MessageSink.whole(
                                peer,
                                envelope,
                                1000,
                                message ->
                                        received.add(message.envelope().mail().toString()));
                    }
                })
                .start();
        open.add(server);
        SmtpClient.Builder client = to(server, TlsMode.STARTTLS_OPTIONAL);
        client.send(demanding, MESSAGE).await();
        assertThat(received).containsExactly("Mail[from=<ann@example.net>, parameters= REQUIRETLS SIZE=27]");
        assertThat(cause(client.trust(TlsTrust.anyone()).send(demanding, MESSAGE)))
                .isEqualTo(Cause.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void whoSubmitsLogsInWithTheStrongestMechanism() throws Exception {
        SmtpServer server = start(SmtpPort.submission(0), users());
        List<String> said = new ArrayList<>();
        SmtpClient client = connect(to(server, TlsMode.STARTTLS_REQUIRED)
                .witness((speaker, line) -> said.add(speaker.name().charAt(0) + ": " + line)));
        client.login(ANN).await();
        assertThat(said).contains("C: AUTH SCRAM-SHA-256-PLUS [secret]", "S: 334 [secret]", "C: [secret]");
        client.send(MAIL, MESSAGE).await();
        client.quit().await();
        int welcome = said.indexOf("S: 235 2.7.0 Welcome");
        assertThat(said.get(welcome + 1)).as("RFC 9422").startsWith("C: EHLO ");
        assertThat(said.subList(said.indexOf("C: MAIL FROM:<ann@example.net> SIZE=27"), said.size()))
                .containsExactly(
                        "C: MAIL FROM:<ann@example.net> SIZE=27",
                        "C: RCPT TO:<bob@example.org>",
                        "S: 250 2.1.0 Sender ok",
                        "S: 250 2.1.5 Recipient ok",
                        "C: BDAT 27",
                        "C: [27 octets of content]",
                        "S: 250 2.0.0 Chunk received",
                        "C: BDAT 2 LAST",
                        "S: 250 2.0.0 Message accepted",
                        "C: QUIT",
                        "S: 221 2.0.0 mx.example.org says goodbye");
    }

    @Test
    void aWrongPasswordIsToldApartAndTheSessionGoesOn() throws Exception {
        SmtpClient client = connect(to(start(SmtpPort.submissions(0), users()), TlsMode.IMPLICIT));
        assertThat(cause(client.login(Credentials.of("ann", Secret.of("pen"))))).isEqualTo(Cause.CREDENTIALS_REFUSED);
        client.login(ANN).await();
        assertThat(client.send(MAIL, MESSAGE).await().refused()).isEmpty();
    }

    @Test
    void whoCannotProveBySecretAloneShowsThePasswordInTls() throws Exception {
        Authenticator plainOnly = users()::verify;
        SmtpServer server = start(SmtpPort.submission(0), plainOnly);
        SmtpClient client = connect(to(server, TlsMode.STARTTLS_REQUIRED));
        assertThat(client.extensions().mechanisms()).containsExactly("PLAIN", "LOGIN");
        client.login(ANN).await();
        assertThat(client.send(MAIL, MESSAGE).await().refused()).isEmpty();
    }

    @Test
    void manyCallersShareAClientAndTheirMessagesStayWhole() throws Exception {
        SmtpClient client = connect(to(start(SmtpPort.mta(0), users()), TlsMode.STARTTLS_REQUIRED));
        List<CompletableFuture<Delivery>> sending = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> (CompletableFuture<Delivery>)
                        client.send(MAIL, ("message " + i + "\r\n").repeat(100).getBytes(StandardCharsets.US_ASCII)))
                .toList();
        for (CompletableFuture<Delivery> one : sending) {
            assertThat(one.get().refused()).isEmpty();
        }
        assertThat(received)
                .hasSize(200)
                .allSatisfy(message -> assertThat(message.lines().distinct()).hasSize(1));
    }

    /** Keeps nothing of the content but its hash. */
    private static final class Hashing implements MessageSink {
        private final MessageDigest digest;
        private final CompletableFuture<byte[]> hash;

        Hashing(MessageDigest digest, CompletableFuture<byte[]> hash) {
            this.digest = digest;
            this.hash = hash;
        }

        @Override
        public void write(ByteBuffer content) {
            digest.update(content);
        }

        @Override
        public Reply commit() {
            hash.complete(digest.digest());
            return Replies.MESSAGE_OK;
        }

        @Override
        public void abort() {}
    }

    /** Lines, some with a dot at their beginning, and octets of every kind within, as many as are asked for; none of it in memory. */
    private static final class Lines extends InputStream {
        private final byte[] lines = new byte[8192];
        private long left;

        Lines(long octets) {
            left = octets;
            for (int i = 0; i < lines.length; i++) {
                int octet = i * 31 % 256;
                lines[i] = (byte) (i == 0 ? '.' : octet == '\r' || octet == '\n' ? 'x' : octet);
                if (i % 1024 >= 1022) {
                    lines[i] = (byte) (i % 1024 == 1022 ? '\r' : '\n');
                }
            }
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int from, int length) {
            int at = (int) (-left & (lines.length - 1));
            int octets = (int) Math.min(Math.min(length, left), lines.length - at);
            System.arraycopy(lines, at, into, from, octets);
            left -= octets;
            return octets == 0 ? -1 : octets;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"PLAINTEXT", "IMPLICIT"})
    void aLargeMessagePassesThroughALittleMemory(TlsMode mode) throws Exception {
        long octets = 64L << 20;
        CompletableFuture<byte[]> hash = new CompletableFuture<>();
        MessageDigest theirs = MessageDigest.getInstance("SHA-256");
        SmtpServer server = SmtpServer.builder()
                .port(SmtpPort.mta(0).on(InetAddress.getLoopbackAddress()).tls(mode))
                .identity(IDENTITY)
                .limits(SmtpLimits.standard().messageOctets(octets))
                .application((peer, envelope) -> new Hashing(theirs, hash))
                .start();
        open.add(server);
        SmtpClient client = connect(to(server, mode));
        Envelope eightBit = new Envelope(
                new Mail(ReversePath.NULL, MailParameters.of(Body.EIGHT_BIT_MIME, new Size(octets))),
                MAIL.recipients());
        client.send(eightBit, Channels.newChannel(new Lines(octets))).await();
        MessageDigest ours = MessageDigest.getInstance("SHA-256");
        new Lines(octets).transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), ours));
        assertThat(hash.get()).isEqualTo(ours.digest());
    }

    @Test
    void whatTheContentLacksOrHasTooMuchOfIsNotDelivered() throws Exception {
        SmtpServer server = start(SmtpPort.mta(0), users());
        SmtpClient client = connect(to(server, TlsMode.PLAINTEXT));
        assertThat(cause(client.send(MAIL, "bare\nLF\r\n".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(Cause.CONTENT_MALFORMED);
        assertThat(cause(client.noop())).isEqualTo(Cause.CONNECTION_LOST);
        server.drain(Duration.ofSeconds(10));
        assertThat(received).isEmpty();
    }

    @Test
    void aServerThatGoesDownIsToldApart() throws Exception {
        SmtpServer server = start(SmtpPort.mta(0), users());
        SmtpClient client = connect(to(server, TlsMode.STARTTLS_REQUIRED));
        server.drain(Duration.ofSeconds(10));
        assertThat(cause(client.send(MAIL, MESSAGE))).isIn(Cause.REFUSED_FOR_NOW, Cause.CONNECTION_LOST);
    }

    // What is set wrong

    @Test
    void wrongSettingsAreToldApart() throws Exception {
        SmtpServer plain = start(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT), users());
        SmtpServer tls = start(SmtpPort.submissions(0), users());
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        assertThat(cause(SmtpClient.builder("127.0.0.1", nobody, TlsMode.PLAINTEXT)
                        .connect()))
                .isEqualTo(Cause.NOTHING_LISTENS);
        assertThat(cause(SmtpClient.builder("mx.invalid", 25, TlsMode.PLAINTEXT)
                        .names(host -> {
                            throw new UnknownHostException(host);
                        })
                        .connect()))
                .isEqualTo(Cause.NAME_UNKNOWN);
        assertThat(cause(to(plain, TlsMode.IMPLICIT).connect())).isEqualTo(Cause.TLS_ON_PLAIN_PORT);
        assertThat(cause(to(plain, TlsMode.STARTTLS_REQUIRED).connect())).isEqualTo(Cause.STARTTLS_NOT_OFFERED);
        // Both wait for the other's first word.
        assertThat(cause(to(tls, TlsMode.PLAINTEXT)
                        .timeouts(SmtpTimeouts.standard().greeting(Duration.ofMillis(50)))
                        .connect()))
                .isEqualTo(Cause.TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"STARTTLS_OPTIONAL", "STARTTLS_REQUIRED", "IMPLICIT"})
    void aCertificateThatDoesNotFitIsToldApart(TlsMode mode) throws Exception {
        SmtpServer server = start(SmtpPort.mta(0).tls(mode), users());
        assertThat(cause(to(server, mode).trust(TlsTrust.system()).connect())).isEqualTo(Cause.CERTIFICATE_UNTRUSTED);
        assertThat(cause(SmtpClient.builder("mx.example.org", server.port(), mode)
                        .trust(TlsTrust.in(IDENTITY))
                        .names(host -> List.of(InetAddress.getLoopbackAddress()))
                        .connect()))
                .isEqualTo(Cause.CERTIFICATE_NAME);
        assertThat(connect(to(server, mode).trust(TlsTrust.anyone())).tls()).isPresent();
    }

    @Test
    void workersThatTakeNoMoreWorkLeaveNobodyWaiting() throws Exception {
        ExecutorService workers = Executors.newCachedThreadPool();
        SmtpClient client =
                connect(to(start(SmtpPort.mta(0), users()), TlsMode.PLAINTEXT).workers(Workers.of(workers)));
        workers.shutdown();
        assertThat(cause(client.send(MAIL, MESSAGE))).isEqualTo(Cause.CLOSED_HERE);
    }
}
