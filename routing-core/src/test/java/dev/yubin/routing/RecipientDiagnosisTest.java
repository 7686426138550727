package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.yubin.protocol.Fault.Kind;
import dev.yubin.protocol.diagnosis.Finding;
import dev.yubin.protocol.diagnosis.Finding.Verdict;
import dev.yubin.protocol.diagnosis.Note.Topic;
import dev.yubin.protocol.diagnosis.Report;
import dev.yubin.protocol.diagnosis.Step;
import dev.yubin.protocol.diagnosis.Trouble;
import dev.yubin.routing.dns.Dns;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.ReversePath;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fault on the way to a recipient, made for real, and what the diagnosis says of it. */
class RecipientDiagnosisTest {
    private static final Mailbox BOB = Mailbox.of("bob@osaka.test");
    private static final ReversePath ANN = ReversePath.of("ann@tokyo.test");
    private static final String UP_TO_RCPT = "220 mx.osaka.test ESMTP|250 mx.osaka.test|250 2.1.0 ok|";
    private static final String BEHIND = "|250 2.0.0 reset|221 bye";

    private final TestDnsServer dns = new TestDnsServer();
    private final MailExchangers exchangers = MailExchangers.at(dns.address());

    @AfterEach
    void close() {
        exchangers.close();
        dns.close();
    }

    private Report diagnosed(MailExchangers exchangers, int port) {
        return Relay.builder("mx.tokyo.test")
                .mailExchangers(exchangers)
                .port(port)
                .build()
                .diagnosis(ANN, BOB)
                .run();
    }

    private Report diagnosed(ScriptedServer server) {
        return diagnosed(exchangers, server.hop().port());
    }

    private static Finding failure(Report report, Step step, Trouble trouble, String place) {
        assertThat(report.failure()).as(report.toString()).isPresent();
        Finding failed = report.failure().get();
        assertThat(failed.step()).as(report.toString()).isEqualTo(step);
        assertThat(failed.trouble()).as(report.toString()).contains(trouble);
        assertThat(failed.place()).isEqualTo(place);
        assertThat(report.text(Locale.JAPANESE)).contains(trouble.cause(Locale.JAPANESE), trouble.fix(Locale.JAPANESE));
        assertThat(report.text(Locale.ENGLISH)).contains(trouble.cause(Locale.ENGLISH), trouble.fix(Locale.ENGLISH));
        return failed;
    }

