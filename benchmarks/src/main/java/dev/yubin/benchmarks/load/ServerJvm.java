package dev.yubin.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM with a server in it, whose heap has a bound. It says on its standard output when it serves, and ends when its standard input does. */
final class ServerJvm implements AutoCloseable {
    static final int HEAP_MEGABYTES = 256;

    private static final int PATIENCE_SECONDS = 60;
    /** From here on the JVM wants to be told that Netty and SQLite may load native libraries. */
    private static final int ASKS_FOR_NATIVE_ACCESS = 22;

    private final Process process;
    private final BufferedReader out;

    private ServerJvm(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts one. */
    static ServerJvm start(Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= ASKS_FOR_NATIVE_ACCESS) {
            command.add(1, "--enable-native-access=ALL-UNNAMED");
        }
        command.add(main.getName());
        command.addAll(List.of(args));
        return new ServerJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * The words of the next line.
     *
     * @param expected the first of them
     * @throws IOException when it says anything else, or has ended; it is ended then
     */
    String[] said(String expected) throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith(expected + " ")) {
            process.destroyForcibly();
            throw new IOException("expected '" + expected + "' of the server, and it said: " + line);
        }
        return line.split(" ");
    }

    private void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    /** How much of its heap is alive, of a server that answers by {@link HeapGauge}. In octets. */
    long heap() throws IOException {
        say("heap");
        return Long.parseLong(said("heap")[1]);
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Asks it to end; what it still says can be read. */
    void end() throws IOException {
        process.getOutputStream().close();
    }

    @Override
    public void close() {
        try {
            end();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server did not end within " + PATIENCE_SECONDS + " s");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
