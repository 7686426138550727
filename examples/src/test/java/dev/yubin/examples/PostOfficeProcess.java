package dev.yubin.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A post office in a process of its own, started as a user would: the flags go in, and the line {@code ready} names its ports. It keeps mail in memory
 * unless a flag says otherwise.
 */
final class PostOfficeProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private static final List<String> COMPILED =
            List.of("-cp", System.getProperty("java.class.path"), PostOffice.class.getName());

    private final Process process;
    private final Map<String, Integer> ports = new HashMap<>();

    private PostOfficeProcess(Process process) {
        this.process = process;
    }

    /** Starts one on the loopback address with these flags beside, from what has been compiled. */
    static PostOfficeProcess start(String... flags) throws IOException {
        return new PostOfficeProcess(launch(flags)).ready();
    }

    /** As {@link #start}, with so little memory. */
    static PostOfficeProcess startWithin(int mebibytes, String... flags) throws IOException {
        List<String> program = new ArrayList<>(List.of("-Xmx" + mebibytes + "m", "-XX:+ExitOnOutOfMemoryError"));
        program.addAll(COMPILED);
        return new PostOfficeProcess(launch(program, flags)).ready();
    }

    /** As {@link #start}, without waiting for it to open. */
    static Process launch(String... flags) throws IOException {
        return launch(COMPILED, flags);
    }

    /** Starts one on the loopback address with these flags beside, from {@code post-office.jar}. */
    static PostOfficeProcess startJar(String... flags) throws IOException {
        return new PostOfficeProcess(launch(List.of("-jar", "target/post-office.jar"), flags)).ready();
    }

    private static Process launch(List<String> program, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dio.netty.leakDetection.level=paranoid",
                "-Dio.netty.leakDetection.targetRecords=0"));
        command.addAll(program);
        command.addAll(List.of("--listen", "127.0.0.1"));
        command.addAll(List.of(flags));
        if (!command.contains("--store")) {
            command.addAll(List.of("--store", "memory"));
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private PostOfficeProcess ready() throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine(); // comes, or the process ends; the test's own time is bounded
        if (line == null || !line.startsWith("ready ")) {
            process.destroyForcibly();
            throw new IOException("the post office did not open; it said: " + line);
        }
        for (String word : line.substring("ready ".length()).split(" ")) {
            String[] parts = word.split("=", 2);
            ports.put(parts[0], Integer.valueOf(parts[1].substring(parts[1].lastIndexOf(':') + 1)));
        }
        return this;
    }

    /** The port of {@code smtp}, {@code imaps}, and so on. */
    int port(String name) {
        return ports.get(name);
    }

    String at(String name) {
        return "127.0.0.1:" + port(name);
    }

    Process process() {
        return process;
    }

    /** Asks it to end, as SIGTERM does, and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the post office did not end within " + PATIENCE_SECONDS + " s of SIGTERM");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
