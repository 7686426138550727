package dev.yubin.conformance;

import dev.yubin.conformance.internal.AnyCertificate;
import dev.yubin.conformance.internal.Dialogue;
import dev.yubin.conformance.internal.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Plays the server's side of a written conversation over a socket, to an SMTP, POP3 or IMAP client, and compares every octet that the client sends. What
 * {@link Wire} is to servers, this is to clients: it knows nothing of the protocols, never changes, and each play is a connection of its own.
 *
 * <pre>{@code
 * ScriptedServer.of("""
 *     S: * OK ready
 *     C: A1 LOGIN ann {3}
 *     S: + go on
 *     C: abc
 *     S: A1 OK welcome
 *     """).playEveryWay(port -> { ... });
 * }</pre>
 *
 * <p>Each line of a transcript is one of these; blank lines and lines that begin with {@code #} are passed over, and texts are written as for
 * {@link Wire}:
 *
 * <table>
 * <caption>Lines of a transcript</caption>
 * <tr><td>{@code S: text}</td><td>send the text and CR LF</td></tr>
 * <tr><td>{@code S> text}</td><td>send the text and nothing behind it</td></tr>
 * <tr><td>{@code C: text}</td><td>a line must come that is exactly this, ended by CR LF; {@code ...} stands for any octets within the
 *     line, none too</td></tr>
 * <tr><td>{@code C# n}</td><td>n octets must come, whatever they are</td></tr>
 * <tr><td>{@code QUIET}</td><td>nothing more has come as yet</td></tr>
 * <tr><td>{@code TLS}</td><td>both sides begin TLS. Octets that came in the clear behind the last line fail the play</td></tr>
 * <tr><td>{@code CLOSE}</td><td>the server ends its direction of the connection</td></tr>
 * <tr><td>{@code EOF}</td><td>the client must end the connection, and say nothing more before; so it must behind every transcript that does not
 *     end in {@code DEAF}</td></tr>
 * <tr><td>{@code DEAF}</td><td>the server takes nothing more, and what the client says does not count</td></tr>
 * </table>
 *
 * <p>What the server sends without a word of the client's between goes out in one write. A client that keeps its promises does the same however that is
 * cut, unless it acts on the first part before it can have heard the second: such a transcript is played uncut.
 */
public final class ScriptedServer {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /** What a client whose part has failed still says is known soon. */
    private static final Duration BRIEFLY = Duration.ofSeconds(2);

    private final Transcript transcript;
    private final SSLContext tls;

    /** What the client does meanwhile. At its end, the connection should be closed. */
    @FunctionalInterface
    public interface Client {
        /** Does it, with a server at this port of the loopback interface. */
        void on(int port) throws Exception;
    }

    private ScriptedServer(Transcript transcript, SSLContext tls) {
        this.transcript = transcript;
        this.tls = Objects.requireNonNull(tls, "tls");
    }

    /**
     * Reads a transcript; each of its lines must come within twenty seconds.
     *
     * @throws IllegalArgumentException when it has a line that is none of those above
     */
    public static ScriptedServer of(String transcript) {
        return new ScriptedServer(
                Transcript.of(transcript, Side.SERVER).ended().waiting().pipelined(), AnyCertificate.context());
    }

    /**
     * Who the server is under TLS.
     *
     * @param certificates its own first
     */
    public ScriptedServer identity(PrivateKey key, List<X509Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, new char[0], certificates.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new ScriptedServer(transcript, context);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("no server can show this key and these certificates", e);
        }
    }

    /**
     * Plays it once.
     *
     * @throws AssertionError when the client says anything else, or its part fails; the message shows the dialogue so far
     */
    public void play(Client client) {
        play("in whole writes", transcript, client);
    }

    /** Plays it, and again with each octet in a write of its own: for what is too long, or takes too long, to be cut at every place. Fails as {@link #play}. */
    public void playUncut(Client client) {
        play(client);
        play("byte by byte", transcript.byteByByte(), client);
    }

    /**
     * Plays it, byte by byte, and with each write cut behind so many octets, as {@link Wire.Pace#EVERY_SPLIT} has it: up to 34 plays. The kernel may join
     * them again: a decoder's own tests cut where nothing can join. Fails as {@link #play}.
     */
    public void playEveryWay(Client client) {
        playUncut(client);
        for (int cut = 1; cut <= transcript.cuts(); cut++) {
            play("each write cut behind octet " + cut + " and so on", transcript.cutBehind(cut), client);
        }
    }

    private void play(String how, Transcript steps, Client client) {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served =
                    CompletableFuture.runAsync(() -> serve(how, steps, listening, over), ScriptedServer::start);
            Optional<Throwable> failure = failure(client, listening.getLocalPort());
            over.countDown();
            if (failure.isPresent()) {
                throw new AssertionError(
                        failure.get().getMessage() + "\n\nplayed " + how + complaint(served), failure.get());
            }
            served.join();
        } catch (CompletionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } catch (IOException e) {
            throw new AssertionError("no socket to listen on: " + e.getMessage(), e);
        }
    }

    private static Optional<Throwable> failure(Client client, int port) {
        try {
            client.on(port);
            return Optional.empty();
        } catch (Exception | AssertionError e) {
            return Optional.of(e);
        }
    }

    /** The server's, which may tell why the client has failed. */
    private static String complaint(CompletableFuture<Void> served) {
        return served.orTimeout(BRIEFLY.toMillis(), TimeUnit.MILLISECONDS)
                .handle((nothing, failure) ->
                        failure == null ? "" : "; there: " + Objects.requireNonNullElse(failure.getCause(), failure))
                .join();
    }

    private static void start(Runnable serving) {
        Thread thread = new Thread(serving, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(String how, Transcript steps, ServerSocket listening, CountDownLatch over) {
        try {
            listening.setSoTimeout((int) DEADLINE.toMillis());
            try (Dialogue dialogue = new Dialogue(how, Side.SERVER, listening.accept(), DEADLINE, tls)) {
                steps.steps().forEach(step -> step.take(dialogue));
                dialogue.end();
                over.await();
            }
        } catch (IOException e) {
            throw new AssertionError("no client came: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
