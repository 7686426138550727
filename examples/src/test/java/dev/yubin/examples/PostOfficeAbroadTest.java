package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.server.SmtpMessage;
import dev.yubin.smtp.server.SmtpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How mail leaves post-office for other domains: to the servers that the DNS names, or to a smart host; and what those domains are told of it. */
@Timeout(120)
class PostOfficeAbroadTest {
    private final BlockingQueue<SmtpMessage> came = new LinkedBlockingQueue<>();
    private final Zone zone = new Zone();
    private SmtpServer osaka;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        osaka = SmtpServer.receive(0, came::add);
        zone.with("osaka.test MX", "mx.osaka.test").with("mx.osaka.test A", "127.0.0.1");
        Files.writeString(folder.resolve("routes"), "postmaster aaa@tokyo.test\ntrust 127.0.0.0/8\n");
    }

    @AfterEach
    void close() {
        osaka.close();
        zone.close();
    }

    private PostOfficeProcess start(String... flags) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "--domain",
                "tokyo.test",
                "--user",
                "aaa@tokyo.test:tanuki",
                "--smtp",
                "0",
                "--route-file",
                "" + folder.resolve("routes")));
        all.addAll(List.of(flags));
        return PostOfficeProcess.start(all.toArray(String[]::new));
    }

    private PostOfficeProcess startByDns(String... flags) throws Exception {
        List<String> all = new ArrayList<>(
                List.of("--dns", "127.0.0.1:" + zone.address().getPort(), "--mx-port", "" + osaka.port()));
        all.addAll(List.of(flags));
        return start(all.toArray(String[]::new));
    }

    private static void send(PostOfficeProcess office, String to) throws FaultException {
        try (SmtpClient client = SmtpClient.builder("127.0.0.1", office.port("smtp"), TlsMode.PLAINTEXT)
                .connect()
                .await()) {
            client.send(
                            Envelope.of("aaa@tokyo.test", to),
                            "Subject: hello\r\n\r\nKonnichi wa\r\n".getBytes(StandardCharsets.US_ASCII))
                    .await();
            client.quit().await();
        }
    }

    private String next(String to) throws Exception {
        SmtpMessage message = came.poll(60, TimeUnit.SECONDS);
        assertThat(message).as("something comes").isNotNull();
        assertThat(message.envelope().recipients().get(0).to()).hasToString("<" + to + ">");
        return new String(message.bytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void itGoesToTheServerThatTheDnsNames() throws Exception {
        try (PostOfficeProcess office = startByDns()) {
            send(office, "bbb@osaka.test");
            assertThat(next("bbb@osaka.test")).endsWith("\r\nKonnichi wa\r\n");
        }
        try (PostOfficeProcess office = startByDns("--spool", "sqlite:" + folder.resolve("spool"))) {
            send(office, "ccc@osaka.test");
            assertThat(next("ccc@osaka.test")).endsWith("\r\nKonnichi wa\r\n");
        }
    }

    @Test
    void itGoesToASmartHostWhateverItsDomain() throws Exception {
        try (PostOfficeProcess office = start("--smart-host", "127.0.0.1:" + osaka.port())) {
            send(office, "ddd@kobe.test");
            assertThat(next("ddd@kobe.test")).endsWith("\r\nKonnichi wa\r\n");
        }
    }

    @Test
    void theOperatorHasHandsWhileItRuns() throws Exception {
        Path spool = folder.resolve("spool");
        try (PostOfficeProcess office = start("--route", "kobe.test=127.0.0.1:1", "--spool", "sqlite:" + spool)) {
            send(office, "bbb@kobe.test");
            while (!queue(spool, 0, "counts").contains("not reached 1 times")) {
                Thread.onSpinWait();
            }
            assertThat(queue(spool, 0, "show", "1")).contains("  <bbb@kobe.test>: pending, ");
            assertThat(queue(spool, 2, "show", "7")).isEqualTo("mail-queue: message 7 is not in the queue any more\n");
            assertThat(queue(spool, 0, "drop", "all")).isEqualTo("1 message\n");
            assertThat(queue(spool, 0, "list")).isEmpty();
            assertThat(Files.getPosixFilePermissions(folder.resolve("spool.control")))
                    .containsOnly(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
        assertThat(folder.resolve("spool.control")).doesNotExist();
        assertThat(queue(spool, 0, "list"))
                .as("of a post office that is stopped")
                .isEmpty();
    }

    private static String queue(Path spool, int exit, String... words) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        List<String> all = new ArrayList<>(List.of("" + spool));
        all.addAll(List.of(words));
        assertThat(MailQueueProgram.commandLine().setOut(out).setErr(out).execute(all.toArray(String[]::new)))
                .as(said.toString())
                .isEqualTo(exit);
        return said.toString();
    }

    /** RFC 8460. */
    @Test
    void aDomainHasItsReportOfTheDayBefore() throws Exception {
        zone.with("_smtp._tls.osaka.test TXT", "v=TLSRPTv1; rua=mailto:tls@osaka.test");
        Path reports = Files.createDirectory(folder.resolve("reports"));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Path yesterday = reports.resolve(today.minusDays(1) + ".tls");
        Files.writeString(yesterday, "policy no-policy-found osaka.test 2 0 - -\n");
        try (PostOfficeProcess office = startByDns(
                "--spool",
                "sqlite:" + folder.resolve("spool"),
                "--tls-reports",
                "" + reports,
                "--tls-report-contact",
                "postmaster@tokyo.test")) {
            assertThat(next("tls@osaka.test"))
                    .contains(
                            "From: <postmaster@tokyo.test>\r\n",
                            "TLS-Report-Domain: osaka.test\r\n",
                            "TLS-Report-Submitter: tokyo.test\r\n",
                            "Content-Type: application/tlsrpt+gzip\r\n");
            send(office, "bbb@osaka.test");
            next("bbb@osaka.test");
        }
        assertThat(yesterday).as("it was sent").doesNotExist();
        try (var days = Files.list(reports)) {
            assertThat(days.map(Path::getFileName).map(Path::toString))
                    .as("its own session, and that of the mail, are for the next")
                    .containsAnyOf(today + ".tls", today.plusDays(1) + ".tls");
        }
    }
}
