package dev.yubin.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection on which a transcript is played, and what was said on it so far. Used by one thread. */
final class Dialogue implements AutoCloseable {
    /** What a socket's buffers surely hold; more is sent beside the reading, or both sides might wait for each other. */
    private static final int HELD_BY_THE_KERNEL = 8 * 1024;

    /** So much of a line is shown in a failure, in characters; some have megabytes. */
    private static final int MOST_SHOWN = 1000;

    private final String how;
    private final InetSocketAddress server;
    private final Duration deadline;
    private final SSLContext context;
    private final StringBuilder said = new StringBuilder();

    private Socket socket = new Socket();
    private final byte[] buffer = new byte[8 * 1024];
    private int taken;
    private int filled;
    private char speaker;
    private Optional<Thread> sender = Optional.empty();
    private boolean ended;
    private volatile Optional<IOException> unsent = Optional.empty();

    Dialogue(String how, InetSocketAddress server, Duration deadline, SSLContext context) {
        this.how = how;
        this.server = server;
        this.deadline = deadline;
        this.context = context;
    }

    void connect() {
        try {
            socket.connect(server, (int) deadline.toMillis());
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw failure("no connection to " + server, e);
        }
    }

    /** Sends octets. When the server has gone, its last lines are still to be read: only {@link #end} complains. */
    void send(byte[] octets) {
        show('C', octets);
        awaitSender();
        if (octets.length <= HELD_BY_THE_KERNEL) {
            write(octets);
            return;
        }
        Thread beside = new Thread(() -> write(octets), "wire-sender");
        beside.setDaemon(true);
        beside.start();
        sender = Optional.of(beside);
    }

    private void write(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            unsent = Optional.of(e);
        }
    }

    private void awaitSender() {
        try {
            if (sender.isPresent()) {
                sender.get().join(deadline.toMillis());
                if (sender.get().isAlive()) {
                    throw failure("the server did not take what was sent within " + deadline, null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while sending", e);
        }
    }

    /** Awaits a line. */
    void expect(Transcript.Step line) {
        byte[] came = readLine(line.text());
        show('S', came);
        String octets = new String(came, 0, came.length - 2, StandardCharsets.ISO_8859_1);
        if (!line.matches(octets)) {
            throw failure("expected  S: " + line.text() + "\nbut came  S: " + escaped(came, came.length - 2), null);
        }
    }

    private byte[] readLine(String written) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long end = System.nanoTime() + deadline.toNanos();
        int last = 0;
        try {
            while (true) {
                int octet = read(end);
                if (octet < 0) {
                    throw failure(unfinished(written, line, "the server ended the connection"), null);
                }
                line.write(octet);
                if (last == '\r' && octet == '\n') {
                    return line.toByteArray();
                }
                last = octet;
            }
        } catch (SocketTimeoutException e) {
            throw failure(unfinished(written, line, "no line came within " + deadline), e);
        } catch (IOException e) {
            throw failure(unfinished(written, line, "the connection broke"), e);
        }
    }

    private static String unfinished(String written, ByteArrayOutputStream line, String what) {
        String begun = line.size() == 0 ? "" : ", behind " + escaped(line.toByteArray(), line.size());
        return "expected  S: " + written + "\nbut " + what + begun;
    }

    private int read(long end) throws IOException {
        if (taken == filled) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) millis);
            taken = 0;
            filled = Math.max(0, socket.getInputStream().read(buffer));
        }
        return taken == filled ? -1 : buffer[taken++] & 0xff;
    }

    /** Both sides begin TLS. */
    void tls() {
        said.append("TLS\n");
        awaitSender();
        try {
            requireSilence("octets in the clear stand behind the last line before TLS");
            SSLSocket secured = (SSLSocket)
                    context.getSocketFactory().createSocket(socket, server.getHostString(), server.getPort(), true);
            socket = secured;
            socket.setSoTimeout((int) deadline.toMillis());
            secured.startHandshake();
        } catch (IOException e) {
            throw failure("TLS did not begin", e);
        }
    }

    /** Ends the client's direction. */
    void closeOurs() {
        said.append("CLOSE\n");
        awaitSender();
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            unsent = Optional.of(e);
        }
    }

    /** Awaits the connection's end; a reset is one too, for the server may have left octets of ours unread. */
    void expectEnd() {
        said.append("EOF\n");
        ended = true;
        try {
            if (read(System.nanoTime() + deadline.toNanos()) >= 0) {
                taken--;
                throw failure("expected the end of the connection, but came  S: " + rest(), null);
            }
        } catch (SocketTimeoutException e) {
            throw failure("the server did not end the connection within " + deadline, e);
        } catch (IOException e) {
            said.append("# ").append(e.getMessage()).append('\n');
        }
    }

    /** The transcript is over: all was sent, and nothing more has come than it says. */
    void end() {
        awaitSender();
        if (ended) {
            return;
        }
        try {
            requireSilence("the transcript is over");
        } catch (IOException e) {
            throw failure("the connection broke", e);
        }
        unsent.ifPresent(e -> {
            throw failure("the server ended the connection before all was sent", e);
        });
    }

    private void requireSilence(String what) throws IOException {
        if (taken < filled || socket.getInputStream().available() > 0) {
            throw failure(what + ", but there came  S: " + rest(), null);
        }
    }

    private String rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.write(buffer, taken, filled - taken);
        rest.writeBytes(
                socket.getInputStream().readNBytes(socket.getInputStream().available()));
        return escaped(rest.toByteArray(), rest.size());
    }

    /** Adds octets to what was said, on a line of its own for each line and each change of speaker. */
    private void show(char who, byte[] octets) {
        if (speaker != who && said.length() > 0 && said.charAt(said.length() - 1) != '\n') {
            said.append('\n');
        }
        speaker = who;
        for (byte octet : octets) {
            if (said.length() == 0 || said.charAt(said.length() - 1) == '\n') {
                said.append(who).append(": ");
            }
            said.append(escaped(new byte[] {octet}, 1));
            if (octet == '\n' && said.lastIndexOf("\\r\\n") == said.length() - 4) {
                said.setLength(said.length() - 4);
                said.append('\n');
            }
        }
    }

    private static String escaped(byte[] octets, int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int c = octets[i] & 0xff;
            switch (c) {
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                case '\\' -> out.append("\\\\");
                default -> out.append(c >= ' ' && c < 0x7f ? String.valueOf((char) c) : String.format("\\x%02x", c));
            }
        }
        return out.toString();
    }

    private AssertionError failure(String what, Throwable cause) {
        String all = what + "\n\nplayed " + how + " against " + server + ":\n" + said;
        return new AssertionError(
                all.lines().map(Dialogue::abridged).collect(Collectors.joining("\n", "", "\n")), cause);
    }

    private static String abridged(String line) {
        return line.length() <= MOST_SHOWN
                ? line
                : line.substring(0, MOST_SHOWN) + " ... (" + line.length() + " characters)";
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            said.append("# ").append(e.getMessage()).append('\n');
        }
    }
}
