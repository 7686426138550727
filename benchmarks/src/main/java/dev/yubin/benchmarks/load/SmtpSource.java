package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Postfix's {@code smtp-source}: a client in C that sends by many sessions at once from one process, and does little beside. It does not pipeline. */
final class SmtpSource {
    private static final Path PROGRAM = Path.of("/usr/sbin/smtp-source");

    private SmtpSource() {}

    /** Why it cannot be run here, in a sentence; empty where it can. */
    static Optional<String> missing() {
        return Files.isExecutable(PROGRAM)
                ? Optional.empty()
                : Optional.of("smtp-source is not here (apt-get install postfix)");
    }

    /**
     * Sends to a port of the loopback address, each session one message after the other.
     *
     * @param octets of a message's body
     * @throws IOException when the server does not take one; says what the program said
     */
    static void send(int port, int sessions, int messages, int octets) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-s",
                        Integer.toString(sessions),
                        "-m",
                        Integer.toString(messages),
                        "-l",
                        Integer.toString(octets),
                        "-d",
                        "127.0.0.1:" + port)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("smtp-source failed: " + said.strip());
        }
    }
}
