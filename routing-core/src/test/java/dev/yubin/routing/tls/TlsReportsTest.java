package dev.yubin.routing.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.routing.TestDnsServer;
import dev.yubin.routing.dns.Dns;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsReportsTest {
    private static final Domain OSAKA = Domain.of("osaka.test");
    private static final FoundPolicy STS = new FoundPolicy(
            FoundPolicy.Type.STS,
            OSAKA,
            List.of("version: STSv1", "mode: testing", "mx: *.osaka.test", "max_age: 86400"),
            List.of("*.osaka.test"));

    private Instant now = Instant.parse("2026-11-27T10:00:00Z");
    private final TlsReports reports = new TlsReports("Tokyo \"Mail\" Ltd.", "smtp-tls@tokyo.test", () -> now);

    @Test
    void aDayIsReportedOnceItIsOver() throws Exception {
        tell(STS, Optional.empty());
        tell(STS, Optional.empty());
        tell(STS, Optional.of(new TlsFailure(TlsFailure.Type.CERTIFICATE_EXPIRED, "it was\r\nvalid")));
        tell(STS, Optional.of(new TlsFailure(TlsFailure.Type.CERTIFICATE_EXPIRED, "it was\r\nvalid")));
        tell(FoundPolicy.none(Domain.of("kobe.test")), Optional.empty());
        assertThat(reports.overdue()).as("the day is not over").isEmpty();
        now = Instant.parse("2026-11-28T00:00:00Z");
        tell(STS, Optional.empty());
        List<TlsReport> due = reports.overdue();
        assertThat(due).extracting(TlsReport::domain).containsExactly(OSAKA, Domain.of("kobe.test"));
        assertThat(due.get(0).json().replace(due.get(0).id(), "ID"))
                .isEqualTo("{\"organization-name\":\"Tokyo \\\"Mail\\\" Ltd.\","
                        + "\"date-range\":{\"start-datetime\":\"2026-11-27T00:00:00Z\","
                        + "\"end-datetime\":\"2026-11-27T23:59:59Z\"},"
                        + "\"contact-info\":\"smtp-tls@tokyo.test\",\"report-id\":\"ID\","
                        + "\"policies\":[{\"policy\":{\"policy-type\":\"sts\",\"policy-string\":[\"version:"
                        + " STSv1\",\"mode: testing\",\"mx: *.osaka.test\",\"max_age: 86400\"],"
                        + "\"policy-domain\":\"osaka.test\",\"mx-host\":[\"*.osaka.test\"]},"
                        + "\"summary\":{\"total-successful-session-count\":2,\"total-failure-session-count\":2},"
                        + "\"failure-details\":[{\"result-type\":\"certificate-expired\","
                        + "\"receiving-mx-hostname\":\"mx.osaka.test\",\"receiving-ip\":\"192.0.2.1\",\"failed-session-count\":2,\"failure-reason-code\":\"it"
                        + " was\\u000d\\u000avalid\"}]}]}");
        assertThat(due.get(1).json())
                .contains("{\"policy\":{\"policy-type\":\"no-policy-found\",\"policy-domain\":\"kobe.test\"},");
        assertThat(reports.overdue()).as("nobody has it yet").isEqualTo(due);
        due.forEach(reports::sent);
        assertThat(reports.overdue()).as("what was sent is forgotten").isEmpty();
        now = now.plus(Duration.ofDays(1));
        assertThat(reports.overdue())
                .singleElement()
                .satisfies(next -> assertThat(next.results())
                        .extracting(TlsReport.Result::successes)
                        .containsExactly(1L));
    }

    @Test
    void waysToFailAreToldApartUpToABound() throws Exception {
        for (int i = 0; i <= TlsReports.MOST_DETAILS; i++) {
            tell(STS, Optional.of(new TlsFailure(TlsFailure.Type.VALIDATION_FAILURE, "number " + i)));
        }
        now = now.plus(Duration.ofDays(1));
        TlsReport.Result result = reports.overdue().get(0).results().get(0);
        assertThat(result.failures()).isEqualTo(TlsReports.MOST_DETAILS + 1);
        assertThat(result.details()).hasSize(TlsReports.MOST_DETAILS);
    }

    @Test
    void whatIsKeptInAFolderOutlastsThePrograms(@TempDir Path folder) throws Exception {
        TlsReports before = TlsReports.keptIn(folder, "Tokyo", "smtp-tls@tokyo.test", () -> now);
        TlsFailure expired = new TlsFailure(TlsFailure.Type.CERTIFICATE_EXPIRED, "-, it was\r\nvalid");
        TlsFailure refused = new TlsFailure(TlsFailure.Type.STS_POLICY_FETCH_ERROR, "-");
        tell(before, STS, Optional.empty());
        tell(before, STS, Optional.of(expired));
        tell(before, FoundPolicy.none(OSAKA), Optional.empty());
        before.session(new TlsSession(STS, "mx.osaka.test", Optional.empty(), Optional.of(refused)));
        before.keep();
        assertThat(folder.resolve("2026-11-27.tls")).content().isEqualTo("""
            policy sts osaka.test 1 2 version%3A+STSv1,mode%3A+testing,mx%3A+*.osaka.test,max_age%3A+86400 *.osaka.test
            failure certificate-expired mx.osaka.test [192.0.2.1] 1 -%2C+it+was%0D%0Avalid
            failure sts-policy-fetch-error mx.osaka.test - 1 %2D
            policy no-policy-found osaka.test 1 0 - -
            """);
        Files.writeString(folder.resolve("2026-11-26.tls"), "policy sts osaka.test many\n");
        Files.writeString(folder.resolve("notes.tls"), "");

        TlsReports after = TlsReports.keptIn(folder, "Tokyo", "smtp-tls@tokyo.test", () -> now);
        tell(after, STS, Optional.of(expired));
        now = now.plus(Duration.ofDays(1));
        tell(after, STS, Optional.empty()); // which is when all is kept that was not
        assertThat(folder.resolve("2026-11-28.tls")).content().startsWith("policy sts osaka.test 1 0 ");
        TlsReport report = after.overdue().get(0);
        List<TlsReport.Result> results = report.results();
        assertThat(results).extracting(TlsReport.Result::failures).containsExactly(3L, 0L);
        assertThat(results.get(0).policy()).isEqualTo(STS);
        assertThat(results.get(0).details())
                .containsExactly(
                        new TlsReport.Detail(
                                expired, "mx.osaka.test", Optional.of(InetAddress.getByName("192.0.2.1")), 2),
                        new TlsReport.Detail(refused, "mx.osaka.test", Optional.empty(), 1));
        assertThat(folder.resolve("2026-11-27.tls")).as("it has not been sent").exists();
        after.sent(report);
        assertThat(folder.resolve("2026-11-27.tls")).as("it has been sent").doesNotExist();
    }

    @Test
    void whatWasNotSentOutlastsTheProgramToo(@TempDir Path folder) throws Exception {
        TlsReports before = TlsReports.keptIn(folder, "Tokyo", "smtp-tls@tokyo.test", () -> now);
        tell(before, STS, Optional.empty());
        tell(before, FoundPolicy.none(OSAKA), Optional.empty());
        tell(before, FoundPolicy.none(Domain.of("kobe.test")), Optional.empty());
        before.keep();
        now = now.plus(Duration.ofDays(1));
        List<TlsReport> due = before.overdue();
        before.sent(due.get(0));
        assertThat(folder.resolve("2026-11-27.tls")).content().isEqualTo("policy no-policy-found kobe.test 1 0 - -\n");

        TlsReports after = TlsReports.keptIn(folder, "Tokyo", "smtp-tls@tokyo.test", () -> now);
        assertThat(after.overdue())
                .as("whoever has it already can know it by its id")
                .containsExactly(due.get(1));
        now = now.plus(TlsReports.KEPT);
        assertThat(after.overdue()).as("a week later it is no news").isEmpty();
        assertThat(folder.resolve("2026-11-27.tls")).doesNotExist();
    }

    /** RFC 8460 section 5.3. */
    @Test
    void aReportGoesAsAMessage() throws Exception {
        tell(STS, Optional.empty());
        now = now.plus(Duration.ofDays(1));
        TlsReport report = reports.overdue().get(0);
        String id = report.id();
        String message = new String(
                report.message(
                        Mailbox.of("smtp-tls@tokyo.test"),
                        Domain.of("tokyo.test"),
                        Mailbox.of("reports@osaka.test"),
                        now),
                StandardCharsets.US_ASCII);
        String[] parts = message.split("\r\n--" + id + "(--)?\r\n");
        assertThat(parts[0]).isEqualTo("""
            Date: Sat, 28 Nov 2026 10:00:00 +0000
            From: <smtp-tls@tokyo.test>
            To: <reports@osaka.test>
            Subject: Report Domain: osaka.test
             Submitter: tokyo.test
             Report-ID: <ID@tokyo.test>
            Message-ID: <ID@tokyo.test>
            TLS-Report-Domain: osaka.test
            TLS-Report-Submitter: tokyo.test
            TLS-Required: No
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type="tlsrpt";
            \tboundary="ID"
            """.replace("<ID@", "<" + id + "@")
                .replace("\"ID\"", "\"" + id + "\"")
                .replace("\n", "\r\n"));
        String[] attached = parts[2].split("\r\n\r\n", 2);
        assertThat(attached[0])
                .startsWith("Content-Type: application/tlsrpt+gzip\r\n")
                .endsWith("filename=\"tokyo.test!osaka.test!1795737600!1795823999!" + id + ".json.gz\"");
        byte[] gzip = Base64.getMimeDecoder().decode(attached[1]);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(report.json());
        assertThat(message.lines()).allMatch(line -> line.length() <= 100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        v=TLSRPTv1;rua=mailto:reports@osaka.test                                 | [mailto:reports@osaka.test]
        v=TLSRPTv1; rua=mailto:a@osaka.test,https://osaka.test/tlsrpt ; ext=x    | [mailto:a@osaka.test, https://osaka.test/tlsrpt]
        v=TLSRPTv1; rua=mailto:a b@osaka.test,mailto:c@osaka.test                | [mailto:c@osaka.test]
        v=TLSRPTv1;                                                              | []
        v=TLSRPTv2;rua=mailto:reports@osaka.test                                 | []
        """)
    void aDomainSaysWhereItWantsThem(String record, String wanted) throws Exception {
        try (TestDnsServer server = new TestDnsServer();
                Dns dns = Dns.at(server.address())) {
            server.with("_smtp._tls.osaka.test TXT", record, "another text");
            assertThat(TlsReports.wanted(dns, OSAKA)).hasToString(wanted);
            server.with("_smtp._tls.osaka.test TXT", record + ",mailto:x@osaka.test".repeat(11));
            assertThat(TlsReports.wanted(dns, OSAKA)).as("at most").hasSizeLessThanOrEqualTo(TlsReports.MOST_WANTED);
            server.with("_smtp._tls.osaka.test TXT", record, record);
            assertThat(TlsReports.wanted(dns, OSAKA)).as("two records are none").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mailto:a@osaka.test, a@osaka.test",
        "MAILTO:a@osaka.test?subject=x, a@osaka.test",
        "mailto:nobody, ",
        "https://osaka.test/, "
    })
    void oneToWriteToIsAMailbox(URI wanted, String mailbox) {
        assertThat(TlsReports.mailbox(wanted).map(Mailbox::toString)).isEqualTo(Optional.ofNullable(mailbox));
    }

    @Test
    void anIdThatCouldBreakOutOfItsLineIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsReport("x", "x", OSAKA, now, now, "a\r\nb", List.of()));
    }

    private void tell(FoundPolicy policy, Optional<TlsFailure> failure) throws Exception {
        tell(reports, policy, failure);
    }

    private static void tell(TlsReports reports, FoundPolicy policy, Optional<TlsFailure> failure) throws Exception {
        InetAddress address = InetAddress.getByName("192.0.2.1");
        reports.session(new TlsSession(policy, "mx.osaka.test", Optional.of(address), failure));
    }
}
