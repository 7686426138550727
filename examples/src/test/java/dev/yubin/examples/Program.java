package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that others wrote, run against ours. Where it is missing its tests are skipped and say so, unless {@code -Dyubin.programs=required} makes
 * that a failure.
 */
record Program(String name) {
    private static final int PATIENCE_SECONDS = 60;

    /** What a program did. */
    record Run(int exit, String output) {
        Run succeeds() {
            assertThat(exit).as("exit code; it said:\n%s", output).isZero();
            return this;
        }

        Run fails() {
            assertThat(exit).as("exit code; it said:\n%s", output).isNotZero();
            return this;
        }
    }

    /** The program of this name on the path; the test is skipped without it. */
    static Program needed(String name) {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        if (!found && "required".equals(System.getProperty("yubin.programs"))) {
            fail(name + " is not installed, and -Dyubin.programs=required");
        } else if (!found) {
            abort(name + " is not installed");
        }
        return new Program(name);
    }

    /** Runs it to its end, with nothing to read; what it says on both channels comes back together. */
    Run run(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(List.of(arguments));
        return run(folder, command);
    }

    static Run run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile(folder, "said", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail(command + " did not end within " + PATIENCE_SECONDS + " s; it said:\n" + Files.readString(said));
        }
        return new Run(process.exitValue(), Files.readString(said, StandardCharsets.ISO_8859_1));
    }
}
