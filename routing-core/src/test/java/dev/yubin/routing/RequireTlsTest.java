package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpApplication;
import dev.yubin.smtp.server.SmtpPeer;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REQUIRETLS on the way out, from tokyo.test to osaka.test: RFC 8689. */
@Timeout(60)
class RequireTlsTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();
    private static final Mail REQUIRED =
            new Mail(ReversePath.of("aaa@tokyo.test"), MailParameters.of(MailFlag.REQUIRETLS));
    private static final Mail NOTICE = new Mail(ReversePath.NULL, MailParameters.of(MailFlag.REQUIRETLS));

    private final MemoryMailStore osaka = MemoryMailStore.create("bbb@osaka.test");
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable server : open) {
            server.close();
        }
    }

    @Test
    void itGoesThroughTlsToAServerThatKeepsItToo() throws Exception {
        send(REQUIRED, keeping());
        assertThat(said).containsSubsequence("STARTTLS", "250-REQUIRETLS", "MAIL FROM:<aaa@tokyo.test> REQUIRETLS");
        assertThat(Inbox.of(osaka, "bbb@osaka.test")).singleElement().asString().contains("with ESMTPS (TLS");
    }

    @Test
    void aServerThatDoesNotKeepItIsPassedOver() throws Exception {
        NextHop keeping = keeping();
        assertThat(send(REQUIRED, careless(TlsMode.STARTTLS_OPTIONAL), keeping).to())
                .isEqualTo(keeping);
    }

    @Test
    void whereNoServerKeepsItTheSenderIsToldWhatThatMeans() throws Exception {
        NextHop careless = careless(TlsMode.STARTTLS_OPTIONAL);
        assertThat(failure(REQUIRED, careless))
                .isEqualTo("550 5.7.30 " + careless + ": the message demands TLS on its whole way (REQUIRETLS), and"
                        + " the server does not offer REQUIRETLS");
        assertThat(said).contains("STARTTLS").noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void withoutTlsNothingIsSent() throws Exception {
        NextHop clear = careless(TlsMode.PLAINTEXT);
        assertThat(failure(REQUIRED, clear)).startsWith("550 5.7.10 " + clear + ": the message demands TLS");
        assertThat(said).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void aCertificateThatProvesNothingIsNoTls() throws Exception {
        NextHop keeping = keeping();
        Relay distrustful = Relay.builder("mx.tokyo.test").build();
        assertThatThrownBy(() -> send(distrustful, REQUIRED, keeping))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> assertThat(Relaying.replyTo(e).toString())
                                .startsWith("550 5.7.10 " + keeping)
                                .contains("the certificate is not trusted"));
        assertThat(Inbox.of(osaka, "bbb@osaka.test")).isEmpty();
    }

    @Test
    void aServerThatIsDownMayKeepItLater() throws Exception {
        try (ScriptedServer busy = new ScriptedServer("421 busy")) {
            assertThat(failure(REQUIRED, busy.hop(), careless(TlsMode.STARTTLS_OPTIONAL)))
                    .startsWith("451 4.3.2 ");
        }
    }

    /** RFC 8689 section 4.2.1: whoever forges the answer to MX can have a certificate for the name in it. */
    @Test
    void whatTheDnsAloneNamesIsNotProven() throws Exception {
        TestDnsServer dns = opened(new TestDnsServer());
        dns.with("osaka.test MX", "10 mx.osaka.test").with("mx.osaka.test A", "127.0.0.1");
        Relay relay = Relay.builder("mx.tokyo.test")
                .mailExchangers(opened(MailExchangers.at(dns.address())))
                .port(keeping().port())
                .trust(TlsTrust.in(IDENTITY))
                .build();
        Route.Onward route = new Route.Onward(Mailbox.of("bbb@osaka.test"), List.of());
        assertThatThrownBy(() -> relay.send(route, envelope(REQUIRED), RequireTlsTest::hello))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> assertThat(Relaying.replyTo(e).toString())
                                .startsWith("550 5.7.10 mx.osaka.test:")
                                .endsWith("neither DNSSEC nor a policy of MTA-STS"));
    }

    /** RFC 8689 section 5. */
    @Test
    void aNoticeGoesWithoutRatherThanBeLost() throws Exception {
        send(NOTICE, careless(TlsMode.STARTTLS_OPTIONAL));
        assertThat(said).contains("MAIL FROM:<>").doesNotContain("MAIL FROM:<> REQUIRETLS");
        said.clear();
        send(NOTICE, keeping());
        assertThat(said).contains("MAIL FROM:<> REQUIRETLS");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            Subject: x/TLS-Required: No//              | WAIVED
            tls-required:No//                          | WAIVED
            TLS-Required:/  no //                      | WAIVED
            TLS-Required: No                           | NONE
            TLS-Required: Yes//                        | NONE
            TLS-Required: No/TLS-Required: No//        | NONE
            Subject: TLS-Required: No//                | NONE
            Subject: x//TLS-Required: No//             | NONE
            X-TLS-Required: No//                       | NONE
            """)
    void theFieldIsReadAsTheRfcWritesIt(String lines, TlsDemand demand) throws Exception {
        byte[] content = lines.replace("/", "\r\n").getBytes(StandardCharsets.US_ASCII);
        Relay.Source source = () -> Channels.newChannel(new ByteArrayInputStream(content));
        Mail mail = new Mail(ReversePath.of("aaa@tokyo.test"), MailParameters.NONE);
        assertThat(TlsDemand.of(mail, source)).isEqualTo(demand);
        assertThat(TlsDemand.of(REQUIRED, source))
                .as("the parameter is stronger")
                .isEqualTo(TlsDemand.REQUIRED);
    }

    // The parts

    /** Takes all mail, and promises nothing. */
    private static final class Careless implements SmtpApplication {
        @Override
        public Reply rcpt(SmtpPeer peer, Envelope soFar, Rcpt rcpt) {
            return Reply.of(250, "2.1.5", "ok");
        }

        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) {
            return new MessageSink() {
                @Override
                public void write(ByteBuffer content) {}

                @Override
                public Reply commit() {
                    return Reply.of(250, "2.0.0", "ok");
                }

                @Override
                public void abort() {}
            };
        }
    }

    private NextHop careless(TlsMode tls) throws IOException {
        return server(tls, new Careless());
    }

    private NextHop keeping() throws IOException {
        Router router = Router.builder(Accounts.of(osaka))
                .local(Domain.of("osaka.test"))
                .postmaster("bbb@osaka.test")
                .build();
        return server(
                TlsMode.STARTTLS_OPTIONAL,
                Reception.builder("mx.osaka.test", router, osaka).build());
    }

    private NextHop server(TlsMode tls, SmtpApplication application) throws IOException {
        SmtpServer server = opened(SmtpServer.builder()
                .name("mx.osaka.test")
                .identity(IDENTITY)
                .port(SmtpPort.mta(0).tls(tls).on(InetAddress.getByName("127.0.0.1")))
                .application(application)
                .start());
        return NextHop.parse("127.0.0.1:" + server.port());
    }

    private Relay.Handover send(Mail mail, NextHop... hops) throws IOException {
        Relay relay = Relay.builder("mx.tokyo.test")
                .trust(TlsTrust.in(IDENTITY))
                .witness((speaker, line) -> said.add(line))
                .build();
        return send(relay, mail, hops);
    }

    private static Relay.Handover send(Relay relay, Mail mail, NextHop... hops) throws IOException {
        return relay.send(List.of(hops), envelope(mail), RequireTlsTest::hello);
    }

    private static ReadableByteChannel hello() {
        return Channels.newChannel(new ByteArrayInputStream("Hello\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    private static Envelope envelope(Mail mail) {
        return new Envelope(mail, List.of(new Rcpt(ForwardPath.of("bbb@osaka.test"), RcptParameters.NONE)));
    }

    private String failure(Mail mail, NextHop... hops) throws IOException {
        try {
            return "taken by " + send(mail, hops).to();
        } catch (FaultException e) {
            return Relaying.replyTo(e).toString();
        }
    }

    private <T extends AutoCloseable> T opened(T server) {
        open.add(server);
        return server;
    }
}