    // ------------------------------------------------------------------ the DNS

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        NXDOMAIN   | DOMAIN_UNKNOWN        | SERVER_SETTING
        NO_ADDRESS | DOMAIN_WITHOUT_SERVER | SERVER_SETTING
        SERVFAIL   | DNS_ERROR             | NETWORK
        NO_A       | DNS_ERROR             | NETWORK
        NULL_MX    | TAKES_NO_MAIL         | REFUSED
        OURSELVES  | LEADS_BACK            | SERVER_SETTING
        """)
    void everyFailureOfTheDnsIsToldApart(String what, Trouble trouble, Kind kind) {
        switch (what) {
            case "NO_ADDRESS" -> dns.with("osaka.test TXT");
            case "SERVFAIL" ->
                dns.with("osaka.test MX", "10 mx.osaka.test").failing("osaka.test MX", DnsResponseCode.SERVFAIL);
            case "NO_A" ->
                dns.with("osaka.test A", "127.0.0.1")
                        .failing("osaka.test A", DnsResponseCode.SERVFAIL)
                        .failing("osaka.test AAAA", DnsResponseCode.SERVFAIL);
            case "NULL_MX" -> dns.with("osaka.test MX", "0 .");
            case "OURSELVES" -> dns.with("osaka.test MX", "10 mx.tokyo.test");
            default -> dns.with("kyoto.test A", "127.0.0.1");
        }
        failure(diagnosed(exchangers, 25), Step.MAIL_SERVERS, trouble, "osaka.test");
        assertThat(trouble.kind()).isEqualTo(kind);
    }

    @Test
    void aDnsServerThatSaysNothingIsTheNetworks() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                MailExchangers asking = MailExchangers.by(
                        Dns.at((InetSocketAddress) silent.getLocalSocketAddress(), Duration.ofMillis(100)))) {
            failure(diagnosed(asking, 25), Step.MAIL_SERVERS, Trouble.DNS_SILENT, "osaka.test");
            assertThat(Trouble.DNS_SILENT.kind()).isEqualTo(Kind.NETWORK);
        }
    }

    @Test
    void aMailServerWithoutAnAddressIsTheDomainsFault() {
        dns.with("osaka.test MX", "10 mx.osaka.test").with("mx.osaka.test TXT");
        failure(diagnosed(exchangers, 2525), Step.NAME, Trouble.MX_WITHOUT_ADDRESS, "mx.osaka.test:2525");
    }

    // ------------------------------------------------------------------ what the server says

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        450 4.2.0 Greylisted, come again | GREYLISTED
        451 4.7.1 Come again             | GREYLISTED
        450 Graylisting in action        | GREYLISTED
        452 4.2.2 Mailbox full           | MAILBOX_FULL
        452 Requested action not taken   | MAILBOX_FULL
        552 5.2.2 Over quota             | MAILBOX_FULL
        552 Over quota                   | MAILBOX_FULL
        550 5.1.1 No such user           | NO_SUCH_USER
        550 No such user                 | NO_SUCH_USER
        553 Not here                     | NO_SUCH_USER
        550 5.7.1 Listed                 | POLICY
        554 Listed                       | POLICY
        452 4.3.1 Disk full              | RECIPIENT_NOT_NOW
        450 4.1.1 Not verified           | RECIPIENT_NOT_NOW
        421 4.3.2 Going down             | RECIPIENT_NOT_NOW
        """)
    void everyRefusalOfTheRecipientIsToldApart(String reply, Trouble trouble) throws Exception {
        dns.with("osaka.test MX", "10 mx.osaka.test").with("mx.osaka.test A", "127.0.0.1");
        try (ScriptedServer server = ScriptedServer.always(UP_TO_RCPT + reply + BEHIND)) {
            Finding failed = failure(
                    diagnosed(server),
                    Step.RECIPIENT,
                    trouble,
                    "mx.osaka.test:" + server.hop().port());
            assertThat(failed.lastReply()).contains(reply);
            assertThat(trouble.kind()).isEqualTo(Kind.REFUSED);
        }
    }

    @Test
    void aSenderThatIsRefusedIsToldOf() throws Exception {
        dns.with("osaka.test A", "127.0.0.1");
        try (ScriptedServer server = ScriptedServer.always("220 hi|250 hi|550 5.1.8 No such sender|250 ok|221 bye")) {
            Report report = diagnosed(server);
            failure(
                    report,
                    Step.SENDER,
                    Trouble.SENDER_REFUSED,
                    "osaka.test:" + server.hop().port());
            assertThat(report.findings().get(0).notes())
                    .extracting(note -> note.topic())
                    .contains(Topic.OWN_HOST);
        }
    }

    @Test
    void whatIsWellPassesAndIsTakenBack() throws Exception {
        dns.with("osaka.test MX", "10 mx.osaka.test").with("mx.osaka.test A", "127.0.0.1");
        try (ScriptedServer server = ScriptedServer.always(UP_TO_RCPT + "250 2.1.5 ok" + BEHIND)) {
            Report report = diagnosed(server);

            assertThat(report.passed()).as(report.toString()).isTrue();
            assertThat(report.findings())
                    .extracting(Finding::step)
                    .containsExactly(
                            Step.MAIL_SERVERS,
                            Step.NAME,
                            Step.CONNECTION,
                            Step.GREETING,
                            Step.TLS,
                            Step.SENDER,
                            Step.RECIPIENT);
            server.await("RSET"); // which nobody waits for
            assertThat(server.heard())
                    .containsSubsequence(
                            "EHLO mx.tokyo.test", "MAIL FROM:<ann@tokyo.test>", "RCPT TO:<bob@osaka.test>", "RSET");
        }
    }

    // ------------------------------------------------------------------ one server behind the other

    @Test
    void aServerThatIsNotReachedIsAWarningWhereTheNextDecides() throws Exception {
        dns.with("osaka.test MX", "10 down.osaka.test", "20 mx.osaka.test")
                .with("down.osaka.test A", "127.0.0.2")
                .with("mx.osaka.test A", "127.0.0.1");
        try (ScriptedServer server = ScriptedServer.always(UP_TO_RCPT + "250 2.1.5 ok" + BEHIND)) {
            Report report = diagnosed(server);

            assertThat(report.passed()).as(report.toString()).isTrue();
            assertThat(report.findings())
                    .filteredOn(finding -> finding.step() == Step.CONNECTION)
                    .extracting(Finding::verdict, Finding::trouble)
                    .containsExactly(
                            tuple(Verdict.WARNING, Optional.of(Trouble.NOTHING_LISTENS)),
                            tuple(Verdict.PASSED, Optional.empty()));
        }
    }

    @Test
    void aNoForGoodEndsIt() throws Exception {
        dns.with("osaka.test MX", "10 mx.osaka.test", "20 down.osaka.test")
                .with("down.osaka.test A", "127.0.0.2")
                .with("mx.osaka.test A", "127.0.0.1");
        try (ScriptedServer server = ScriptedServer.always(UP_TO_RCPT + "550 5.1.1 unknown" + BEHIND)) {
            failure(
                    diagnosed(server),
                    Step.RECIPIENT,
                    Trouble.NO_SUCH_USER,
                    "mx.osaka.test:" + server.hop().port());
        }
    }

    @Test
    void aClosedPortIsToldOf() throws Exception {
        dns.with("osaka.test A", "127.0.0.1");
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        failure(diagnosed(exchangers, port), Step.CONNECTION, Trouble.NOTHING_LISTENS, "osaka.test:" + port);
    }

    @Test
    void tlsThatDoesNotComeAboutIsDoneWithoutAsWhenMailIsSent() throws Exception {
        dns.with("osaka.test A", "127.0.0.1");
        String withTls = "220 hi|250-hi/250 STARTTLS|220 go on|but no TLS follows";
        try (ScriptedServer server = new ScriptedServer(withTls, "220 hi|250 hi|250 2.1.0 ok|250 2.1.5 ok" + BEHIND)) {
            Report report = diagnosed(server);

            assertThat(report.passed()).as(report.toString()).isTrue();
            assertThat(report.findings())
                    .extracting(Finding::step)
                    .containsExactly(
                            Step.MAIL_SERVERS,
                            Step.NAME,
                            Step.CONNECTION,
                            Step.GREETING,
                            Step.TLS,
                            Step.SENDER,
                            Step.RECIPIENT);
            assertThat(report.findings().get(4).notes())
                    .extracting(note -> note.topic())
                    .contains(Topic.IN_THE_CLEAR);
        }
    }
}
