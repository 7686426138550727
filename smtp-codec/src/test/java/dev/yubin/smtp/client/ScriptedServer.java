package dev.yubin.smtp.client;

import dev.yubin.protocol.TlsIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Plays the server's side of a written conversation to one client, and compares every line that comes. It knows nothing of the protocol. Lines are
 *
 * <pre>
 * S: text    send the text and CR LF; lines that follow each other go out in one write, save for the cut
 * S> text    send the text and nothing behind it
 * C: text    a line must come that is exactly this; {@code ...} at its end stands for the rest
 * TLS        both sides begin TLS
 * CLOSE      end the connection
 * PAUSE      do nothing until the test says {@link #goOn}
 * EOF        the client must end the connection, and say nothing more before
 * # text     means nothing
 * </pre>
 *
 * In a text {@code \xNN} is an octet and {@code \r} and {@code \n} are CR and LF.
 */
final class ScriptedServer implements AutoCloseable {
    static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9A-F]{2})|(r)|(n))");

    private final ServerSocket listener;
    private final int cut;
    private final CompletableFuture<Void> played;
    private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger taken = new AtomicInteger();
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private Socket socket;
    private int sent;

    /** @param cut behind which of the octets that are sent another write begins; 0 for nowhere */
    ScriptedServer(String transcript, int cut) {
        this.cut = cut;
        try {
            listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        played = CompletableFuture.runAsync(() -> play(transcript.lines().toList()), task -> {
            Thread thread = new Thread(task, "scripted-server");
            thread.setDaemon(true);
            thread.start();
        });
    }

    ScriptedServer(String transcript) {
        this(transcript, 0);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many octets the transcript has the server send. */
    static int octetsSent(String transcript) {
        return transcript
                .lines()
                .filter(line -> line.startsWith("S"))
                .mapToInt(line -> octets(line).length)
                .sum();
    }

    /** Ends the pause. */
    void goOn() {
        goOn.countDown();
    }

    /** Waits until so many lines of the script are behind us. */
    void reached(int lines) {
        while (taken.get() < lines && !played.isDone()) {
            Thread.onSpinWait();
        }
    }

    /** What the client says behind the script, until it ends the connection. */
    String rest() {
        played.orTimeout(20, TimeUnit.SECONDS).join();
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    /** Waits for the end, and fails when the client said anything else. */
    @Override
    public void close() throws IOException {
        try {
            played.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the client did not keep to the script: " + e.getCause(), e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("the script did not come to its end", e);
        } finally {
            listener.close();
        }
    }

    private void play(List<String> script) {
        try (Socket accepted = listener.accept()) {
            accepted.setTcpNoDelay(true);
            accepted.setSoTimeout(10_000);
            socket = accepted;
            for (String line : script) {
                if (line.startsWith("S")) {
                    unsent.writeBytes(octets(line));
                } else {
                    flush();
                    take(line);
                }
                taken.incrementAndGet();
            }
            flush();
            readRest();
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void readRest() {
        try {
            if (!socket.isClosed()) {
                socket.getInputStream().transferTo(rest);
            }
        } catch (IOException e) {
            // reset: an end like another
        }
    }

    private void take(String line) throws IOException, GeneralSecurityException, InterruptedException {
        if (line.startsWith("C: ")) {
            expect(line.substring(3));
        } else if (line.equals("TLS")) {
            socket = tls();
        } else if (line.equals("CLOSE")) {
            socket.close();
        } else if (line.equals("PAUSE")) {
            goOn.await();
        } else if (line.equals("EOF")) {
            expectEnd();
        } else if (!line.startsWith("#") && !line.isBlank()) {
            throw new IllegalArgumentException("no line of a script: " + line);
        }
    }

    private void expect(String wanted) throws IOException {
        String line = readLine();
        boolean fits = wanted.endsWith("...")
                ? line != null && line.startsWith(wanted.substring(0, wanted.length() - 3))
                : new String(unescaped(wanted), StandardCharsets.ISO_8859_1).equals(line);
        if (!fits) {
            throw new AssertionError("expected " + wanted + " but there came " + line);
        }
    }

    private void expectEnd() throws IOException {
        try {
            String more = readLine();
            if (more != null) {
                throw new AssertionError("expected nothing more, but there came " + more);
            }
        } catch (SocketException e) {
            // closed with octets of ours unread: an end all the same
        }
    }

    /** Null at the end of the connection. */
    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || line.charAt(line.length() - 1) != '\n') {
            int octet = socket.getInputStream().read();
            if (octet < 0) {
                return line.isEmpty() ? null : line + "<EOF>";
            }
            line.append((char) octet);
        }
        return line.substring(0, line.length() - 2);
    }

    private void flush() throws IOException {
        byte[] octets = unsent.toByteArray();
        unsent.reset();
        if (octets.length == 0) {
            return;
        }
        int first = cut > sent && cut < sent + octets.length ? cut - sent : octets.length;
        sent += octets.length;
        socket.getOutputStream().write(octets, 0, first);
        if (first < octets.length) {
            socket.getOutputStream().write(octets, first, octets.length - first);
        }
    }

    private Socket tls() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "server", IDENTITY.key(), new char[0], IDENTITY.certificates().toArray(X509Certificate[]::new));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        SSLSocketFactory factory = context.getSocketFactory();
        SSLSocket tls = (SSLSocket) factory.createSocket(socket, null, true);
        tls.startHandshake();
        return tls;
    }

    private static byte[] octets(String line) {
        byte[] text = unescaped(line.substring(3));
        return line.startsWith("S: ")
                ? (new String(text, StandardCharsets.ISO_8859_1) + "\r\n").getBytes(StandardCharsets.ISO_8859_1)
                : text;
    }

    private static byte[] unescaped(String text) {
        Matcher escapes =
                ESCAPE.matcher(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        return escapes.replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(2) != null
                                ? "\r"
                                : escape.group(3) != null
                                        ? "\n"
                                        : Character.toString(Integer.parseInt(escape.group(1), 16))))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
