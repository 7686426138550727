package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for what has to get by with little memory. */
final class LittleHeap {
    private LittleHeap() {}

    /** What the program says. */
    static String run(int mebibytes, Class<?> program) throws IOException, InterruptedException {
        Process running = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx" + mebibytes + "m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said.trim();
    }
}
