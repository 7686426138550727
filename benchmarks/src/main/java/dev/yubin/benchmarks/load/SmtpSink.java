package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Postfix's {@code smtp-sink} on a free port of the loopback address: a server in C that throws away what it receives, in one thread. */
final class SmtpSink implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/smtp-sink");
    private static final int BACKLOG = 1024;
    private static final int PATIENCE_SECONDS = 20;

    private final Process process;
    private final int port;

    private SmtpSink(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one, and waits until it serves. It is there where {@link SmtpSource} is. */
    static SmtpSink start() throws IOException, InterruptedException {
        int port = free();
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody")); // which it insists on
        }
        command.addAll(List.of("127.0.0.1:" + port, Integer.toString(BACKLOG)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // Should this program be ended before its time.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        SmtpSink sink = new SmtpSink(process, port);
        try {
            sink.awaitGreeting();
            return sink;
        } catch (IOException | InterruptedException e) {
            sink.close();
            throw e;
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitGreeting() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!greets()) {
            // It says nowhere that it listens, so it is asked again, unless it ends.
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() - end > 0) {
                process.destroy();
                throw new IOException("smtp-sink does not greet; it said: "
                        + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            }
        }
    }

    private boolean greets() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
