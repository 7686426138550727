package dev.yubin.routing.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.routing.TestDnsServer;
import dev.yubin.routing.dns.Dns;
import dev.yubin.smtp.Domain;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies of osaka.test, found in the DNS, fetched from the web and kept. */
@Timeout(60)
class MtaStsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("an authority");
    private static final TlsIdentity WEB = AUTHORITY.server("mta-sts.osaka.test");
    private static final MailServer MX = new MailServer(Domain.of("osaka.test"), "mx.osaka.test", 25, false);
    private static final String[] ENFORCE = {"version: STSv1", "mode: enforce", "mx: mx.osaka.test", "max_age: 604800"};
    private static final String ENFORCED = "sts: TLS or nothing";
    private static final String NONE = "none";

    @TempDir
    Path folder;

    private final TestDnsServer server = new TestDnsServer();
    private final Dns dns = Dns.at(server.address());
    private final List<AutoCloseable> open = new ArrayList<>(List.of(dns, server));
    private Instant now = Instant.parse("2026-11-27T10:00:00Z");

    @BeforeEach
    void told() {
        server.with("_mta-sts.osaka.test TXT", "v=STSv1; id=20261127;");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void aPolicyIsFetchedOnceAndKept() throws Exception {
        PolicyHost web = web(WEB).policy(ENFORCE);
        MtaSts sts = sts(web);
        assertThat(said(sts)).isEqualTo(ENFORCED);
        assertThat(said(sts)).isEqualTo(ENFORCED);
        assertThat(said(sts(web))).as("another process").isEqualTo(ENFORCED);
        assertThat(web.asked()).containsExactly("mta-sts.osaka.test/.well-known/mta-sts.txt");
        assertThat(folder.resolve("osaka.test.sts")).content().isEqualTo("""
                20261127
                2026-11-27T10:00:00Z
                version: STSv1
                mode: enforce
                mx: mx.osaka.test
                max_age: 604800
                """);
        assertThat(folder).isDirectoryContaining("glob:**.sts").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void anotherIdInTheDnsBringsAnotherPolicy() throws Exception {
        PolicyHost web = web(WEB).policy(ENFORCE);
        MtaSts sts = sts(web);
        assertThat(said(sts)).isEqualTo(ENFORCED);
        web.policy("version: STSv1", "mode: none", "max_age: 0");
        assertThat(said(sts)).isEqualTo(ENFORCED);
        server.with("_mta-sts.osaka.test TXT", "v=STSv1;id=2");
        assertThat(said(sts)).isEqualTo(NONE);
    }

    @Test
    void aPolicyIsFetchedAnewEachDay() throws Exception {
        PolicyHost web = web(WEB).policy(ENFORCE);
        MtaSts sts = sts(web);
        said(sts);
        pass(Duration.ofDays(1));
        said(sts);
        assertThat(web.asked()).hasSize(2);
    }

    /** RFC 8461 section 3.3. */
    @ParameterizedTest
    @CsvSource({"no record", "SERVFAIL", "another id", "two records"})
    void whatIsKeptOutlastsThatNothingIsFoundAnyMore(String loss) throws Exception {
        PolicyHost web = web(WEB).policy(ENFORCE);
        MtaSts sts = sts(web);
        said(sts);
        web.answering(404, "text/plain", "");
        switch (loss) {
            case "no record" -> server.without("_mta-sts.osaka.test TXT");
            case "SERVFAIL" -> server.failing("_mta-sts.osaka.test TXT", DnsResponseCode.SERVFAIL);
            case "two records" -> server.with("_mta-sts.osaka.test TXT", "v=STSv1; id=3;", "v=STSv1; id=4;");
            default -> server.with("_mta-sts.osaka.test TXT", "v=STSv1; id=2;");
        }
        pass(Duration.ofDays(7).minusSeconds(1));
        assertThat(said(sts)).isEqualTo(ENFORCED);
        pass(Duration.ofSeconds(1));
        assertThat(said(sts)).isNotEqualTo(ENFORCED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            301 | text/plain               | -                                    | sts-policy-fetch-error: the server of the policy answered 301
            404 | text/plain               | -                                    | sts-policy-fetch-error: the server of the policy answered 404
            200 | text/html                | version: STSv1/mode: none/max_age: 1 | sts-policy-fetch-error: expected a policy in text/plain, not in text/html
            200 | Text/Plain;charset=utf-8 | version: STSv1/mode: none/max_age: 1 | none
            200 | text/plain               | version: STSv1/mode: none            | sts-policy-invalid: the policy has no max_age
            200 | text/plain               | too large                            | sts-policy-fetch-error: mta-sts.osaka.test: the policy is over 65536 octets
            """)
    void whatCannotBeFetchedIsReportedAndMailGoesAsIfThereWereNone(int status, String type, String body, String said)
            throws Exception {
        String text = body == null ? "" : body.replace("/", "\n");
        PolicyHost web = web(WEB).answering(status, type, text.equals("too large") ? "x".repeat(65_537) : text);
        assertThat(said(sts(web))).isEqualTo(said);
    }

    @Test
    void aServerOfThePolicyThatIsNotTheOneIsNotBelieved() throws Exception {
        for (TlsIdentity stranger : List.of(
                AUTHORITY.server("osaka.test"),
                AUTHORITY.expired("mta-sts.osaka.test"),
                new TestAuthority("another").server("mta-sts.osaka.test"))) {
            PolicyHost web = web(stranger).policy(ENFORCE);
            assertThat(said(sts(web))).startsWith("sts-webpki-invalid: mta-sts.osaka.test: ");
            assertThat(web.asked()).isEmpty();
        }
    }

    @Test
    void whatCouldNotBeFetchedIsNotFetchedAgainForAWhile() throws Exception {
        PolicyHost web = web(WEB).answering(404, "text/plain", "");
        MtaSts sts = sts(web);
        assertThat(said(sts)).startsWith("sts-policy-fetch-error");
        web.policy(ENFORCE);
        pass(MtaSts.PATIENCE.minusSeconds(1));
        assertThat(said(sts)).startsWith("sts-policy-fetch-error");
        pass(Duration.ofSeconds(1));
        assertThat(said(sts)).isEqualTo(ENFORCED);
    }

    @ParameterizedTest
    @CsvSource({
        "v=STSv1; id=1, fetched",
        "v=STSv1;id=a1B2;, fetched",
        "v=STSv1; id=1; x=y;, fetched",
        "v=STSv1; x=y; id=1, fetched",
        "v=STSv1; id=1; x, not",
        "v=STSv1; id=, not",
        "v=STSv1; id=a-b;, not",
        "v=STSv1;, not",
        "v=STSv11; id=1, not",
        "some other text, not"
    })
    void aRecordIsReadAsTheRfcWritesIt(String record, String outcome) throws Exception {
        server.with("_mta-sts.osaka.test TXT", record);
        assertThat(said(sts(web(WEB).policy(ENFORCE)))).isEqualTo(outcome.equals("fetched") ? ENFORCED : NONE);
    }

    @Test
    void otherTextsBesideTheRecordAreNotItsBusiness() throws Exception {
        server.with("_mta-sts.osaka.test TXT", "v=spf1 -all", "v=STSv1; id=1;");
        assertThat(said(sts(web(WEB).policy(ENFORCE)))).isEqualTo(ENFORCED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            enforce | mx.osaka.test | sts: TLS or nothing
            enforce | *.kobe.test   | validation-failure: the policy of osaka.test (MTA-STS) does not name the server mx.osaka.test; no way
            testing | mx.osaka.test | sts: TLS, or as if there were none
            testing | *.kobe.test   | validation-failure: the policy of osaka.test (MTA-STS) does not name the server mx.osaka.test
            none    | mx.osaka.test | none
            """)
    void aPolicySaysWhatTheWayMustBeLike(String mode, String mx, String outcome) throws Exception {
        PolicyHost web = web(WEB).policy("version: STSv1", "mode: " + mode, "mx: " + mx, "max_age: 86400");
        assertThat(said(sts(web))).isEqualTo(outcome);
    }

    @Test
    void aFileThatIsBrokenIsFetchedAnew() throws Exception {
        PolicyHost web = web(WEB).policy(ENFORCE);
        said(sts(web));
        Files.writeString(folder.resolve("osaka.test.sts"), "20261127\n");
        assertThat(said(sts(web))).isEqualTo(ENFORCED);
        assertThat(web.asked()).hasSize(2);
    }

    /** Of a domain to which nobody writes any more. */
    @Test
    void whatIsPastItsTimeIsRemovedOnceADay() throws Exception {
        PolicyHost web = web(WEB).policy(ENFORCE);
        MtaSts sts = sts(web);
        said(sts);
        String week = Files.readString(folder.resolve("osaka.test.sts"));
        Path kobe = Files.writeString(folder.resolve("kobe.test.sts"), week.replace("604800", "90000"));
        Path nara = Files.writeString(folder.resolve("nara.test.sts"), week.replace("604800", "60"));
        Files.writeString(folder.resolve("notes.sts"), "not a policy");
        pass(Duration.ofHours(23));
        server.with("_mta-sts.osaka.test TXT", "v=STSv1; id=2");
        said(sts);
        assertThat(nara).as("not a day has passed").exists();
        pass(Duration.ofHours(1));
        server.with("_mta-sts.osaka.test TXT", "v=STSv1; id=3");
        said(sts);
        assertThat(nara).doesNotExist();
        assertThat(kobe).exists();
        assertThat(folder.resolve("osaka.test.sts")).exists();
        assertThat(folder.resolve("notes.sts")).exists();
    }

    /** The name is one that nobody has: RFC 6761 section 6.4. */
    @Test
    void withoutAProxyTheJdksIsNotAsked() throws Exception {
        server.with("_mta-sts.osaka.invalid TXT", "v=STSv1; id=1");
        ProxySelector before = ProxySelector.getDefault();
        List<URI> asked = new CopyOnWriteArrayList<>();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
        try {
            MtaSts sts = MtaSts.builder(dns, folder).trust(AUTHORITY.trust()).build();
            sts.of(new MailServer(Domain.of("osaka.invalid"), "mx.osaka.invalid", 25, false));
        } finally {
            ProxySelector.setDefault(before);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void whoeverAnswersIsNoGroundForAPolicy() {
        assertThatThrownBy(() ->
                        MtaSts.builder(dns, folder).trust(TlsTrust.anyone()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name them");
    }

    // The parts

    private PolicyHost web(TlsIdentity identity) throws IOException {
        PolicyHost web = new PolicyHost(identity);
        open.add(web);
        return web;
    }

    private MtaSts sts(PolicyHost web) throws IOException {
        return MtaSts.builder(dns, folder)
                .trust(AUTHORITY.trust())
                .proxy(web.proxy())
                .clock(() -> now)
                .build();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static String said(MtaSts sts) {
        Optional<TlsPolicy> policy = sts.of(MX);
        if (policy.isEmpty()) {
            return NONE;
        }
        String ways = policy.get().isProof()
                ? "TLS or nothing"
                : policy.get().ways().size() > TlsPolicy.OPPORTUNISTIC.size() ? "TLS, or as if there were none" : "";
        return policy.get()
                .failure()
                .map(failure -> failure.type().word() + ": " + failure.detail()
                        + (policy.get().ways().isEmpty() ? "; no way" : ""))
                .orElse(policy.get().found().type().word() + ": " + ways);
    }
}
