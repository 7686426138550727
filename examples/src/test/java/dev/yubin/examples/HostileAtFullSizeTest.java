package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.imap.ImapConformance;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The suite's checks of clients that mean no good, at their full size, at a server that has little memory and ends where it runs out of it: a million
 * words in a command, 100,000 parentheses and levels of MIME, lines of 16 MiB, literals of 2^32 - 1 octets.
 */
@Timeout(180)
class HostileAtFullSizeTest {
    private static final int HEAP_MEBIBYTES = 64;

    private static PostOfficeProcess office;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() throws Exception {
        office = PostOfficeProcess.startWithin(
                HEAP_MEBIBYTES,
                "--domain",
                "osaka.test",
                "--user",
                "bbb@osaka.test:tanuki",
                "--imap",
                "0",
                "--plaintext-auth");
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"are BAD, or end the session", "without end", "a literal of "})
    void allThatIsTooMuchIsRefusedOrTakenInBoundedMemory(String title) throws Exception {
        List<String> suite = List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ImapConformance.class.getName());
        List<String> aimed = List.of("--server", office.at("imap"), "--user", "bbb@osaka.test", "--password", "tanuki");
        List<String> size = List.of("--commands", "1000000", "--depth", "100000", "--octets", "16777216");
        List<String> command = Stream.of(suite, aimed, size, List.of("--only", title))
                .flatMap(List::stream)
                .toList();
        Program.Run run = Program.run(folder, command).succeeds();
        assertThat(run.output()).contains(" 0 failed, 0 not offered, 0 skipped");
        assertThat(office.process().isAlive()).isTrue();
    }
}
