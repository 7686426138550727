package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Network;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Vrfy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener behind a proxy that speaks the PROXY protocol. */
@Timeout(60)
class ProxyTest {
    private static final Network HERE = Network.of("127.0.0.0/8");
    private static final String GREETED = """
            S: 220 mx.example.org ESMTP
            C: HELO client.example
            S: 250 mx.example.org
            """;

    private final List<SmtpServer> servers = new ArrayList<>();

    /** Says what it knows of a client. */
    private final SmtpApplication desk = new SmtpApplication() {
        @Override
        public Reply vrfy(SmtpPeer peer, Vrfy vrfy) {
            return Reply.of(252, "2.0.0", peer.remote() + " to " + peer.local());
        }

        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) throws SmtpRefusal {
            throw new SmtpRefusal(550, "5.7.1", "Nothing is taken here");
        }
    };

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
                .application(desk)
                .start();
        servers.add(server);
        return server;
    }

    private SmtpServer start(SmtpPort port) throws FaultException {
        return start(port, SmtpLimits.standard());
    }

    @Test
    void theClientIsWhoTheHeaderSays() throws Exception {
        Wire.to(start(port().behind(HERE)).port()).playEveryWay("""
                C: PROXY TCP4 192.0.2.7 198.51.100.1 56324 25
                """ + GREETED + """
                C: VRFY me
                S: 252 2.0.0 /192.0.2.7:56324 to /198.51.100.1:25
                """);
    }

    @Test
    void theHeaderMayBeOfVersionTwoAndHaveMoreToSay() throws Exception {
        Wire.to(start(port().behind(HERE)).port()).playEveryWay("""
                C> \\r\\n\\r\\n\\x00\\r\\nQUIT\\n\\x21\\x21\\x00\\x2a\\x20\\x01\\x0d\\xb8
                C> \\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x07
                C> \\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01
                C> \\xdc\\x04\\x00\\x19\\x02\\x00\\x03abc
                """ + GREETED + """
                C: VRFY me
                S: 252 2.0.0 /[2001:db8:0:0:0:0:0:7]:56324 to /[0:0:0:0:0:0:0:1]:25
                """);
    }

    @Test
    void aProxyThatSpeaksForItselfIsAClientLikeAnyOther() throws Exception {
        Wire behind = Wire.to(start(port().behind(HERE)).port());
        String itself = GREETED + """
                C: VRFY me
                S: 252 2.0.0 /127.0.0.1:... to /127.0.0.1:...
                """;
        behind.play("C> \\r\\n\\r\\n\\x00\\r\\nQUIT\\n\\x20\\x00\\x00\\x00\n" + itself);
        behind.play("C: PROXY UNKNOWN\n" + itself);
    }

    @Test
    void tlsBeginsBehindTheHeader() throws Exception {
        Wire.to(start(port().tls(TlsMode.IMPLICIT).behind(HERE)).port()).playEveryWay("""
                C: PROXY TCP4 192.0.2.7 198.51.100.1 56324 465
                TLS
                """ + GREETED + """
                C: VRFY me
                S: 252 2.0.0 /192.0.2.7:56324 to /198.51.100.1:465
                """);
    }

    @Test
    void itIsTheClientsAddressThatIsCounted() throws Exception {
        int port = start(port().behind(HERE), SmtpLimits.standard().connectionsPerAddress(1))
                .port();
        String seven = "C: PROXY TCP4 192.0.2.7 198.51.100.1 56324 25\n";
        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port)) {
            first.getOutputStream().write("PROXY TCP4 192.0.2.7 198.51.100.1 56323 25\r\n".getBytes());
            first.getInputStream().read();
            Wire.to(port).play(seven + "S: 421 4.7.0 Too many connections; try again later\nEOF\n");
            Wire.to(port).play(seven.replace("192.0.2.7", "192.0.2.8") + GREETED);
        }
    }

    @Test
    void ofAnIpv6AddressTheNetworkCountsForTheRestIsTheClientsToChoose() throws Exception {
        int port = start(port().behind(HERE), SmtpLimits.standard().connectionsPerAddress(1))
                .port();
        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port)) {
            first.getOutputStream().write("PROXY TCP6 2001:db8::1 ::1 56323 25\r\n".getBytes());
            first.getInputStream().read();
            Wire.to(port).play("C: PROXY TCP6 2001:db8::ffff:0:0:1 ::1 1 25\nS: 421 4.7.0 Too many ...\nEOF\n");
            Wire.to(port).play("C: PROXY TCP6 2001:db8:0:1::1 ::1 1 25\n" + GREETED);
        }
    }

    @Test
    void whoSendsNoHeaderHearsNothing() throws Exception {
        int port = start(port().behind(HERE)).port();
        assertThat(heard(port, "EHLO client.example\r\n")).isEmpty();
        assertThat(heard(port, "PROXY TCP4 192.0.2.7\r\nEHLO client.example\r\n"))
                .isEmpty();
        assertThat(heard(port, "\r\n\r\n\0\r\nQUIT\n1234")).isEmpty();
    }

    @Test
    void whoIsNoProxyIsNotLetIn() throws Exception {
        int port = start(port().behind(Network.of("192.0.2.0/24"))).port();
        assertThat(heard(port, "PROXY TCP4 192.0.2.7 198.51.100.1 56324 25\r\n"))
                .isEmpty();
        assertThat(heard(port, "")).isEmpty();
    }

    @Test
    void aHeaderOnAPortWithoutProxiesIsACommandThatIsNotKnown() throws Exception {
        Wire.to(start(port()).port()).playEveryWay("""
                S: 220 mx.example.org ESMTP
                C: PROXY TCP4 192.0.2.7 198.51.100.1 56324 25
                S: 500 5.5.1 No such command is known here
                """);
    }

    @Test
    void aServerThatGoesDownDoesNotWaitForAHeader() throws Exception {
        SmtpServer server = start(port().behind(HERE));
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            server.drain(Duration.ofSeconds(30));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset"); // it had not been accepted when the port was closed
        }
    }

    /** All that the server says until it ends the connection. */
    private static String heard(int port, String said) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException reset) {
            return ""; // closed with something unread
        }
    }
}
