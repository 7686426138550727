package dev.yubin.smtp;

import dev.yubin.conformance.internal.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Debian's {@code smtp-sink} (of Postfix) in a process of its own: a server that takes everything, or misbehaves as it is told. */
public final class SmtpSink implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/smtp-sink");

    private final Process process;
    private final int port;

    private SmtpSink(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Ends the test that asks where it is not installed: skipped, unless {@code -Dyubin.programs=required} makes that a failure. */
    public static void assumeHere() {
        Program.assumeHere(
                Files.isExecutable(PROGRAM)
                        ? Optional.empty()
                        : Optional.of("smtp-sink and smtp-source are not here (apt-get install postfix)"));
    }

    /** @param arguments as its manual has them, without the address */
    public static SmtpSink start(Path folder, List<String> arguments) throws IOException, InterruptedException {
        int port = Program.free();
        Path said = Files.createTempFile(folder, "sink", ".log");
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody")); // it refuses to serve as root
        }
        command.addAll(arguments);
        command.addAll(List.of("127.0.0.1:" + port, "100"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        SmtpSink sink = new SmtpSink(process, port);
        try {
            Program.awaitGreeting(port, process, said);
            return sink;
        } catch (IOException | InterruptedException e) {
            sink.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
