package dev.yubin.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server with a script for each of its connections, in the order in which they come: {@code S:} and {@code C:} lines, {@code CLOSE} to hang up,
 * {@code EOF} where the client must, {@code WAIT} until the test says so.
 */
final class ManyConnections implements AutoCloseable {
    private final ServerSocket listening;
    private final List<CompletableFuture<Void>> plays = new ArrayList<>();
    private final CompletableFuture<Void> waits = new CompletableFuture<>();
    private final CountDownLatch goOn = new CountDownLatch(1);

    ManyConnections(String... scripts) throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        for (String script : scripts) {
            plays.add(new CompletableFuture<>());
        }
        start(() -> {
            for (int i = 0; i < scripts.length; i++) {
                Socket socket = accept();
                String script = scripts[i];
                CompletableFuture<Void> play = plays.get(i);
                start(() -> play(socket, script, play));
            }
        });
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "many-connections");
        thread.setDaemon(true);
        thread.start();
    }

    private Socket accept() {
        try {
            return listening.accept();
        } catch (IOException e) {
            throw new AssertionError("no connection came", e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** One connection is where its script waits. */
    void waiting() throws Exception {
        waits.get(20, TimeUnit.SECONDS);
    }

    void goOn() {
        goOn.countDown();
    }

    /** Every script is played to its end, and nobody else has come. */
    void over() throws IOException {
        for (CompletableFuture<Void> play : plays) {
            try {
                play.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException | InterruptedException e) {
                throw new AssertionError("connection " + (plays.indexOf(play) + 1) + ": " + e, e);
            }
        }
        listening.setSoTimeout(1);
        try {
            listening.accept().close();
        } catch (SocketTimeoutException nobody) {
            return;
        }
        throw new AssertionError("one more connection came");
    }

    @Override
    public void close() throws IOException {
        goOn();
        listening.close();
    }

    private void play(Socket peer, String script, CompletableFuture<Void> over) {
        try (Socket socket = peer) {
            socket.setSoTimeout(20_000);
            for (String line : script.split("\n")) {
                if (line.startsWith("S: ")) {
                    socket.getOutputStream().write((line.substring(3) + "\r\n").getBytes(StandardCharsets.UTF_8));
                } else if (line.startsWith("C: ")) {
                    assertThat(line(socket.getInputStream())).isEqualTo(line.substring(3));
                } else if (line.equals("EOF")) {
                    assertThat(line(socket.getInputStream())).isEmpty();
                } else if (line.equals("WAIT")) {
                    waits.complete(null);
                    goOn.await();
                } else {
                    assertThat(line).isEqualTo("CLOSE");
                    break;
                }
            }
            over.complete(null);
        } catch (IOException | InterruptedException | AssertionError e) {
            over.completeExceptionally(e);
        }
    }

    /** Without its CR LF; empty where the connection has ended. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().replace("\r", "");
    }
}
