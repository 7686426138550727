package dev.yubin.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.server.SmtpLimits;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

    private SmtpServer start(SmtpPort port, UserTable users) throws FaultException {
        SmtpServer server = SmtpServer.builder()
                .host("mx.example.org")
                .port(port.on(InetAddress.getLoopbackAddress()))
                .tls(IDENTITY)
                .users(users)
                .limits(SmtpLimits.standard().loginDelay(Duration.ZERO))
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

    @Test
    void whoSubmitsLogsInWithTheStrongestMechanism() throws Exception {
        SmtpServer server = start(SmtpPort.submission(0), users());
        List<String> said = new ArrayList<>();
        SmtpClient client = connect(to(server, TlsMode.STARTTLS_REQUIRED)
                .witness((speaker, line) -> said.add(speaker.name().charAt(0) + ": " + line)));
        client.login(ANN).await();
        assertThat(said).contains("C: AUTH SCRAM-SHA-256 [secret]", "S: 334 [secret]", "C: [secret]");
        client.send(MAIL, MESSAGE).await();
        client.quit().await();
        assertThat(said.subList(said.indexOf("S: 235 2.7.0 Welcome"), said.size()))
                .containsExactly(
                        "S: 235 2.7.0 Welcome",
                        "C: MAIL FROM:<ann@example.net> SIZE=27",
                        "C: RCPT TO:<bob@example.org>",
                        "C: DATA",
                        "S: 250 2.1.0 Sender ok",
                        "S: 250 2.1.5 Recipient ok",
                        "S: 354 Send the message, and end it with a dot on a line of its own",
                        "C: [27 octets of content]",
                        "C: .",
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
}
