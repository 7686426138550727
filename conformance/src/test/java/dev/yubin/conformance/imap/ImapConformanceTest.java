package dev.yubin.conformance.imap;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.provider.ValueSource;

/** The program, aimed at servers whose part is written here. */
class ImapConformanceTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private int exit = -1;

    private void run(String... args) throws IOException {
        exit = ImapConformance.run(args, new PrintStream(printed, true, StandardCharsets.UTF_8));
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
            S: * OK ready
            C: c1 LOGOUT
            S: * BYE
            S: c1 OK
            CLOSE
            """).play(port -> examine(port, "LOGOUT before login"));
        assertThat(exit).isZero();
        assertThat(text())
                .contains("  passed       RFC 9051 section 6.1.3    LOGOUT before login says BYE, then OK, and ends\n")
                .endsWith("1 passed, 0 failed, 0 not offered, 0 skipped\n");
    }

    @Test
    void aPromiseThatIsBrokenIsShownWithWhatWasSaidAndWithoutThePassword(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("report.json");
        ScriptedServer.of("""
            S: * OK ready
            C: c1 LOGIN "ann"
            S: c1 NO tanuki is not enough
            DEAF
            """).play(port -> examine(port, "LOGIN without a password", "--json", json.toString()));
        assertThat(exit).isEqualTo(1);
        assertThat(text())
                .contains(
                        "  FAILED       RFC 9051 section 6.2.3    LOGIN without a password is BAD",
                        "      LOGIN \"ann\" is answered by NO, not BAD",
                        "      C: c1 LOGIN \"ann\"",
                        "      S: c1 NO [secret] is not enough")
                .doesNotContain("tanuki");
        assertThat(Files.readString(json)).contains("\"outcome\":\"failed\"").doesNotContain("tanuki");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* 1 FETCH (FLAGS (\\Seen)",
                "* 1 FETCH (FLAGS)(",
                "* LIST (\\Noselect) \"/\" \"x",
                "* SEARCH 1  2",
                "* 3 EXPUNGE",
                "nothing",
                "* 01 EXISTS",
                "c9 OK done",
                "+ go on"
            })
    void aResponseThatBreaksTheGrammarIsABrokenPromise(String response) {
        ScriptedServer.of("""
            S: * OK ready
            C: c1 LOGOUT
            S: %s
            DEAF
            """.formatted(response.replace("\\", "\\\\")))
                .play(port -> examine(port, "LOGOUT before login"));
        assertThat(exit).as(text()).isEqualTo(1);
    }

    @Test
    void whatIsNotOfferedIsSaidAndFailsNothing() {
        ScriptedServer.of("""
            S: * OK ready
            C: c1 LOGIN "ann" "tanuki"
            S: c1 OK done
            C: c2 CAPABILITY
            S: * CAPABILITY IMAP4rev1
            S: c2 OK done
            DEAF
            """).play(port -> examine(port, "DONE may be written in any case"));
        assertThat(exit).isZero();
        assertThat(text()).contains("  not offered  RFC 2177 section 3", "CAPABILITY does not list IDLE");
    }

    @Test
    void aWrongFlagIsToldOf() throws IOException {
        run("--serve", "localhost:143");
        assertThat(exit).isEqualTo(2);
        assertThat(text()).startsWith("--serve is no flag");
        printed.reset();
        run("--server", "localhost");
        assertThat(exit).isEqualTo(2);
        printed.reset();
        run("--help");
        assertThat(exit).isZero();
        assertThat(text()).contains("--depth N");
    }

    @Test
    void noTwoChecksHaveOneTitle() {
        List<String> titles = Chapters.ALL.stream()
                .flatMap(chapter -> chapter.checks().stream())
                .map(Check::title)
                .toList();
        assertThat(titles).doesNotHaveDuplicates().hasSizeGreaterThan(600);
    }
}
