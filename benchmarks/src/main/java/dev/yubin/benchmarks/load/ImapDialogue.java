package dev.yubin.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * An IMAP client on a bare socket: says a command, and takes what comes up to the line that ends it. A literal is read as lines too, for no
 * message here has a line that begins with the tag. Used by one thread.
 */
final class ImapDialogue implements AutoCloseable {
    private static final byte[] TAG = "tag-of-load ".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 64 * 1024;
    private static final int PATIENCE_MILLIS = 600_000;
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * How an answer came.
     *
     * @param first milliseconds to the first octet of it
     * @param whole milliseconds to its end
     * @param lines how many lines came before the last
     */
    record Answer(double first, double whole, long lines) {}

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int filled;
    private final byte[] line = new byte[BUFFER];

    /** Connects and logs in. */
    ImapDialogue(int port, String user) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = socket.getInputStream();
            out = socket.getOutputStream();
            readLine();
            say("LOGIN " + user + " " + MailServer.PASSWORD);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Says one command and waits for its end.
     *
     * @throws IOException when the answer is not OK
     */
    Answer say(String command) throws IOException {
        return say(List.of(command));
    }

    /** Says some in one write, and waits for the end of all. */
    Answer say(List<String> commands) throws IOException {
        long said = System.nanoTime();
        ByteArrayOutputStream whole = new ByteArrayOutputStream(); // in one write, as a mail program would
        for (String command : commands) {
            whole.writeBytes(TAG);
            whole.writeBytes((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        whole.writeTo(out);
        if (at == filled) {
            fill();
        }
        double first = millisSince(said);
        long lines = 0;
        for (String command : commands) {
            lines += answerTo(command);
        }
        return new Answer(first, millisSince(said), lines);
    }

    /** @return how many lines came before the last */
    private long answerTo(String command) throws IOException {
        long lines = 0;
        int length = readLine();
        while (!startsWith(TAG, length)) {
            lines++;
            length = readLine();
        }
        String end = new String(line, TAG.length, length - TAG.length, StandardCharsets.ISO_8859_1);
        if (!end.startsWith("OK")) {
            throw new IOException(command + " was answered " + end.strip());
        }
        return lines;
    }

    private boolean startsWith(byte[] text, int length) {
        return length >= text.length && Arrays.equals(line, 0, text.length, text, 0, text.length);
    }

    /** Reads a line, of which the beginning is kept, and says how much. */
    private int readLine() throws IOException {
        int length = 0;
        while (true) {
            if (at == filled) {
                fill();
            }
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            int kept = Math.min(end - at, line.length - length);
            System.arraycopy(buffer, at, line, length, kept);
            length += kept;
            at = end;
            if (end < filled) {
                at++;
                return length;
            }
        }
    }

    private void fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(buffer));
        if (filled == 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    /** Takes leave, of a server that listens. */
    @Override
    public void close() throws IOException {
        try (socket) {
            say("LOGOUT");
        } catch (SocketException | EOFException e) {
            // it has ended the connection, and why is told by what was said before
        }
    }
}
