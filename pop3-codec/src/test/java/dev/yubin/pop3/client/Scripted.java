package dev.yubin.pop3.client;

import dev.yubin.protocol.TlsIdentity;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Plays one transcript as the server, to one client. {@code S: text} is said with CR LF behind it, {@code S> text} without; {@code C: text} must be
 * what comes next, {@code ...} in it standing for anything; {@code QUIET}: nothing more has come yet; {@code TLS}: hands are shaken; {@code EOF}: the
 * server hangs up. Where the transcript ends otherwise, the client must hang up and say nothing more. {@code \r} and {@code \n} are what they look like.
 */
final class Scripted implements AutoCloseable {
    /** How the server's octets go out: all at once up to where the client is awaited, ... */
    static final int WHOLE = 0;
    /** ... or each in a write of its own; any other number is the place of a cut in two writes. */
    static final int BYTE_BY_BYTE = -1;

    private final ServerSocket listening;
    private final CompletableFuture<Void> played;
    private final List<String> script;
    private final TlsIdentity identity;
    private final int cut;
    private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
    private Socket socket;
    private InputStream in;
    private int sent;

    Scripted(String transcript, TlsIdentity identity, int cut) {
        this.script = transcript
                .lines()
                .filter(line -> !line.isBlank())
                .map(String::stripLeading)
                .toList();
        this.identity = identity;
        this.cut = cut;
        try {
            listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        played = CompletableFuture.runAsync(this::play, task -> new Thread(task, "scripted server").start());
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many octets a transcript's server says in all. */
    static int length(String transcript) {
        return transcript
                .lines()
                .map(String::stripLeading)
                .filter(line -> line.startsWith("S"))
                .mapToInt(line -> octets(text(line)).length + (line.startsWith("S:") ? 2 : 0))
                .sum();
    }

    /** Fails when the client said anything else than it should. */
    void awaitEnd() {
        try {
            played.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("cut at " + cut + ": " + e, e);
        }
    }

    private void play() {
        try {
            socket = listening.accept();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            in = new BufferedInputStream(socket.getInputStream());
            for (String line : script) {
                step(line);
            }
            if (!socket.isClosed()) {
                awaitTheClientsEnd();
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("behind " + sent + " octets: " + e, e);
        } finally {
            close();
        }
    }

    private void step(String line) throws IOException, GeneralSecurityException {
        if (line.startsWith("S")) {
            unsent.writeBytes(octets(text(line) + (line.startsWith("S:") ? "\r\n" : "")));
            return;
        }
        flush();
        switch (line) {
            case "EOF" -> socket.close();
            case "TLS" -> tls();
            case "QUIET" -> {
                if (in.available() > 0) {
                    throw new AssertionError("the client did not wait: " + line());
                }
            }
            default -> expect(text(line));
        }
    }

    private void flush() throws IOException {
        byte[] octets = unsent.toByteArray();
        unsent.reset();
        for (int i = 0; i < octets.length; ) {
            int end = cut == BYTE_BY_BYTE ? i + 1 : octets.length;
            if (cut > sent && cut < sent + octets.length - i) {
                end = i + cut - sent;
            }
            socket.getOutputStream().write(octets, i, end - i);
            sent += end - i;
            i = end;
        }
    }

    private void expect(String text) throws IOException {
        String line = line();
        String pattern =
                Stream.of(text.split("\\.\\.\\.", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        if (!line.matches(pattern)) {
            throw new AssertionError("expected C: " + text + "\nbut came C: " + line);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the client hung up behind \"" + line + '"');
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8).replaceAll("\r$", "");
    }

    private void awaitTheClientsEnd() {
        try {
            flush();
            int octet = in.read();
            if (octet >= 0) {
                throw new AssertionError("the client said more: " + (char) octet + line());
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the client did not hang up", e);
        } catch (IOException e) {
            return; // a client that has heard enough may leave octets unread
        }
    }

    private void tls() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "key", identity.key(), new char[0], identity.certificates().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
    }

    private static String text(String line) {
        return line.length() < 3 ? "" : line.substring(3).replace("\\r", "\r").replace("\\n", "\n");
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            listening.close();
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
