package dev.yubin.conformance.pop3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers each verb by a line, and what it does not know by -ERR; each connection until QUIT or its end. */
final class CannedServer implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, String> replies;

    CannedServer(Map<String, String> replies) throws IOException {
        this.replies = replies;
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "canned-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (Socket socket = client) {
            answer(socket);
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private void answer(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        say(socket.getOutputStream(), "+OK");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.split(" ")[0];
            say(socket.getOutputStream(), replies.getOrDefault(verb, "-ERR"));
            if (verb.equals("QUIT")) {
                return;
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
