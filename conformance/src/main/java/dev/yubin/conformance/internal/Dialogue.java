package dev.yubin.conformance.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection on which one side plays a transcript, and what was said on it so far. Used by one thread. */
public final class Dialogue implements AutoCloseable {
    /** What a socket's buffers surely hold; more is sent beside the reading, or both sides might wait for each other. */
    private static final int HELD_BY_THE_KERNEL = 8 * 1024;

    /** So much of a line is shown in a failure, in characters; some have megabytes. */
    private static final int MOST_SHOWN = 1000;

    /** So much of a dialogue is kept to be shown, in characters: its beginning and its end. A flood has millions of lines. */
    static final int MOST_SAID = 1 << 20;

    private final String how;
    private final Side us;
    private final Side them;
    private final Duration deadline;
    private final SSLContext context;
    private final StringBuilder said = new StringBuilder();

    private Socket socket;
    /** The socket's, or what compresses behind it. */
    private InputStream in;

    private OutputStream out;
    private byte[] buffer = new byte[8 * 1024];
    /** The line that comes. */
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    private int taken;
    private int filled;
    private Side speaker;
    private Optional<Thread> sender = Optional.empty();
    private boolean ended;
    private volatile Optional<IOException> unsent = Optional.empty();

    /** @param socket connected */
    public Dialogue(String how, Side us, Socket socket, Duration deadline, SSLContext context) throws IOException {
        this.how = how;
        this.us = us;
        this.them = us.other();
        this.deadline = deadline;
        this.context = context;
        socket.setTcpNoDelay(true);
        speakThrough(socket);
    }

