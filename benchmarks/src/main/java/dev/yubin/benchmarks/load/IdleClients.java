package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients of one server that have come to the same point of the same dialogue, and say nothing more. */
final class IdleClients implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final List<Socket> sockets = new ArrayList<>();

    /**
     * One of them says something, and goes on when it is answered.
     *
     * @param line   without its end; empty where the server speaks first
     * @param answer how the line of the answer begins that is waited for
     */
    record Step(String line, String answer) {}

    /** @throws IOException when one of them hears that the server ends the connection; none is connected then */
    IdleClients(int port, int count, List<Step> dialogue) throws IOException {
        try {
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(socket);
                socket.setSoTimeout(PATIENCE_MILLIS);
                for (Step step : dialogue) {
                    if (!step.line().isEmpty()) {
                        socket.getOutputStream().write((step.line() + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    }
                    expect(socket.getInputStream(), step.answer());
                }
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    int count() {
        return sockets.size();
    }

    /** Waits until each has heard a line that begins so. */
    void hear(String beginning) throws IOException {
        for (Socket socket : sockets) {
            expect(socket.getInputStream(), beginning);
        }
    }

    /** Reads lines until one begins so. */
    private static void expect(InputStream in, String beginning) throws IOException {
        StringBuilder line = new StringBuilder();
        while (!line.toString().startsWith(beginning) || line.charAt(line.length() - 1) != '\n') {
            if (line.length() > 0 && line.charAt(line.length() - 1) == '\n') {
                line.setLength(0);
            }
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("expected " + beginning + "and the server said: " + line);
            }
            line.append((char) octet);
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
