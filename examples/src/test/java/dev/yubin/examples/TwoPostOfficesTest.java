package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The story of the first mail, told by a process of its own. */
@Timeout(120)
class TwoPostOfficesTest {
    @TempDir
    private Path folder;

    @Test
    void theStoryIsToldToItsEndWithBothDialoguesAndNoSecret() throws Exception {
        Program.Run run = Program.run(folder, command("--once")).succeeds();

        List<String> said = run.output().lines().map(String::strip).toList();
        assertThat(said)
                .containsSubsequence( // one submits in the left half, the other relays meanwhile in the right
                        "C: STARTTLS                                               |",
                        "C: AUTH SCRAM-SHA-256-PLUS [secret]                       |",
                        "C: RCPT TO:<bbb@osaka.test>                               |",
                        "| C: RCPT TO:<bbb@osaka.test>",
                        "| S: 250 2.0.0 Message accepted",
                        "C: RETR 1                                                 |",
                        "C: DELE 1                                                 |");
        assertThat(said).anyMatch(line -> line.matches("C: \\w+ STORE 1 \\+FLAGS \\(\\\\Flagged\\) +\\|"));
        assertThat(said.get(said.size() - 1)).startsWith("Both messages arrived octet for octet");
        assertThat(run.output()).doesNotContain("kitsune", "tanuki");
    }

    @Test
    void bothStayOpenForOthersUntilTheyAreTold() throws Exception {
        Process process = new ProcessBuilder(command())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            Wire.to(portBehind(process, "SMTP submission on port ")).play("S: 220 tokyo.test ESMTP");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /** Reads what it says up to that, and the port that it names there. */
    private static int portBehind(Process process, String words) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            int at = line.indexOf(words);
            if (at >= 0) {
                return Integer.parseInt(line.substring(at + words.length()));
            }
        }
        throw new AssertionError("it ended before it said \"" + words + '"');
    }

    @Test
    void anUnknownFlagIsToldOf() throws Exception {
        Program.Run run = Program.run(folder, command("--twice"));

        assertThat(run.output().strip()).isEqualTo("two-post-offices knows one flag, --once, and not --twice");
        assertThat(run.exit()).isEqualTo(2);
    }

    private static List<String> command(String... flags) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Dio.netty.leakDetection.level=paranoid",
                "-cp",
                System.getProperty("java.class.path"),
                TwoPostOffices.class.getName()));
        command.addAll(List.of(flags));
        return command;
    }
}
