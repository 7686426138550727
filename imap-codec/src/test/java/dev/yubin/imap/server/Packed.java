package dev.yubin.imap.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A client that can compress, with the JDK's streams: none of our code. */
final class Packed implements AutoCloseable {
    private final Socket socket;
    private InputStream in;
    private OutputStream out;

    Packed(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Greeted, logged in, and compressed. */
    static Packed begun(int port) throws IOException {
        Packed packed = new Packed(port);
        packed.line();
        packed.say("l LOGIN bbb@osaka.test tanuki\r\n");
        packed.line();
        packed.say("z COMPRESS DEFLATE\r\n");
        packed.line();
        packed.compress();
        return packed;
    }

    void compress() throws IOException {
        in = new InflaterInputStream(
                socket.getInputStream(), new Inflater(true), 1); // takes nothing that is not compressed
        out = new DeflaterOutputStream(socket.getOutputStream(), new Deflater(9, true), true);
    }

    /** What is said from here on is not compressed, nor what is heard behind the server's last flush. */
    void plain() throws IOException {
        in = socket.getInputStream();
        for (int last = -1; last != 0x0000ffff; ) {
            last = last << 8 | in.read();
        }
        out = socket.getOutputStream();
    }

    void say(String text) throws IOException {
        say(text.getBytes(StandardCharsets.UTF_8));
    }

    void say(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /** Octets as they are, whatever was agreed. */
    void sayPlain(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("behind " + line);
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    int octet() throws IOException {
        return in.read();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
