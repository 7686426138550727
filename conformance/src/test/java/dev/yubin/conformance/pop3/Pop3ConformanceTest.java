package dev.yubin.conformance.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, aimed at servers whose part is written here. */
class Pop3ConformanceTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private int exit = -1;

    private void run(String... args) throws IOException {
        exit = Pop3Conformance.run(args, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private void examine(int port, String title, String... more) throws IOException {
        String[] args = {"--server", "127.0.0.1:" + port, "--user", "ann", "--password", "tanuki", "--only", title};
        run(Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPromiseThatIsKeptIsALine() {
        ScriptedServer.of("""
            S: +OK
            C: QUIT
            S: +OK
            CLOSE
            """).play(port -> examine(port, "QUIT before login is answered"));
        assertThat(exit).isZero();
        assertThat(text())
                .contains("\n"
                        + "Authorization\n"
                        + "  passed       RFC 1939 section 4        QUIT before login is answered, and the"
                        + " connection ends\n")
                .endsWith("\n1 passed, 0 failed, 0 not offered, 0 skipped\n");
    }

    @Test
    void aPromiseThatIsBrokenIsShownWithWhatWasSaidAndWithoutThePassword(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("report.json");
        ScriptedServer.of("""
            S: +OK
            C: QUIT
            S: +ok \\x22bye\\x22
            DEAF
            """).play(port -> examine(port, "QUIT before login is answered", "--json", json.toString()));
        assertThat(exit).isEqualTo(1);
        assertThat(text()).contains("""
              FAILED       RFC 1939 section 4        QUIT before login is answered, and the connection ends
                  a reply begins with +OK or -ERR, and SP stands behind that
                  S: +OK
                  C: QUIT
                  S: +ok "bye"
            """);
        assertThat(Files.readString(json))
                .contains("\"outcome\":\"failed\"", "\"dialogue\":\"S: +OK\\nC: QUIT\\nS: +ok \\\"bye\\\"\\n\"");
    }

    @Test
    void thePasswordIsNoPartOfAReport() throws IOException {
        try (CannedServer server = new CannedServer(Map.of("USER", "+OK", "PASS", "-ERR tanuki is not it"))) {
            examine(server.port(), "verb may be written in any case");
        }
        assertThat(exit).isEqualTo(1);
        assertThat(text())
                .contains("C: PASS [secret]\n", "S: -ERR [secret] is not it")
                .doesNotContain("tanuki");
    }

    @Test
    void whatIsNotOfferedIsSaidAndFailsNothing() {
        ScriptedServer.of("""
            S: +OK ready
            """).play(port -> examine(port, "APOP without a digest"));
        assertThat(exit).isZero();
        assertThat(text())
                .contains("  not offered  RFC 1939 section 7        APOP without a digest is refused\n"
                        + "      the greeting has no timestamp\n");
    }

    @Test
    void whereNoMailGetsInChecksThatWantItAreSkipped() throws IOException {
        examine(110, "RETR may come again");
        assertThat(exit).isZero();
        assertThat(text()).contains("  skipped      ", "no way for mail to get in is named");
    }

    @Test
    void aMaildropWithMailIsLeftAloneUnlessToldOtherwise() throws IOException {
        Map<String, String> replies = Map.of("USER", "+OK", "PASS", "+OK", "STAT", "+OK 2 200", "QUIT", "+OK");
        try (CannedServer server = new CannedServer(replies)) {
            examine(server.port(), "QUIT before login is answered", "--lmtp", "127.0.0.1:24");
        }
        assertThat(exit).isEqualTo(2);
        assertThat(text())
                .isEqualTo("the maildrop has 2 messages, and checks would delete them all; --delete-all allows that\n");
    }

    @Test
    void aWrongFlagIsToldOf() throws IOException {
        run("--serve", "localhost:110");
        assertThat(exit).isEqualTo(2);
        assertThat(text()).startsWith("--serve is no flag");
        printed.reset();
        run("--server", "localhost");
        assertThat(exit).isEqualTo(2);
    }

    @Test
    void noTwoChecksHaveOneTitle() {
        List<String> titles = Chapters.ALL.stream()
                .flatMap(chapter -> chapter.checks().stream())
                .map(Check::title)
                .toList();
        assertThat(titles).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    }

    @Test
    void theJdkIsEnoughToRunIt() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of(Pop3Conformance.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        Pop3Conformance.class.getName(),
                        "--server",
                        "127.0.0.1:1",
                        "--user",
                        "ann",
                        "--password",
                        "tanuki",
                        "--only",
                        "greets with +OK")
                .redirectErrorStream(true)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains("no connection to");
    }
}
