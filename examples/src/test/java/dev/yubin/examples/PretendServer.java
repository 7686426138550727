package dev.yubin.examples;

import dev.yubin.protocol.TlsIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server that knows no protocol: it greets, and answers each line by a table of how lines begin. Any number of connections may come. An answer to STARTTLS
 * or STLS that does not refuse is followed by TLS, behind which another table may count.
 */
final class PretendServer implements Patients.Place {
    private final ServerSocket socket;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final Map<String, String> inTls = new LinkedHashMap<>();
    private final String greeting;
    private TlsIdentity identity;
    private boolean implicit;

    /** @param greeting with CR LF, where there is one; an empty one is silence, and a hyphen hangs up */
    PretendServer(String greeting) throws IOException {
        this.greeting = greeting;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** @param command how a line begins, behind IMAP's tag where it has one; an @ that begins a line of the answer stands for that */
    PretendServer answering(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    /** The same behind TLS that was begun in the midst. */
    PretendServer answeringInTls(String command, String answer) {
        inTls.put(command, answer);
        return this;
    }

    PretendServer identity(TlsIdentity identity) {
        this.identity = identity;
        return this;
    }

    PretendServer beginningWithTls(TlsIdentity identity) {
        implicit = true;
        return identity(identity);
    }

    @Override
    public int port() {
        return socket.getLocalPort();
    }

    /** Waits until this line has come, within the test's own time. */
    void await(String line) {
        while (!heard.contains(line)) {
            Thread.onSpinWait();
        }
    }

    List<String> heard() {
        return heard;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "pretend-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket peer = socket.accept();
                start(() -> serve(peer));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket peer) {
        try (peer) {
            Socket spoken = implicit ? encrypted(peer) : peer;
            if (greeting.equals("-")) {
                return;
            }
            say(spoken, greeting);
            converse(spoken, answers);
        } catch (Exception e) {
            heard.add(e.toString()); // as when the client is gone, or does not like the certificate
        }
    }

    private void converse(Socket peer, Map<String, String> table) throws Exception {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.ISO_8859_1));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(line);
            String answer = answer(line, table);
            say(peer, answer);
            boolean startsTls = line.matches(".*(STARTTLS|STLS)") && !answer.matches("(?s)(5|-|\\S+ (NO|BAD)).*");
            if (startsTls) {
                converse(encrypted(peer), inTls.isEmpty() ? answers : inTls);
                return;
            }
        }
    }

    private static String answer(String line, Map<String, String> table) {
        String tag = line.replaceFirst(" .*", "");
        return table.entrySet().stream()
                .filter(row -> line.startsWith(row.getKey()) || line.startsWith(tag + " " + row.getKey()))
                .map(row -> row.getValue().replaceFirst("(?m)^@", tag))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no answer to " + line));
    }

    private static void say(Socket peer, String words) throws IOException {
        OutputStream out = peer.getOutputStream();
        out.write(words.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private Socket encrypted(Socket peer) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server", identity.key(), new char[0], identity.certificates().toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(peer, null, true);
        socket.setUseClientMode(false);
        socket.startHandshake();
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
