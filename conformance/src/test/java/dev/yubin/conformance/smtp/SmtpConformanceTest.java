package dev.yubin.conformance.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Conformance;
import dev.yubin.conformance.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The program, aimed at servers whose part is written here. */
class SmtpConformanceTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private int exit = -1;

    private void run(String... args) throws IOException {
        exit = SmtpConformance.run(args, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private void examine(int port, String title, String... more) throws IOException {
        String[] args = {"--server", "127.0.0.1:" + port, "--recipient", "bob@example.test", "--only", title};
        run(Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPromiseThatIsKeptIsALine() {
        ScriptedServer.of("""
            S: 220 mx.example.test
            C: QUIT
            S: 221
            CLOSE
            """).play(port -> examine(port, "QUIT is answered by 221"));
        assertThat(exit).isZero();
        assertThat(text())
                .startsWith("SMTP at 127.0.0.1:")
                .contains("\n"
                        + "Commands and replies\n"
                        + "  passed       RFC 5321 section 4.1.1.10  QUIT is answered by 221, and the connection"
                        + " ends\n")
                .endsWith("\n1 passed, 0 failed, 0 not offered, 0 skipped\n");
    }

    @Test
    void aPromiseThatIsBrokenIsShownWithWhatWasSaid(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("report.json");
        ScriptedServer.of("""
            S: 220 mx.example.test
            C: EHLO conformance.test
            S: 250 mx.example.test
            C: DATA
            S: 503 out of turn
            C: MAIL FROM:<ann@conformance.test>
            S: 250 ok
            DEAF
            """)
                .play(port -> examine(port, "content that is sent behind a refused DATA", "--json", json.toString()));
        assertThat(exit).isEqualTo(1);
        assertThat(text()).contains("""
                  QUIT is answered by 221; what came is another's reply
                  S: 220 mx.example.test
                  C: EHLO conformance.test
                  S: 250 mx.example.test
                  C: DATA
            """);
        assertThat(Files.readString(json)).contains("\"outcome\":\"failed\"");
    }

    @ParameterizedTest
    @EnumSource
    void theLinesOfAReplyAreHeldToTheirGrammar(BrokenReply reply) {
        ScriptedServer.of("S: 220 mx.example.test\nC: QUIT\n" + reply.lines + "DEAF\n")
                .play(port -> examine(port, "QUIT is answered by 221"));
        assertThat(exit).isEqualTo(1);
        assertThat(text()).contains("      " + reply.told + "\n");
    }

    private enum BrokenReply {
        OTHER_CODE("S: 221-bye\nS: 250 bye\n", "the lines of a reply have different codes"),
        NO_CODE("S: bye\n", "a reply's line is a code, SP or a hyphen, and text"),
        NO_SPACE("S: 221bye\n", "a reply's line is a code, SP or a hyphen, and text"),
        TOO_LONG("S: 221 " + "x".repeat(600) + "\n", "a reply's line of 606 octets; 512 are the most");

        private final String lines;
        private final String told;

        BrokenReply(String lines, String told) {
            this.lines = lines;
            this.told = told;
        }
    }

    @Test
    void thePasswordIsNoPartOfAReport() {
        ScriptedServer.of("""
            S: 220 mx.example.test
            C: EHLO conformance.test
            S: 250-mx.example.test
            S: 250 AUTH PLAIN
            C: AUTH PLAIN AGFubgB0YW51a2k=
            S: 535 tanuki is not it
            DEAF
            """)
                .play(port -> examine(port, "NOOP may have an argument", "--user", "ann", "--password", "tanuki"));
        assertThat(exit).isEqualTo(1);
        assertThat(text())
                .contains("C: AUTH PLAIN [secret]\n", "S: 535 [secret] is not it")
                .doesNotContain("tanuki", "AGFubgB0YW51a2k=");
    }

    @Test
    void whatIsNotOfferedIsSaidAndFailsNothing() {
        ScriptedServer.of("""
            S: 220 mx.example.test
            C: EHLO conformance.test
            S: 250 mx.example.test
            """).play(port -> examine(port, "MAIL with RET=FULL"));
        assertThat(exit).isZero();
        assertThat(text()).contains("  not offered  ", "EHLO does not list DSN");
    }

    @Test
    void whereNoMailIsSeenChecksThatWantItAreSkipped() throws IOException {
        examine(25, "content that breaks off in a line");
        assertThat(exit).isZero();
        assertThat(text()).contains("  skipped      ", "no way is named to see what is delivered");
    }

    @Test
    void aMaildirIsReadInWholeLines(@TempDir Path folder) throws IOException {
        assertThat(Mailroom.maildir(folder).messages()).isEmpty();
        Files.writeString(Files.createDirectories(folder.resolve("new")).resolve("1"), "a\nb\n");
        Files.writeString(Files.createDirectories(folder.resolve("cur")).resolve("2"), "c\r\n");
        assertThat(Mailroom.maildir(folder).messages()).containsExactly("a\r\nb\r\n", "c\r\n");
    }

    @Test
    void aWrongFlagIsToldOf() throws IOException {
        run("--serve", "localhost:25");
        assertThat(exit).isEqualTo(2);
        assertThat(text()).startsWith("--serve is no flag");
        run("--server", "localhost", "--recipient", "bob@example.test");
        assertThat(exit).isEqualTo(2);
        run("--server", "localhost:25", "--recipient", "bob");
        assertThat(exit).isEqualTo(2);
        run("--server", "localhost:25", "--recipient", "bob@example.test", "--octets", "many");
        assertThat(exit).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void noTwoChecksHaveOneTitle(Dialect dialect) {
        List<String> titles = Chapters.of(dialect).stream()
                .flatMap(chapter -> chapter.checks().stream())
                .map(Check::title)
                .toList();
        assertThat(titles).doesNotHaveDuplicates().hasSizeGreaterThan(300);
    }

    @Test
    void theJdkIsEnoughToRunIt() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of(SmtpConformance.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        Conformance.class.getName(),
                        "smtp",
                        "--server",
                        "127.0.0.1:1",
                        "--recipient",
                        "bob@example.test",
                        "--only",
                        "greets with 220")
                .redirectErrorStream(true)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains("no connection to");
    }
}
