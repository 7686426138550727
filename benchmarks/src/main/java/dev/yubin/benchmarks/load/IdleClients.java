package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients that have said EHLO to one SMTP server, and say nothing more. */
final class IdleClients implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final byte[] EHLO = "EHLO client.test\r\n".getBytes(StandardCharsets.US_ASCII);

    private final List<Socket> sockets = new ArrayList<>();

    /** @throws IOException when one of them is not greeted; none is connected then */
    IdleClients(int port, int count) throws IOException {
        try {
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(socket);
                socket.setSoTimeout(PATIENCE_MILLIS);
                expect(socket.getInputStream(), "220 ");
                socket.getOutputStream().write(EHLO);
                expect(socket.getInputStream(), "250 ");
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    int count() {
        return sockets.size();
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
