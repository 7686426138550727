package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.diagnosis.Finding;
import dev.yubin.protocol.diagnosis.Report;
import dev.yubin.protocol.diagnosis.Step;
import dev.yubin.protocol.diagnosis.Trouble;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.dns.Dns.SecurePath;
import dev.yubin.routing.tls.Dane;
import dev.yubin.routing.tls.MtaSts;
import dev.yubin.routing.tls.PolicyHost;
import dev.yubin.routing.tls.TestAuthority;
import dev.yubin.routing.tls.TlsPolicies;
import dev.yubin.routing.tls.TlsSession;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the policy of osaka.test makes of mail from tokyo.test: MTA-STS (RFC 8461) and DANE (RFC 7672), and what is told of it (RFC 8460). */
@Timeout(60)
class RelayTlsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("an authority");
    private static final TlsIdentity WEB = AUTHORITY.server("mta-sts.osaka.test");
    private static final Map<String, TlsIdentity> SERVERS = Map.of(
            "good", AUTHORITY.server("mx.osaka.test"),
            "misnamed", AUTHORITY.server("mx.kobe.test"),
            "expired", AUTHORITY.expired("mx.osaka.test"),
            "unknown", TlsIdentity.selfSigned("mx.osaka.test"),
            "no TLS", TlsIdentity.selfSigned("mx.osaka.test"));
    private static final Mail MAIL = new Mail(ReversePath.of("aaa@tokyo.test"), MailParameters.NONE);
    private static final Mail REQUIRED =
            new Mail(ReversePath.of("aaa@tokyo.test"), MailParameters.of(MailFlag.REQUIRETLS));

    @TempDir
    Path folder;

    private final MemoryMailStore osaka = MemoryMailStore.create("bbb@osaka.test");
    private final TestDnsServer server = new TestDnsServer();
    private final Dns dns = Dns.validating(server.address(), SecurePath.LOOPBACK);
    private final MailExchangers exchangers = MailExchangers.by(dns);
    private final List<AutoCloseable> open = new ArrayList<>(List.of(exchangers, server));
    private final List<TlsSession> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void zone() {
        server.proven("osaka.test MX", "10 mx.osaka.test").proven("mx.osaka.test A", "127.0.0.1");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            enforce | mx.osaka.test | good     | over TLS     | sts
            enforce | *.osaka.test  | good     | over TLS     | sts
            enforce | mx.osaka.test | misnamed | 451 4.7.5    | sts CERTIFICATE_HOST_MISMATCH
            enforce | mx.osaka.test | expired  | 451 4.7.5    | sts CERTIFICATE_EXPIRED
            enforce | mx.osaka.test | unknown  | 451 4.7.5    | sts CERTIFICATE_NOT_TRUSTED
            enforce | mx.osaka.test | no TLS   | 451 4.7.5    | sts STARTTLS_NOT_SUPPORTED
            enforce | mx.kobe.test  | good     | 451 4.7.5    | sts VALIDATION_FAILURE
            testing | mx.osaka.test | good     | over TLS     | sts
            testing | mx.osaka.test | misnamed | over TLS     | sts CERTIFICATE_HOST_MISMATCH
            testing | mx.osaka.test | no TLS   | in the clear | sts STARTTLS_NOT_SUPPORTED
            testing | mx.kobe.test  | good     | over TLS     | sts VALIDATION_FAILURE
            none    | mx.osaka.test | unknown  | over TLS     | no-policy-found
            none    | mx.osaka.test | no TLS   | in the clear | no-policy-found STARTTLS_NOT_SUPPORTED
            gone    | mx.osaka.test | unknown  | over TLS     | sts STS_POLICY_FETCH_ERROR
            """)
    void mtaSts(String mode, String mx, String shown, String outcome, String result) throws Exception {
        Relay relay = relay(shown, sts(mode, mx));
        assertThat(send(relay, MAIL, "Hello")).startsWith(outcome);
        assertTold(result);
    }

    /** A record is usage, selector, matching type and of which server's certificate or, with {@code ^}, its authority's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3 0 1 unknown  | unknown  | over TLS     | tlsa
            3 0 1 expired  | expired  | over TLS     | tlsa
            2 0 1 ^good    | good     | over TLS     | tlsa
            2 0 1 ^good    | misnamed | 451 4.7.5    | tlsa CERTIFICATE_HOST_MISMATCH
            2 0 1 ^good    | expired  | 451 4.7.5    | tlsa CERTIFICATE_EXPIRED
            3 0 1 good     | unknown  | 451 4.7.5    | tlsa CERTIFICATE_NOT_TRUSTED
            3 0 1 no TLS   | no TLS   | 451 4.7.5    | tlsa STARTTLS_NOT_SUPPORTED
            1 0 1 unknown  | misnamed | over TLS     | tlsa TLSA_INVALID
            1 0 1 unknown  | no TLS   | 451 4.7.5    | tlsa TLSA_INVALID
            SERVFAIL       | good     | 451 4.4.3    | tlsa DNSSEC_INVALID
            none           | unknown  | over TLS     | no-policy-found
            none           | no TLS   | in the clear | no-policy-found STARTTLS_NOT_SUPPORTED
            not proven     | unknown  | over TLS     | no-policy-found
            """)
    void dane(String record, String shown, String outcome, String result) throws Exception {
        int port = listen(shown);
        String where = "_" + port + "._tcp.mx.osaka.test TLSA";
        switch (record) {
            case "SERVFAIL" -> server.failing(where, DnsResponseCode.SERVFAIL);
            case "none" -> server.proven(where);
            case "not proven" -> server.with(where, tlsa("3 0 1 good"));
            default -> server.proven(where, tlsa(record));
        }
        assertThat(send(relay(port, Dane.by(dns)), MAIL, "Hello")).startsWith(outcome);
        assertTold(result);
    }

    @Test
    void daneOutranksMtaSts() throws Exception {
        int port = listen("unknown");
        server.proven("_" + port + "._tcp.mx.osaka.test TLSA", tlsa("3 0 1 unknown"));
        TlsPolicies both = TlsPolicies.inOrder(Dane.by(dns), sts("enforce", "mx.kobe.test"));
        assertThat(send(relay(port, both), MAIL, "Hello")).startsWith("over TLS");
        server.proven("_" + port + "._tcp.mx.osaka.test TLSA", tlsa("3 0 1 good"));
        assertThat(send(relay(port, both), MAIL, "Hello")).startsWith("451 4.7.5");
    }

    @Test
    void aServerThatThePolicyDoesNotNameIsPassedOver() throws Exception {
        server.with("osaka.test MX", "10 mx.evil.test", "20 mx.osaka.test").with("mx.evil.test A", "127.0.0.1");
        assertThat(send(relay("good", sts("enforce", "mx.osaka.test")), MAIL, "Hello"))
                .isEqualTo("over TLS to mx.osaka.test");
        assertThat(told).extracting(TlsSession::mxHost).containsExactly("mx.evil.test", "mx.osaka.test");
    }

    /** As mail would go. The last finding is of the step named, or of the recipient who is well; in front of it may be a warning. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            enforce | mx.osaka.test | good     | RECIPIENT    | -                     | CERTIFICATE_ENDS_SOON VALID
            enforce | mx.osaka.test | expired  | CERTIFICATE  | CERTIFICATE_EXPIRED   | -
            enforce | mx.osaka.test | misnamed | CERTIFICATE  | CERTIFICATE_NAME      | -
            enforce | mx.osaka.test | unknown  | CERTIFICATE  | CERTIFICATE_UNTRUSTED | -
            enforce | mx.osaka.test | no TLS   | TLS          | STARTTLS_NOT_OFFERED  | -
            enforce | mx.kobe.test  | good     | MAIL_SERVERS | NOT_IN_POLICY         | -
            testing | mx.osaka.test | expired  | RECIPIENT    | -                     | CERTIFICATE_EXPIRED UNCHECKED
            testing | mx.osaka.test | no TLS   | RECIPIENT    | -                     | STARTTLS_NOT_OFFERED UNCHECKED
            none    | mx.osaka.test | unknown  | RECIPIENT    | -                     | -
            """)
    void aDiagnosisGoesTheWayOfMail(String mode, String mx, String shown, Step step, Trouble trouble, String warning)
            throws Exception {
        Report report = relay(shown, sts(mode, mx))
                .diagnosis(ReversePath.NULL, Mailbox.of("bbb@osaka.test"))
                .run();
        Finding last = report.findings().get(report.findings().size() - 1);
        assertThat(last.step()).as(report.toString()).isEqualTo(step);
        assertThat(report.failure().flatMap(Finding::trouble)).isEqualTo(Optional.ofNullable(trouble));
        assertThat(report.findings().stream()
                        .filter(finding -> finding.verdict() == Finding.Verdict.WARNING)
                        .map(finding -> finding.trouble().orElseThrow() + " "
                                + finding.notes()
                                        .get(finding.notes().size() - 1)
                                        .topic()))
                .as(report.toString())
                .containsExactlyElementsOf(warning == null ? List.of() : List.of(warning));
        assertThat(told).as("nothing was to be sent").isEmpty();
    }

    @Test
    void aDiagnosisHeedsDane() throws Exception {
        int port = listen("unknown");
        server.proven("_" + port + "._tcp.mx.osaka.test TLSA", tlsa("3 0 1 good"));
        Report report = relay(port, Dane.by(dns))
                .diagnosis(ReversePath.NULL, Mailbox.of("bbb@osaka.test"))
                .run();
        assertThat(report.failure().flatMap(Finding::trouble)).contains(Trouble.CERTIFICATE_UNTRUSTED);
    }

    /** As for mail, the table here goes before the recipient's domain. */
    @Test
    void aDiagnosisByASmartHostAsksNoPolicy() throws Exception {
        int port = listen("good");
        NextHop smartHost = new NextHop("mx.osaka.test", port, TlsMode.STARTTLS_REQUIRED);
        Report report = relay(port, sts("enforce", "mx.kobe.test"))
                .diagnosis(ReversePath.NULL, new Route.Onward(Mailbox.of("bbb@osaka.test"), List.of(smartHost)))
                .run();
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.findings()).extracting(Finding::step).contains(Step.CERTIFICATE, Step.RECIPIENT);
    }

    @Test
    void aDiagnosisTellsOfAServerThatThePolicyDoesNotName() throws Exception {
        Report report = relay("good", sts("enforce", "mx.kobe.test"))
                .diagnosis(ReversePath.NULL, Mailbox.of("bbb@osaka.test"))
                .run();
        Finding failed = report.failure().orElseThrow();
        assertThat(failed.step()).isEqualTo(Step.MAIL_SERVERS);
        assertThat(failed.host()).isEqualTo("mx.osaka.test");
        assertThat(failed.trouble()).contains(Trouble.NOT_IN_POLICY);
        assertThat(report.text(Locale.ENGLISH)).contains("does not name this mail server");
        assertThat(report.text(Locale.JAPANESE)).contains("ポリシー (MTA-STS) にこのメールサーバーの名前がない");
        assertThat(told).as("nothing was to be sent").isEmpty();
    }

    @Test
    void theSenderHearsWhatIsWrong() throws Exception {
        assertThat(send(relay("good", sts("enforce", "mx.kobe.test")), MAIL, "Hello"))
                .matches(
                        "451 4\\.7\\.5 mx\\.osaka\\.test:[0-9]+: the policy of osaka\\.test \\(MTA-STS\\) does not name the"
                                + " server mx\\.osaka\\.test");
    }

    /** RFC 8689 section 2. */
    @Test
    void aPolicyProvesAServerToAMessageThatRequiresTls() throws Exception {
        server.with("kobe.test MX", "10 mx.osaka.test"); // not proven, and without a policy
        Relay relay = relay("good", sts("testing", "mx.osaka.test"));
        assertThat(send(relay, REQUIRED, "Hello")).startsWith("over TLS");
        assertThat(send(relay, REQUIRED, "Hello", "bbb@kobe.test")).startsWith("550 5.7.10");
    }

    /** RFC 8689 section 5. */
    @Test
    void aMessageCanWaiveWhatThePolicyDemands() throws Exception {
        Relay relay = relay("misnamed", sts("enforce", "mx.osaka.test"));
        assertThat(send(relay, MAIL, "TLS-Required: No\r\n\r\nHello")).startsWith("over TLS");
        assertThat(told).isEmpty();
    }

    /** The table here leaves the servers to the DNS, and wants TLS that proves them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            none           | good     | over TLS to mx.osaka.test
            none           | misnamed | 451 4.7.5
            none           | expired  | 451 4.7.5
            none           | unknown  | 451 4.7.5
            none           | no TLS   | 451 4.7.5
            3 0 1 unknown  | unknown  | over TLS to mx.osaka.test
            1 0 1 unknown  | unknown  | 451 4.7.5
            """)
    void aTableDemandsTlsOfServersThatTheDnsNames(String record, String shown, String outcome) throws Exception {
        int port = listen(shown);
        String where = "_" + port + "._tcp.mx.osaka.test TLSA";
        if (record.equals("none")) {
            server.proven(where);
        } else {
            server.proven(where, tlsa(record));
        }
        Relay relay = relay(port, Dane.by(dns));
        Route.Onward route = new Route.Onward(Mailbox.of("bbb@osaka.test"), List.of(), TlsMode.STARTTLS_REQUIRED);
        assertThat(send(relay, MAIL, "Hello", route)).startsWith(outcome);
        assertThat(send(relay, MAIL, "TLS-Required: No\r\n\r\nHello", route))
                .as("which waives the domain's demands")
                .startsWith(record.startsWith("3") ? "451 4.7.5" : outcome);
        assertThat(relay.diagnosis(ReversePath.NULL, route).run().passed()).isEqualTo(!outcome.startsWith("451"));
    }

    /** What a table here names is nobody's policy but its own. */
    @Test
    void aRouteIsNotAskedFor() throws Exception {
        int port = listen("unknown");
        Relay relay = relay(port, sts("enforce", "mx.kobe.test"));
        Route.Onward route =
                new Route.Onward(Mailbox.of("bbb@osaka.test"), List.of(NextHop.parse("127.0.0.1:" + port)));
        assertThat(relay.send(route, envelope(MAIL, "bbb@osaka.test"), () -> content("Hello"))
                        .delivery()
                        .accepted())
                .hasSize(1);
        assertThat(told).isEmpty();
    }

    // The parts

    private MtaSts sts(String mode, String mx) throws IOException {
        PolicyHost web = new PolicyHost(WEB);
        open.add(web);
        if (mode.equals("gone")) {
            web.answering(404, "text/plain", "");
        } else {
            web.policy("version: STSv1", "mode: " + mode, "mx: " + mx, "max_age: 86400");
        }
        server.with("_mta-sts.osaka.test TXT", "v=STSv1; id=1;");
        return MtaSts.builder(dns, folder)
                .trust(AUTHORITY.trust())
                .proxy(web.proxy())
                .build();
    }

    private static String tlsa(String record) throws Exception {
        String name = record.substring(6);
        byte[] certificate = SERVERS.get(name.replace("^", ""))
                .certificates()
                .get(name.startsWith("^") ? 1 : 0)
                .getEncoded();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate);
        return record.substring(0, 6) + HexFormat.of().formatHex(digest);
    }

    private int listen(String shown) throws IOException {
        Router router = Router.builder(Accounts.of(osaka))
                .local(Domain.of("osaka.test"))
                .postmaster("bbb@osaka.test")
                .build();
        TlsMode mode = shown.equals("no TLS") ? TlsMode.PLAINTEXT : TlsMode.STARTTLS_OPTIONAL;
        SmtpServer mx = SmtpServer.builder()
                .name("mx.osaka.test")
                .identity(SERVERS.get(shown))
                .port(SmtpPort.mta(0).tls(mode).on(InetAddress.getByName("127.0.0.1")))
                .application(Reception.builder("mx.osaka.test", router, osaka).build())
                .start();
        open.add(mx);
        return mx.port();
    }

    private Relay relay(String shown, TlsPolicies policies) throws IOException {
        return relay(listen(shown), policies);
    }

    private Relay relay(int port, TlsPolicies policies) {
        return Relay.builder("mx.tokyo.test")
                .mailExchangers(exchangers)
                .port(port)
                .trust(AUTHORITY.trust())
                .policies(policies)
                .results(told::add)
                .build();
    }

    private String send(Relay relay, Mail mail, String content) throws Exception {
        return send(relay, mail, content, "bbb@osaka.test");
    }

    private String send(Relay relay, Mail mail, String content, String to) throws Exception {
        return send(relay, mail, content, new Route.Onward(Mailbox.of(to), List.of()));
    }

    private String send(Relay relay, Mail mail, String content, Route.Onward route) throws Exception {
        try {
            Relay.Handover handed = relay.send(route, envelope(mail, route.to().toString()), () -> content(content));
            List<String> inbox = Inbox.of(osaka, "bbb@osaka.test");
            boolean tls = inbox.get(inbox.size() - 1).contains(" with ESMTPS (TLS");
            return (tls ? "over TLS" : "in the clear") + " to " + handed.to().host();
        } catch (FaultException e) {
            return Relaying.replyTo(e).toString();
        }
    }

    private static Envelope envelope(Mail mail, String to) {
        return new Envelope(mail, List.of(new Rcpt(ForwardPath.of(to), RcptParameters.NONE)));
    }

    private static ReadableByteChannel content(String text) {
        return Channels.newChannel(new ByteArrayInputStream((text + "\r\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private void assertTold(String result) {
        assertThat(told.stream()
                        .map(session -> session.policy()
                                        .type()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-')
                                + session.failure()
                                        .map(failure -> " " + failure.type())
                                        .orElse(""))
                        .collect(Collectors.toList()))
                .containsExactly(result);
    }
}
