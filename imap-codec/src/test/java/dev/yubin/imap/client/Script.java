package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Plays a written conversation as the server, against a client, and compares every line that the client sends. It knows nothing of IMAP. Each play
 * is a connection of its own.
 *
 * <p>{@code S: text} is sent with CR LF and {@code S> text} without, all up to the next other line in one write; {@code C: text} must come, where
 * {@code ...} stands for anything, and {@code C# n} is any n octets; {@code TLS} begins TLS; {@code CLOSE} closes the connection; at {@code EOF} the client
 * must close it, with nothing more said.
 */
final class Script {
    static final TlsIdentity IDENTITY = TlsIdentity.selfSigned("localhost", "127.0.0.1");
    private static final int DEADLINE = 20_000;

    private final List<String> lines;

    private Script(List<String> lines) {
        this.lines = lines;
    }

    static Script of(String transcript) {
        return new Script(transcript.lines().filter(line -> !line.isBlank()).toList());
    }

    /** What the client does meanwhile. */
    interface Client {
        void on(int port) throws Exception;
    }

    /** Plays it as it is written. */
    void play(Client client) throws Exception {
        play(Integer.MAX_VALUE, false, client);
    }

    /** Plays it as it is written, octet by octet, and once for each place where the server's octets can be cut in two. */
    void playEveryWay(Client client) throws Exception {
        play(client);
        play(Integer.MAX_VALUE, true, client);
        int octets = lines.stream()
                .filter(line -> line.startsWith("S"))
                .mapToInt(line -> octets(line).length)
                .sum();
        for (int cut = 1; cut < octets; cut++) {
            play(cut, false, client);
        }
    }

    private void play(int cut, boolean octetByOctet, Client client) throws Exception {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CompletableFuture<Void> server = CompletableFuture.runAsync(
                () -> serve(listener, cut, octetByOctet), task -> new Thread(task, "script").start());
        AssertionError failure = null;
        try {
            client.on(listener.getLocalPort());
        } catch (Exception | AssertionError e) {
            failure = new AssertionError("with a cut behind octet " + cut + ": " + e.getMessage(), e);
        }
        listener.close();
        try {
            server.get(failure == null ? DEADLINE : 1000, TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            failure = failure == null
                    ? new AssertionError("with a cut behind octet " + cut + ": " + e.getMessage())
                    : failure;
            failure.addSuppressed(e);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void serve(ServerSocket listener, int cut, boolean octetByOctet) {
        try (Socket socket = listener.accept()) {
            new Play(socket, cut, octetByOctet).run(lines);
        } catch (IOException e) {
            throw new AssertionError("the connection fails: " + e, e);
        }
    }

    private static byte[] octets(String line) {
        String text = line.length() < 3 ? "" : line.substring(3);
        return (line.startsWith("S>") ? text : text + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** One connection. */
    private static final class Play {
        private final boolean octetByOctet;
        private Socket socket;
        private int untilCut;

        Play(Socket socket, int cut, boolean octetByOctet) throws IOException {
            this.socket = socket;
            this.untilCut = cut;
            this.octetByOctet = octetByOctet;
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(DEADLINE);
        }

        void run(List<String> lines) throws IOException {
            List<byte[]> out = new ArrayList<>();
            for (String line : lines) {
                if (line.startsWith("S:") || line.startsWith("S>")) {
                    out.add(octets(line));
                    continue;
                }
                send(out);
                switch (line.substring(0, Math.min(2, line.length()))) {
                    case "C#" ->
                        assertThat(socket.getInputStream().skip(Long.parseLong(line.substring(3))))
                                .isEqualTo(Long.parseLong(line.substring(3)));
                    case "C:" -> expect(line.length() < 3 ? "" : line.substring(3));
                    case "TL" -> tls();
                    case "CL" -> socket.close();
                    case "EO" ->
                        assertThat(end())
                                .as("what the client says before it closes")
                                .isEmpty();
                    default -> throw new IllegalArgumentException("no line of a script: " + line);
                }
            }
            send(out);
        }

        private void send(List<byte[]> pieces) throws IOException {
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            for (byte[] piece : pieces) {
                all.write(piece);
            }
            pieces.clear();
            byte[] octets = all.toByteArray();
            if (octetByOctet) {
                for (byte octet : octets) {
                    socket.getOutputStream().write(octet);
                }
            } else if (untilCut > 0 && untilCut < octets.length) {
                socket.getOutputStream().write(octets, 0, untilCut);
                Thread.yield();
                socket.getOutputStream().write(octets, untilCut, octets.length - untilCut);
            } else if (octets.length > 0) {
                socket.getOutputStream().write(octets);
            }
            untilCut -= octets.length;
        }

        private void expect(String text) throws IOException {
            String line = line();
            String pattern = "\\Q" + text.replace("...", "\\E.*\\Q") + "\\E";
            if (!Pattern.matches(pattern, line)) {
                throw new AssertionError("expected from the client: " + text + "\nbut it said:              " + line);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            InputStream in = socket.getInputStream();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new AssertionError("the client has closed the connection behind \"" + line + '"');
                }
                line.append((char) octet);
            }
            return line.substring(0, line.length() - 1);
        }

        private String end() {
            try {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return ""; // closed with octets unread: reset
            }
        }

        private void tls() throws IOException {
            SSLSocket secure = (SSLSocket) context().getSocketFactory().createSocket(socket, "localhost", 0, true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            socket = secure;
        }
    }

    private static SSLContext context() {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    "server",
                    IDENTITY.key(),
                    new char[0],
                    IDENTITY.certificates().toArray(X509Certificate[]::new));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (java.security.GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
