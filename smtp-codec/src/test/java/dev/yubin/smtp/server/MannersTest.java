package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Network;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How those fare who do not wait to be greeted, err on and on, or send round in circles. */
@Timeout(60)
class MannersTest {
    private static final SmtpLimits AFTER_A_WHILE = SmtpLimits.standard().greetingDelay(Duration.ofMillis(100));

    private final List<SmtpServer> servers = new ArrayList<>();

    @AfterEach
    void close() {
        servers.forEach(SmtpServer::close);
    }

    private static SmtpPort port() {
        return SmtpPort.mta(0).on(InetAddress.getLoopbackAddress()).tls(TlsMode.PLAINTEXT);
    }

    private SmtpServer start(SmtpPort port, SmtpLimits limits) throws FaultException {
        SmtpServer server = SmtpServer.builder()
                .name("mx.example.org")
                .port(port)
                .identity(TlsIdentity.selfSigned())
                .limits(limits)
                .messages(message -> {})
                .start();
        servers.add(server);
        return server;
    }

    private static final String SPOKEN_TO = """
            C: EHLO early.example
            S: 554 5.5.1 You spoke before you were greeted
            EOF
            """;

    @Test
    void whoWaitsIsGreeted() throws Exception {
        long begun = System.nanoTime();
        Wire.to(start(port(), AFTER_A_WHILE).port()).play("""
                S: 220 mx.example.org ESMTP
                C: HELO c.example
                S: 250 mx.example.org
                C: QUIT
                S: 221 2.0.0 ...
                EOF
                """);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void whoSpeaksFirstIsRefused() throws Exception {
        Wire.to(start(port(), AFTER_A_WHILE).port()).playUncut(SPOKEN_TO);
    }

    @Test
    void whoSpeaksFirstWithinTlsIsRefusedToo() throws Exception {
        Wire.to(start(port().tls(TlsMode.IMPLICIT), AFTER_A_WHILE).port())
                .implicitTls()
                .play(SPOKEN_TO);
    }

    @Test
    void theClientBehindAProxyMustWaitButAForwarderNeedNot() throws Exception {
        Network here = Network.of("127.0.0.1");
        Wire.to(start(port().behind(here), AFTER_A_WHILE).port())
                .play("C: PROXY TCP4 192.0.2.7 192.0.2.1 1 25\n" + SPOKEN_TO);
        SmtpLimits never = SmtpLimits.standard().greetingDelay(Duration.ofDays(1));
        Wire.to(start(port().believing(here), never).port()).play("S: 220 mx.example.org ESMTP\n");
    }

    @Test
    void whoGoesWhileHeWaitsIsForgotten() throws Exception {
        SmtpServer server = start(port(), SmtpLimits.standard().greetingDelay(Duration.ofDays(1)));
        new Socket(InetAddress.getLoopbackAddress(), server.port()).close();
        server.drain(Duration.ofSeconds(30));
    }

    @Test
    void errorsTakeTheirTime() throws Exception {
        SmtpLimits limits = SmtpLimits.standard().errorsAnsweredAtOnce(2).errorDelay(Duration.ofMillis(50));
        long begun = System.nanoTime();
        Wire.to(start(port(), limits).port()).play("""
                S: 220 mx.example.org ESMTP
                C: FROB
                S: 500 5.5.1 No such command is known here
                C: FROB
                S: 500 5.5.1 No such command is known here
                C: FROB
                S: 500 5.5.1 No such command is known here
                C: DATA
                S: 503 5.5.1 DATA out of turn, expected EHLO
                C: NOOP
                S: 250 2.0.0 Ok
                """);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    /** Each octet comes long before silence would be too long, and yet the connection is not held for ever. */
    @Test
    void aTrickleOfContentEndsAsSilenceWould() throws Exception {
        SmtpLimits limits =
                SmtpLimits.standard().contentTimeout(Duration.ofMillis(500)).contentOctets(1000);
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), start(port(), limits).port())) {
            InputStream in = socket.getInputStream();
            socket.getOutputStream().write("HELO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n".getBytes());
            while (in.read() != '3') {} // 354
            while (in.read() != '\n') {}
            socket.setSoTimeout(20);
            int octets = 0;
            while (silent(in)) {
                socket.getOutputStream().write('x');
                octets++;
            }
            socket.setSoTimeout(10_000);
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("21 4.4.2 Nothing came for too long\r\n");
            assertThat(octets).isBetween(2, 1000);
        }
    }

    /** Whether no octet comes for as long as the socket waits. */
    private static boolean silent(InputStream in) throws IOException {
        try {
            assertThat(in.read()).isEqualTo('4');
            return false;
        } catch (SocketTimeoutException none) {
            return true;
        }
    }

    @Test
    void aMessageThatHasPassedTooManyServersIsRefused() throws Exception {
        String before = """
                S: 220 mx.example.org ESMTP
                C: HELO c.example
                S: 250 mx.example.org
                C: MAIL FROM:<a@b.example>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<b@b.example>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 ...
                WAIT
                C: Received: from x by y
                """;
        Wire wire = Wire.to(start(port(), SmtpLimits.standard().hops(2)).port());
        wire.playUncut(before + """
                C:
                C: Received: is not a field here
                C: .
                S: 250 2.0.0 Message accepted
                """);
        wire.playUncut(before + """
                C: received: from y by z
                C:
                C: .
                S: 554 5.4.6 The message goes round in circles: it has passed 2 servers
                """);
    }
}
