package dev.yubin.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client of LMTP (RFC 2033) or SMTP on a bare socket, the same for every server: it knows as much as it takes to be told that a message is safe.
 * Used by one thread.
 */
final class BareSender implements AutoCloseable {
    /** A sender of whom nothing is to be known. */
    static final String ANYBODY = "sender@client.test";

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    /** @param hello by which it greets */
    private BareSender(int port, String hello) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            out = socket.getOutputStream();
            expect("220");
            say(hello + " client.test\r\n");
            expect("250");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static BareSender lmtp(int port) throws IOException {
        return new BareSender(port, "LHLO");
    }

    static BareSender smtp(int port) throws IOException {
        return new BareSender(port, "EHLO");
    }

    /** A message as it goes over the wire behind DATA: dots stuffed, the final dot behind it (RFC 5321 section 4.5.2). */
    static byte[] wire(String message) {
        String stuffed = message.replace("\r\n.", "\r\n..");
        return (stuffed + ".\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Delivers one message, and returns when the server has said that it has it. The commands go in one group (RFC 2920). */
    void send(String sender, String recipient, byte[] wire) throws IOException {
        say("MAIL FROM:<" + sender + ">\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n");
        expect("250");
        expect("250");
        expect("354");
        out.write(wire);
        expect("250");
    }

    private void say(String lines) throws IOException {
        out.write(lines.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void expect(String code) throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith(code + '-')) {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(code)) {
            throw new IOException("expected " + code + ", and the server said: " + line);
        }
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            say("QUIT\r\n");
            in.readLine(); // so that the server has ended the session in peace, whatever its words
        }
    }
}
