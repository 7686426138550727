package dev.yubin.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * An LMTP client on a bare socket (RFC 2033), the same for every server: it knows as much as it takes to be told that a message is safe.
 * Used by one thread.
 */
final class LmtpSender implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    LmtpSender(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            out = socket.getOutputStream();
            expect("220");
            say("LHLO client.test\r\n");
            expect("250");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A message as it goes over the wire behind DATA: dots stuffed, the final dot behind it (RFC 5321 section 4.5.2). */
    static byte[] wire(String message) {
        String stuffed = message.replace("\r\n.", "\r\n..");
        return (stuffed + ".\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Delivers one message, and returns when the server has said that it has it. The commands go in one group (RFC 2920). */
    void send(String recipient, byte[] wire) throws IOException {
        say("MAIL FROM:<sender@client.test>\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n");
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
