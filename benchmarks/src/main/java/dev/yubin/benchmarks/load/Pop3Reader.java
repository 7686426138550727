package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A POP3 client on a bare socket (RFC 1939), the same for every server: it looks for the ends of replies and for nothing else, so that the server's part of the
 * time is large. Used by one thread.
 */
final class Pop3Reader implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final byte[] END = {'\r', '\n', '.', '\r', '\n'};

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[128 * 1024];
    private int at;
    private int filled;

    Pop3Reader(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = socket.getInputStream();
            out = socket.getOutputStream();
            expectOk();
            say("USER " + Pop3LoadServer.USER + "\r\n");
            expectOk();
            say("PASS " + MailServer.PASSWORD + "\r\n");
            expectOk();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Fetches messages 1 to {@code messages}, each when the one before is there. @return octets that came */
    long retrieve(int messages) throws IOException {
        long octets = 0;
        for (int number = 1; number <= messages; number++) {
            say("RETR " + number + "\r\n");
            octets += message();
        }
        return octets;
    }

    /** Fetches messages 1 to {@code messages}, all asked for in one write (RFC 2449 section 6.6). @return octets that came */
    long retrievePipelined(int messages) throws IOException {
        StringBuilder commands = new StringBuilder();
        for (int number = 1; number <= messages; number++) {
            commands.append("RETR ").append(number).append("\r\n");
        }
        say(commands.toString());
        long octets = 0;
        for (int number = 1; number <= messages; number++) {
            octets += message();
        }
        return octets;
    }

    private void say(String lines) throws IOException {
        out.write(lines.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void expectOk() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = read(); octet != '\n'; octet = read()) {
            line.append((char) octet);
        }
        if (line.indexOf("+OK") != 0) {
            throw new IOException("expected +OK, and the server said: " + line);
        }
    }

    /** The reply to one RETR, to its last line. */
    private long message() throws IOException {
        expectOk();
        long octets = 0;
        int matched = 2; // behind a line's end
        while (matched < END.length) {
            if (at == filled) {
                fill();
            }
            // Most octets are none of those, and go by in this loop.
            while (at < filled && matched < END.length) {
                byte octet = buffer[at++];
                octets++;
                matched = octet == END[matched] ? matched + 1 : octet == '\r' ? 1 : 0;
            }
        }
        return octets;
    }

    private int read() throws IOException {
        if (at == filled) {
            fill();
        }
        return buffer[at++];
    }

    private void fill() throws IOException {
        at = 0;
        filled = in.read(buffer);
        if (filled < 0) {
            filled = 0;
            throw new IOException("the server ended the connection");
        }
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            say("QUIT\r\n");
            expectOk();
        }
    }
}
