package dev.yubin.conformance.internal;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What programs of others share that tests start: whether they are here, and where they listen. */
public final class Program {
    private static final int PATIENCE_SECONDS = 20;
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private Program() {}

    /**
     * Ends the test that asks where the program is missing: skipped, unless {@code -Dyubin.programs=required} makes that a failure.
     *
     * @param missing why it cannot be started here; empty where it can
     */
    public static void assumeHere(Optional<String> missing) {
        missing.ifPresent(why -> {
            if ("required".equals(System.getProperty("yubin.programs"))) {
                Assertions.fail(why);
            }
            Assumptions.abort(why);
        });
    }

    /** A port of the loopback address that is free now; it is held until {@code held} is closed, lest it be chosen twice. */
    public static int free(List<ServerSocket> held) throws IOException {
        ServerSocket socket = unused();
        held.add(socket);
        return socket.getLocalPort();
    }

    /** The same, where one alone is wanted. */
    public static int free() throws IOException {
        try (ServerSocket socket = unused()) {
            return socket.getLocalPort();
        }
    }

    /** Below the ports that systems give to clients: such a one could be gone before the program has started. */
    private static ServerSocket unused() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (BindException taken) {
                continue;
            }
        }
        throw new IOException("no port from " + LOWEST + " to " + HIGHEST + " is free");
    }

    /**
     * Waits until something greets there.
     *
     * @param process that is to greet, or to have it done
     * @param said    where it writes what it has to say
     * @throws IOException when it does not, or has ended; the message has what it said
     */
    public static void awaitGreeting(int port, Process process, Path said) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!greets(port)) {
            // It says nowhere that it listens, so it is asked again, unless it ends.
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() - end > 0) {
                throw new IOException("it does not greet; it said: " + Files.readString(said));
            }
        }
    }

    private static boolean greets(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes a folder and all that is in it. */
    public static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walked = Files.walk(folder)) {
            all = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
