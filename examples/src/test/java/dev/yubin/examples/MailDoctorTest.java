package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.TlsIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** mail-doctor, the example: what it says, which docs/mail-doctor.md shows, and with which code it exits. */
@Timeout(60)
class MailDoctorTest {
    private static final Pattern SHOWN =
            Pattern.compile("<!-- mail-doctor: (.*?) -->\n```text\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private record Run(int exit, String out, String err) {}

    private static Run run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = MailDoctor.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
        return new Run(line.execute(words), out.toString(), err.toString());
    }

    private static PretendServer imap() throws IOException {
        return new PretendServer("* OK imap.osaka.test ready\r\n")
                .answering("CAPABILITY", "* CAPABILITY IMAP4rev1 STARTTLS\r\n@ OK\r\n")
                .answering("STARTTLS", "@ OK begin\r\n")
                .answering("LOGIN", "@ NO [AUTHENTICATIONFAILED] wrong name or password\r\n")
                .answering("LOGOUT", "* BYE\r\n@ OK\r\n")
                .identity(TlsIdentity.selfSigned("localhost"));
    }

    private static PretendServer smtp() throws IOException {
        return new PretendServer("220 smtp.osaka.test ESMTP\r\n")
                .answering("EHLO", "250 smtp.osaka.test\r\n")
                .answering("MAIL", "250 2.1.0 ok\r\n")
                .answering("RCPT", "450 4.2.0 Greylisted, see http://postgrey.test\r\n")
                .answering("RSET", "250 2.0.0 ok\r\n")
                .answering("QUIT", "221 bye\r\n");
    }

    private String[] words(String command, int port) throws IOException {
        List<String> words = new ArrayList<>(List.of(command.replace("imap.osaka.test", "localhost")
                .replace("smtp.osaka.test", "localhost")
                .split(" ")));
        words.addAll(List.of("--port", "" + port));
        if (words.contains("--user")) {
            words.addAll(List.of(
                    "--password-file",
                    Files.writeString(folder.resolve("pw"), "tanuki\n").toString()));
        }
        return words.toArray(String[]::new);
    }

    /** As it is on the page, which shows no port and no date of this run. */
    private static String shown(String said, int port, String host, int usual) {
        return said.replace("localhost", host)
                .replace(":" + port, ":" + usual)
                .replace("port " + port, "port " + usual)
                .replace("ポート " + port, "ポート " + usual)
                .replaceAll("(0:0:0:0:0:0:0:1, )?127\\.0\\.0\\.1(, 0:0:0:0:0:0:0:1)?", "192.0.2.7");
    }

    @Test
    void thePageShowsWhatItSays() throws Exception {
        List<MatchResult> blocks = SHOWN.matcher(Files.readString(Path.of("../docs/mail-doctor.md")))
                .results()
                .toList();
        assertThat(blocks).hasSize(5);
        for (MatchResult block : blocks) {
            assertShown(block.group(1), block.group(2));
        }
    }

    private void assertShown(String command, String text) throws Exception {
        String host = command.split(" ")[1];
        boolean smtp = command.startsWith("smtp");
        try (PretendServer server = smtp ? smtp() : imap()) {
            if (command.startsWith("imap") && !command.contains("--tls")) {
                server.beginningWithTls(TlsIdentity.read(resource("expired.pem"), resource("expired.key")));
            }
            boolean plainPort = command.contains("--tls IMPLICIT");
            int usual = smtp ? 25 : command.contains("--tls") ? 143 : 993;
            Run run = run(words(command, server.port()));
            assertThat(shown(run.out(), server.port(), host, usual)).as(command).isEqualTo(text);
            assertThat(run.exit()).isEqualTo(1);
            assertThat(plainPort).isEqualTo(run.out().contains("STARTTLS works"));
        }
    }

    private static Path resource(String name) throws Exception {
        return Path.of(MailDoctorTest.class.getResource(name).toURI());
    }

    @Test
    void whatIsWellExitsWithZero() throws Exception {
        try (PretendServer server = smtp()) {
            Run run = run(words("smtp localhost --tls PLAINTEXT", server.port()));
            assertThat(run.out())
                    .contains("ok  greeting: 220 smtp.osaka.test ESMTP\n")
                    .contains("All is well.");
            assertThat(run.exit()).isZero();
        }
    }

    @Test
    void aRecipientIsLookedAtByTheWayOfMail() throws Exception {
        try (PretendServer server = smtp();
                Zone zone = new Zone()) {
            zone.with("osaka.test MX", "mx.osaka.test").with("mx.osaka.test A", "127.0.0.1");
            String dns = "127.0.0.1:" + zone.address().getPort();
            Run run = run(
                    "recipient",
                    "bob@osaka.test",
                    "--name",
                    "tokyo.test",
                    "--dns",
                    dns,
                    "--dane",
                    "--mta-sts",
                    "--port",
                    "" + server.port());
            assertThat(run.out())
                    .contains("ok  mail servers: in this order: mx.osaka.test\n")
                    .contains("FAILED  recipient: The server has every stranger come again (greylisting).");
            assertThat(run.exit()).isEqualTo(1);
        }
        assertThat(run("recipient", "bob@osaka.test", "--name", "tokyo.test", "--dane")
                        .err())
                .startsWith("mail-doctor: --dane believes the DNS server of --dns;");
    }

    @Test
    void programsReadJson() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        Run run = run("pop3", "127.0.0.1", "--port", "" + port, "--json", "--language", "ja");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("正常  名前の解決: 127.0.0.1\n異常  接続: ");
        assertThat(run.out())
                .startsWith("{\"subject\":\"POP3 127.0.0.1:" + port + " IMPLICIT\",\"passed\":false,\"summary\":")
                .contains("{\"step\":\"NAME\",\"verdict\":\"PASSED\",\"host\":\"127.0.0.1\",\"port\":" + port
                        + ",\"notes\":[{\"topic\":\"ADDRESSES\",\"values\":[\"127.0.0.1\"],\"text\":\"127.0.0.1\"}]}")
                .contains("\"trouble\":\"NOTHING_LISTENS\",\"kind\":\"SERVER_SETTING\","
                        + "\"cause\":\"このポートでは何も待ち受けていません。\"");
    }

    @Test
    void aWrongFlagExitsWithTwo() {
        assertThat(run("imap").exit()).isEqualTo(2);
        assertThat(run("imap", "localhost", "--port", "70000").err())
                .isEqualTo("mail-doctor: a port is 1 to 65535, not 70000\n");
        assertThat(run("imap", "localhost", "--user", "bob", "--password-file", "/nowhere")
                        .exit())
                .isEqualTo(2);
        assertThat(run("recipient", "bob", "--name", "tokyo.test").exit()).isEqualTo(2);
    }
}
