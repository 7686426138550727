package dev.yubin.pop3.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A socket that says what it is told to. */
final class RawClient implements AutoCloseable {
    final Socket socket = new Socket();
    private final InputStream in;

    RawClient(int port) {
        this(port, 65_536);
    }

    RawClient(int port, int receiveBuffer) {
        try {
            socket.setReceiveBufferSize(receiveBuffer);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            in = new BufferedInputStream(socket.getInputStream(), 4096);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends lines, and reads one line of answer for each. */
    RawClient says(String... lines) {
        for (String line : lines) {
            send(line + "\r\n");
            line();
        }
        return this;
    }

    void send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line without its end; what there is of it where the connection ends. */
    String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = read();
        }
        return line.toString(StandardCharsets.ISO_8859_1).replaceAll("\r$", "");
    }

    /** A line with its end, an octet a character. */
    String lineWithEnd() {
        StringBuilder line = new StringBuilder();
        int octet = read();
        while (octet >= 0 && octet != '\n') {
            line.append((char) octet);
            octet = read();
        }
        return line.append('\n').toString();
    }

    int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
