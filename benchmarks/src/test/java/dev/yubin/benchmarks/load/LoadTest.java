package dev.yubin.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yubin.conformance.Postfix;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import picocli.CommandLine;

/** The load program runs from end to end, at a scale that measures nothing, so that it is sound when somebody wants to know. */
class LoadTest {
    @TempDir
    private Path folder;

    @Test
    void aRunRenewsThePageAndDrawsItsCharts() throws Exception {
        Path page = Files.writeString(folder.resolve("page.md"), """
                # Before

                <!-- what the load program measured -->
                of old
                <!-- up to here -->

                Behind.
                """);

        int exit = new CommandLine(new Load())
                .execute(
                        "--alone",
                        "--messages=20,30",
                        "--searched=20",
                        "--seconds=0.01",
                        "--accounts=32",
                        "--folder=" + folder.resolve("stores"),
                        "--page=" + page);

        assertThat(exit).isZero();
        assertThat(folder.resolve("stores")).doesNotExist();
        String text = Files.readString(page);
        assertThat(text)
                .startsWith("# Before\n\n<!-- what the load program measured -->\n")
                .endsWith("<!-- up to here -->\n\nBehind.\n")
                .contains("| 32 senders, to an account each |", " | 20 | 30 |\n")
                .doesNotContain("of old");
        for (Figure figure : Figure.values()) {
            boolean searched = figure.unit() == Unit.SEARCHING;
            assertThat(text)
                    .containsPattern(
                            "\\| \\Q" + figure.words() + "\\E \\| [^|]+ \\| " + (searched ? " \\|" : "[^| ]+ \\|"));
        }
        for (Unit unit : Unit.values()) {
            assertThat(text).contains("(page-" + unit.file() + ".svg)");
            assertThat(read(Files.readString(folder.resolve("page-" + unit.file() + ".svg")))
                            .getElementsByTagName("polyline")
                            .getLength())
                    .isPositive();
        }
    }

    @Test
    void aRunOfPop3RenewsItsOwnPartOfThePage() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // for Dovecot
        Path page = Files.writeString(folder.resolve("page.md"), """
                <!-- what the load program measured -->
                of old
                <!-- up to here -->
                <!-- what the load program measured of POP3 -->
                older
                <!-- up to here -->
                """);

        int exit = new CommandLine(new Load())
                .execute(
                        "--pop3",
                        "--messages=20",
                        "--seconds=0.05",
                        "--folder=" + folder.resolve("stores"),
                        "--page=" + page);

        assertThat(exit).isZero();
        assertThat(Files.readString(page))
                .startsWith("<!-- what the load program measured -->\nof old\n<!-- up to here -->\n")
                .contains("| Yubin, in memory |", "| Yubin, SQLite |", "| GreenMail |", "beside GreenMail")
                .doesNotContain("older");
    }

    @Test
    void aRunOfImapRenewsItsOwnPartOfThePage() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // for Dovecot
        Path page = Files.writeString(folder.resolve("page.md"), """
                <!-- what the load program measured of IMAP -->
                older
                <!-- up to here -->
                """);

        int exit = new CommandLine(new Load())
                .execute(
                        "--imap",
                        "--messages=10",
                        "--seconds=0.01",
                        "--folder=" + folder.resolve("stores"),
                        "--page=" + page);

        assertThat(exit).isZero();
        assertThat(Files.readString(page))
                .contains("| Yubin | GreenMail |", "times the processor time of GreenMail")
                .containsPattern("\\| octets of heap, a connection in `IDLE` \\| [^|]+ \\| [^|]+ \\|")
                .containsPattern("\\| eight commands read \\| [^|]+ \\| [^|]+ \\|  \\|")
                .doesNotContain("older");
        for (ImapFigure figure : ImapFigure.values()) {
            assertThat(Files.readString(page)).contains("| " + figure.words() + " |");
        }
    }

    @Test
    void aSpoolIsEmptiedOfWhatCanBeDelivered() throws Exception {
        Path page = Files.writeString(folder.resolve("page.md"), """
                <!-- what the load program measured of a spool -->
                older
                <!-- up to here -->
                """);

        int exit = new CommandLine(new Load())
                .execute("--spool", "--messages=200", "--folder=" + folder.resolve("stores"), "--page=" + page);

        assertThat(exit).isZero();
        assertThat(Files.readString(page))
                .contains("200 messages of 4 KiB to 1,000 destinations")
                .containsPattern("heap behind a collection: \\d+ MB")
                .doesNotContain("older");
    }

    @Test
    void aRunOfSmtpRenewsItsOwnPartOfThePage() throws Exception {
        assumeThat(SmtpSource.missing()).isEmpty();
        Path page = Files.writeString(folder.resolve("page.md"), """
                <!-- what the load program measured of SMTP -->
                older
                <!-- up to here -->
                """);

        int exit = new CommandLine(new Load())
                .execute(
                        "--smtp",
                        "--messages=1",
                        "--seconds=0.01",
                        "--folder=" + folder.resolve("stores"),
                        "--page=" + page);

        assertThat(exit).isZero();
        assertThat(Files.readString(page))
                .contains("| smtp-sink |", "| Netty alone |", "handed over whole beside Apache James")
                .contains("| commands written |", "| dot-stuffing taken off |")
                .doesNotContain("older");
    }

    @Test
    void aRunOfRelayingRenewsItsOwnPartOfThePage() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // for Postfix
        Path page = Files.writeString(folder.resolve("page.md"), """
                <!-- what the load program measured of relaying -->
                older
                <!-- up to here -->
                """);

        int exit = new CommandLine(new Load())
                .execute(
                        "--relay",
                        "--quick",
                        "--messages=20",
                        "--folder=" + folder.resolve("stores"),
                        "--page=" + page);

        assertThat(exit).isZero();
        assertThat(folder.resolve("stores")).doesNotExist();
        assertThat(Files.readString(page))
                .contains("| Yubin, into mailboxes |", "| Yubin, on to another server |")
                .doesNotContain("older");
        if (Postfix.missing().isEmpty()) {
            assertThat(Files.readString(page)).contains("Yubin beside Postfix 3.");
        }
    }

    @Test
    void thePeerTakesMailWhereItIsInstalled() throws Exception {
        assumeThat(DovecotServer.missing()).isEmpty();
        // Its processes are not root's.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        try (DovecotServer dovecot = DovecotServer.start(folder.resolve("dovecot"))) {
            assertThat(new Deliveries(2, 2).perSecond(dovecot.lmtpPort(), Duration.ofMillis(50)))
                    .isPositive();
        }
    }

    @Test
    void aDecadeIsAsWideAsAnotherInAChart() throws Exception {
        Document chart = read(new Chart(
                        "a & b", Map.of("<line>", new TreeMap<>(Map.of(1_000, 20.0, 10_000, 200.0, 100_000, 2_000.0))))
                .svg());

        assertThat(chart.getElementsByTagName("polyline")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("points")
                        .getTextContent())
                .matches("95\\.0,\\S+ 455\\.0,\\S+ 815\\.0,\\S+");
        assertThat(chart.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("a & b");
    }

    private static Document read(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
