package dev.yubin.conformance;

import dev.yubin.conformance.internal.AnyCertificate;
import dev.yubin.conformance.internal.Dialogue;
import dev.yubin.conformance.internal.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * Plays a written conversation over a socket against an SMTP, POP3 or IMAP server, and compares every octet that comes back. It knows
 * nothing of the protocols, so that it cannot share a mistake with a codec. Never changes; each play is a connection of its own.
 *
 * <pre>{@code
 * Wire.to(port).play("""
 *     S: * OK [...] ready
 *     C: a1 LOGIN ann {3}
 *     S: + ...
 *     C: abc
 *     S: a1 OK ...
 *     """);
 * }</pre>
 *
 * <p>Each line of a transcript is one of these; blank lines and lines that begin with {@code #} are passed over:
 *
 * <table>
 * <caption>Lines of a transcript</caption>
 * <tr><td>{@code C: text}</td><td>send the text and CR LF</td></tr>
 * <tr><td>{@code C> text}</td><td>send the text and nothing behind it</td></tr>
 * <tr><td>{@code S: text}</td><td>a line must come that is exactly this, ended by CR LF; {@code ...} stands for any octets within the
 *     line, none too</td></tr>
 * <tr><td>{@code S# n}</td><td>n octets must come, whatever they are</td></tr>
 * <tr><td>{@code WAIT}</td><td>what follows is sent only once all lines above have come, also when the client pipelines</td></tr>
 * <tr><td>{@code TLS}</td><td>both sides begin TLS; any certificate is trusted. Octets that came in the clear behind the last line fail
 *     the play</td></tr>
 * <tr><td>{@code CLOSE}</td><td>the client ends its direction of the connection; the server may still speak</td></tr>
 * <tr><td>{@code EOF}</td><td>the server must end the connection, and say nothing more before</td></tr>
 * </table>
 *
 * <p>A text is UTF-8. In it {@code \xNN} is an octet, {@code \r} CR, <code>&#92;n</code> LF and {@code \\} a backslash; any other
 * backslash is itself, so that {@code \Seen} needs no second one. (A Java text block halves backslashes first, and takes spaces off the
 * end of a line: write those as {@code \x20}, with two backslashes in Java. Dots that are no wildcard are {@code \x2e}.)
 */
public final class Wire {
    /** How a client's octets go out. A server that keeps its promises answers the same in all of them. */
    public enum Pace {
        /** As written: what stands above is awaited before the next line is sent. */
        LOCK_STEP,
        /** All lines up to the next {@code WAIT}, {@code TLS}, {@code CLOSE} or {@code EOF} in one write, behind the greeting. */
        PIPELINED,
        /** As {@link #LOCK_STEP}, each octet in a write of its own. */
        BYTE_BY_BYTE,
        /**
         * As {@link #PIPELINED}, with each write cut behind so many octets: one play for each place where the longest can be cut, or 32 for longer
         * ones, which are cut at several places in each, 32 octets apart. So each write is cut at every place, and one of up to 33 octets nowhere else
         * then. The kernel may join them again: a decoder's own tests cut where nothing can join.
         */
        EVERY_SPLIT
    }

    private final InetSocketAddress server;
    private final Duration deadline;
    private final boolean implicitTls;
    private final SSLContext tls;
    private final Runnable before;
    private final boolean waiting;

    private Wire(
            InetSocketAddress server,
            Duration deadline,
            boolean implicitTls,
            SSLContext tls,
            Runnable before,
            boolean waiting) {
        this.server = Objects.requireNonNull(server, "server");
        this.deadline = Objects.requireNonNull(deadline, "deadline");
        this.implicitTls = implicitTls;
        this.tls = Objects.requireNonNull(tls, "tls");
        this.before = Objects.requireNonNull(before, "before");
        this.waiting = waiting;
    }

    /** Speaks to a server; each line must come within ten seconds. */
    public static Wire to(InetSocketAddress server) {
        return new Wire(server, Duration.ofSeconds(10), false, AnyCertificate.context(), () -> {}, false);
    }

    /** Speaks to a server on this machine. */
    public static Wire to(int port) {
        return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** The longest that each line, handshake or end may take to come. */
    public Wire within(Duration longest) {
        return new Wire(server, longest, implicitTls, tls, before, waiting);
    }

    /** TLS is begun before the first line (RFC 8314). */
    public Wire implicitTls() {
        return new Wire(server, deadline, true, tls, before, waiting);
    }

    /** TLS in these terms instead, such as with a client's certificate. */
    public Wire tls(SSLContext context) {
        return new Wire(server, deadline, implicitTls, context, before, waiting);
    }

    /** What is to be done before each connection, such as giving the server's store back the content that the transcript begins with. */
    public Wire before(Runnable eachPlay) {
        return new Wire(server, deadline, implicitTls, tls, eachPlay, waiting);
    }

    /**
     * As if a {@code WAIT} stood behind every line that must come: for what a client may not send ahead, such as a literal that has not been
     * asked for, and for plays that would be too many. What it sends between two answers still goes out in one write, octet by octet, and
     * cut at every place.
     */
    public Wire waiting() {
        return new Wire(server, deadline, implicitTls, tls, before, true);
    }

    /**
     * Plays a transcript in lock step.
     *
     * @throws AssertionError when the server says anything else; the message shows the dialogue so far
     * @throws IllegalArgumentException when the transcript has a line that is none of those above
     */
    public void play(String transcript) {
        play(Pace.LOCK_STEP, transcript);
    }

    /** Plays a transcript at that pace; fails as {@link #play(String)}. */
    public void play(Pace pace, String transcript) {
        Transcript written = waiting ? written(transcript).waiting() : written(transcript);
        switch (pace) {
            case LOCK_STEP -> play("in lock step", written);
            case PIPELINED -> play("pipelined", written.pipelined());
            case BYTE_BY_BYTE -> play("byte by byte", written.byteByByte());
            case EVERY_SPLIT -> {
                Transcript pipelined = written.pipelined();
                for (int cut = 1; cut <= pipelined.cuts(); cut++) {
                    play("pipelined, each write cut behind octet " + cut + " and so on", pipelined.cutBehind(cut));
                }
            }
        }
    }

    /** Plays a transcript at every pace in turn: up to 35 plays. Fails as {@link #play(String)}. */
    public void playEveryWay(String transcript) {
        for (Pace pace : Pace.values()) {
            play(pace, transcript);
        }
    }

    /**
     * Plays a transcript at every pace but {@link Pace#EVERY_SPLIT}: three plays, for what is too long or takes too long to be cut at every
     * place. Fails as {@link #play(String)}.
     */
    public void playUncut(String transcript) {
        for (Pace pace : EnumSet.complementOf(EnumSet.of(Pace.EVERY_SPLIT))) {
            play(pace, transcript);
        }
    }

    private static Transcript written(String transcript) {
        return Transcript.of(transcript, Side.CLIENT);
    }

    private void play(String how, Transcript transcript) {
        before.run();
        try (Dialogue dialogue = new Dialogue(how, Side.CLIENT, connected(), deadline, tls)) {
            if (implicitTls) {
                dialogue.tls();
            }
            transcript.steps().forEach(step -> step.take(dialogue));
            dialogue.end();
        } catch (IOException e) {
            throw new AssertionError("no connection to " + server + ": " + e.getMessage(), e);
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(server, (int) deadline.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