    /**
     * The client's part of a check, to any server.
     *
     * @param tls whether TLS comes before the greeting; any certificate will do
     */
    public static Dialogue with(InetSocketAddress server, boolean tls, Duration deadline) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(server, (int) deadline.toMillis());
            Dialogue dialogue =
                    new Dialogue("as the check has it", Side.CLIENT, socket, deadline, AnyCertificate.context());
            if (tls) {
                dialogue.tls();
            }
            return dialogue;
        } catch (IOException | AssertionError e) {
            socket.close();
            throw e;
        }
    }

    private void speakThrough(Socket next) throws IOException {
        socket = next;
        in = next.getInputStream();
        out = next.getOutputStream();
    }

    /** Sends octets. When the peer has gone, its last lines are still to be read: only {@link #end} complains. */
    public void send(byte[] octets) {
        show(us, octets);
        sendUnseen(octets);
    }

    /** As {@link #send(byte[])}, where the dialogue need not show each octet. */
    public void send(byte[] octets, String shown) {
        show(us, (shown + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        sendUnseen(octets);
    }

    private void sendUnseen(byte[] octets) {
        awaitSender();
        if (octets.length <= HELD_BY_THE_KERNEL) {
            write(octets);
        } else {
            beside(() -> write(octets));
        }
    }

    /** As {@link #send(byte[], String)}, for more octets than memory should hold: piece by piece, for as long as the peer takes them. */
    public void send(Stream<byte[]> pieces, String shown) {
        show(us, (shown + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        awaitSender();
        beside(() -> pieces.takeWhile(piece -> unsent.isEmpty()).forEachOrdered(this::write));
    }

    private void beside(Runnable sending) {
        Thread beside = new Thread(sending, "dialogue-sender");
        beside.setDaemon(true);
        beside.start();
        sender = Optional.of(beside);
    }

    private void write(byte[] octets) {
        try {
            out.write(octets);
            out.flush();
        } catch (IOException e) {
            unsent = Optional.of(e);
        }
    }

    private void awaitSender() {
        try {
            if (sender.isPresent()) {
                sender.get().join(deadline.toMillis());
                if (sender.get().isAlive()) {
                    throw failure(them + " did not take what was sent within " + deadline, null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while sending", e);
        }
    }

    /**
     * Awaits a line.
     *
     * @param written how the line is described in a failure
     * @param matches whether it is this one; its CR LF is off
     */
    public void expect(String written, Predicate<String> matches) {
        String octets = line(written);
        if (!matches.test(octets)) {
            throw failure(
                    expected(written) + "\nbut came  "
                            + saying(escaped(octets.getBytes(StandardCharsets.ISO_8859_1), octets.length())),
                    null);
        }
    }

    /**
     * Awaits a line, whatever it says.
     *
     * @param written how the line is described in a failure
     * @return an octet a character, without its CR LF
     */
    public String line(String written) {
        return lineOrEnd(written).orElseThrow(() -> failure(unfinished(written, them + " ended the connection"), null));
    }

    /** As {@link #line}; empty where the connection ends instead, by a reset or behind the beginning of a line too. */
    public Optional<String> lineOrEnd(String written) {
        begun.reset();
        long end = System.nanoTime() + deadline.toNanos();
        int last = 0;
        try {
            while (true) {
                int octet = read(end);
                if (octet < 0) {
                    return Optional.empty();
                }
                begun.write(octet);
                if (last == '\r' && octet == '\n') {
                    show(them, begun.toByteArray());
                    return Optional.of(
                            new String(begun.toByteArray(), 0, begun.size() - 2, StandardCharsets.ISO_8859_1));
                }
                last = octet;
            }
        } catch (SocketTimeoutException e) {
            throw failure(unfinished(written, "no line came within " + deadline), e);
        } catch (IOException e) {
            said.append("# ").append(e.getMessage()).append('\n');
            return Optional.empty();
        }
    }

    /**
     * Awaits so many octets.
     *
     * @return an octet a character
     */
    public String octets(int count) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(Math.min(count, 1 << 20));
        long end = System.nanoTime() + deadline.toNanos();
        try {
            while (octets.size() < count) {
                int octet = read(end);
                if (octet < 0) {
                    throw failure(
                            "expected " + count + " octets\nbut " + them + " ended the connection behind "
                                    + octets.size(),
                            null);
                }
                octets.write(octet);
            }
        } catch (IOException e) {
            throw failure("expected " + count + " octets\nbut they did not come", e);
        } finally {
            show(them, octets.toByteArray());
        }
        return octets.toString(StandardCharsets.ISO_8859_1);
    }

    /** Awaits so many octets, whatever they are. */
    public void expectOctets(long count) {
        said.append(them.letter).append("# ").append(count).append('\n');
        long end = System.nanoTime() + deadline.toNanos();
        try {
            for (long i = 0; i < count; i++) {
                if (read(end) < 0) {
                    throw failure(
                            "expected " + count + " octets\nbut " + them + " ended the connection behind " + i, null);
                }
            }
        } catch (IOException e) {
            throw failure("expected " + count + " octets\nbut they did not come", e);
        }
    }

    /** Awaits an octet, whatever it is, or the end. */
    public OptionalInt octetOrEnd() {
        try {
            int octet = read(System.nanoTime() + deadline.toNanos());
            said.append(octet < 0 ? "EOF\n" : them.letter + "# 1\n");
            return octet < 0 ? OptionalInt.empty() : OptionalInt.of(octet);
        } catch (SocketTimeoutException e) {
            throw failure("expected an octet\nbut none came within " + deadline, e);
        } catch (IOException e) {
            said.append("# ").append(e.getMessage()).append('\n');
            return OptionalInt.empty();
        }
    }

    /** Nothing has come as yet. */
    public void expectNothing() {
        try {
            requireSilence(them + " has to wait");
        } catch (IOException e) {
            throw failure("the connection broke", e);
        }
    }

    private String unfinished(String written, String what) {
        String behind = begun.size() == 0 ? "" : ", behind " + escaped(begun.toByteArray(), begun.size());
        return expected(written) + "\nbut " + what + behind;
    }

    private String expected(String line) {
        return "expected  " + saying(line);
    }

    /** As they say it in a transcript. */
    private String saying(String line) {
        return them.letter + ": " + line;
    }

    private int read(long end) throws IOException {
        if (taken == filled) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) millis);
            taken = 0;
            filled = Math.max(0, in.read(buffer));
        }
        return taken == filled ? -1 : buffer[taken++] & 0xff;
    }

    /** Both sides begin TLS. */
    public void tls() {
        said.append("TLS\n");
        awaitSender();
        try {
            if (us == Side.CLIENT
                    || taken < filled) { // a client may have begun TLS by now; what it said before came with its last
                // line
                requireSilence("octets in the clear stand behind the last line before TLS");
            }
            InetSocketAddress peer = (InetSocketAddress) socket.getRemoteSocketAddress();
            SSLSocket secured = (SSLSocket)
                    context.getSocketFactory().createSocket(socket, peer.getHostString(), peer.getPort(), true);
            secured.setUseClientMode(us == Side.CLIENT);
            secured.setSoTimeout((int) deadline.toMillis());
            speakThrough(secured);
            secured.startHandshake();
        } catch (IOException e) {
            throw failure("TLS did not begin", e);
        }
    }

    /**
     * Both sides compress what they say from here on: RFC 4978 section 4, which has DEFLATE without a header.
     *
     * @param level of what this side says, from 0, which compresses nothing, to 9
     */
    public void deflate(int level) {
        said.append("DEFLATE\n");
        awaitSender();
        InputStream come = new ByteArrayInputStream(buffer, taken, filled - taken);
        in = new InflaterInputStream(new SequenceInputStream(come, in), new Inflater(true));
        buffer = new byte[buffer.length];
        filled = taken;
        out = new DeflaterOutputStream(out, new Deflater(level, true), true);
    }

    /** Ends this side's direction. */
    public void closeOurs() {
        said.append("CLOSE\n");
        awaitSender();
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            unsent = Optional.of(e);
        }
    }

    /** Awaits the connection's end; a reset is one too, for the server may have left octets of ours unread. */
    public void expectEnd() {
        said.append("EOF\n");
        ended = true;
        try {
            if (read(System.nanoTime() + deadline.toNanos()) >= 0) {
                taken--;
                throw failure("expected the end of the connection, but came  " + saying(rest()), null);
            }
        } catch (SocketTimeoutException e) {
            throw failure(them + " did not end the connection within " + deadline, e);
        } catch (IOException e) {
            said.append("# ").append(e.getMessage()).append('\n');
        }
    }

    /** Whatever comes from here on, it does not count. */
    public void hearNoMore() {
        said.append("DEAF\n");
        ended = true;
    }

    /** The transcript is over: all was sent, and nothing more has come than it says. */
    public void end() {
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
            throw failure(them + " ended the connection before all was sent", e);
        });
    }

    private void requireSilence(String what) throws IOException {
        if (taken < filled || socket.getInputStream().available() > 0) {
            throw failure(what + ", but there came  " + saying(rest()), null);
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
    private void show(Side who, byte[] octets) {
        if (speaker != who && said.length() > 0 && said.charAt(said.length() - 1) != '\n') {
            said.append('\n');
        }
        speaker = who;
        for (int from = 0, to; from < octets.length; from = to) {
            to = lineEnd(octets, from);
            if (said.length() == 0 || said.charAt(said.length() - 1) == '\n') {
                said.append(who.letter).append(": ");
            }
            said.append(escaped(Arrays.copyOfRange(octets, from, to), to - from));
            if (octets[to - 1] == '\n' && said.lastIndexOf("\\r\\n") == said.length() - 4) {
                said.setLength(said.length() - 4);
                said.append('\n');
            }
        }
        if (said.length() > MOST_SAID) {
            leaveOutTheMiddle();
        }
    }

    private void leaveOutTheMiddle() {
        int from = said.indexOf("\n", MOST_SAID / 4) + 1;
        int to = said.indexOf("\n", said.length() - MOST_SAID / 4) + 1;
        if (from > 0 && to > from) {
            said.replace(from, to, "# (lines are left out)\n");
        }
    }

    /** Behind the next LF. */
    private static int lineEnd(byte[] octets, int from) {
        int at = from;
        while (at < octets.length && octets[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, octets.length);
    }

    private static String escaped(byte[] octets, int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int c = octets[i] & 0xff;
            switch (c) {
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        out.append((char) c);
                    } else {
                        out.append(String.format("\\x%02x", c));
                    }
                }
            }
        }
        return out.toString();
    }

    /** What to throw when something else should have come. */
    public AssertionError failure(String what) {
        return failure(what, null);
    }

    private AssertionError failure(String what, Throwable cause) {
        return new Unexpected(
                what,
                "\n\nplayed " + how + " against " + them + ", " + socket.getRemoteSocketAddress() + ":\n" + said,
                cause);
    }

    /** What was said so far, a line for each line. */
    public String said() {
        return said.toString();
    }

    /** Not what should have come. Its message shows the dialogue. */
    public static final class Unexpected extends AssertionError {
        private static final long serialVersionUID = 1L;

        private final String what;

        private Unexpected(String what, String dialogue, Throwable cause) {
            super((what + dialogue).lines().map(Dialogue::abridged).collect(Collectors.joining("\n", "", "\n")), cause);
            this.what = what;
        }

        /** The message without the dialogue. */
        public String what() {
            return what;
        }
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
