package dev.yubin.routing.tls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.yubin.protocol.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The web server of a policy, behind a proxy that leads to it whatever host is asked for: names of the tests are in no DNS that the JDK asks. */
public final class PolicyHost implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final HttpsServer server;
    private final ServerSocket proxy;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String type = "text/plain; charset=utf-8";
    private volatile String body = "";

    public PolicyHost(TlsIdentity identity) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(identity)));
        server.createContext("/", this::answer);
        server.start();
        proxy = new ServerSocket(0, 5, LOOPBACK);
        inBackground(this::lead);
    }

    private static SSLContext context(TlsIdentity identity) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "own", identity.key(), new char[0], identity.certificates().toArray(X509Certificate[]::new));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** What it answers from now on. */
    public PolicyHost answering(int status, String type, String body) {
        this.status = status;
        this.type = type;
        this.body = body;
        return this;
    }

    public PolicyHost policy(String... lines) {
        return answering(200, "text/plain; charset=utf-8", String.join("\r\n", lines) + "\r\n");
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI());
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.getResponseHeaders().add("Location", "https://elsewhere.test/policy");
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        if (octets.length > 0) {
            exchange.getResponseBody().write(octets);
        }
        exchange.close();
    }

    /** What was asked for, host and path. */
    public List<String> asked() {
        return asked;
    }

    public ProxySelector proxy() {
        return ProxySelector.of((InetSocketAddress) proxy.getLocalSocketAddress());
    }

    /** CONNECT: RFC 9110 section 9.3.6. */
    private void lead() {
        while (!proxy.isClosed()) {
            try {
                Socket client = proxy.accept();
                int newLines = 0;
                while (newLines < 2) { // to the empty line
                    int octet = client.getInputStream().read();
                    newLines = octet == '\n' ? newLines + 1 : octet == '\r' ? newLines : octet < 0 ? 2 : 0;
                }
                Socket host = new Socket(LOOPBACK, server.getAddress().getPort());
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                inBackground(() -> carry(client, host));
                inBackground(() -> carry(host, client));
            } catch (IOException e) {
                continue; // that connection, or the proxy, is closed
            }
        }
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            return; // the other way has closed both
        }
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "policy-host");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        server.stop(0);
    }
}
