package dev.yubin.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.docs.Page.Row;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Proxy;
import dev.yubin.protocol.Reach;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.client.Delivery;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.client.SmtpPool;
import dev.yubin.smtp.client.SmtpPoolLimits;
import dev.yubin.smtp.client.SmtpTimeouts;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/send-mail.md tells of everything that goes wrong with sending, in the words of the code: each of it is provoked here. */
@Timeout(60)
class SendMailPageTest {
    /** Of listeners, and of the relay. */
    private static final Set<Cause> NOT_A_CLIENTS = EnumSet.of(
            Cause.ADDRESS_IN_USE,
            Cause.TAKES_NO_MAIL,
            Cause.LEADS_BACK,
            Cause.NOT_IN_POLICY,
            Cause.OUT_OF_TURN,
            Cause.PERHAPS_DONE);

    private static final Duration BRIEF = Duration.ofMillis(200);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Envelope MAIL = Envelope.of("ann@example.net", "bob@example.org");

    private static final String GREETED = "S: 220\nC: EHLO [127.0.0.1]\nS: 250 foo.com\n";
    private static final String QUIT = "C: QUIT\nS: 221 bye\nEOF";
    private static final String UP_TO_354 = GREETED + """
            C: MAIL FROM:<ann@example.net>
            S: 250 ok
            C: RCPT TO:<bob@example.org>
            S: 250 ok
            C: DATA
            S: 354 go on
            """;

    static List<Row> rows() {
        return Page.read("docs/send-mail.md").rows().stream()
                .filter(row -> row.heading().equals("What went wrong"))
                .toList();
    }

    private static Cause cause(Row row) {
        return Cause.valueOf(row.cell("cause").replace("`", ""));
    }

    @Test
    void everyCauseOfAClientHasItsRow() {
        assertThat(rows().stream().map(SendMailPageTest::cause))
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.copyOf(NOT_A_CLIENTS)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyRowHasTheCodesWords(Row row) throws Exception {
        Fault fault = provoked(cause(row));
        assertThat(fault.cause()).isEqualTo(cause(row));
        assertThat(row.cell("to do")).isEqualTo(fault.cause().advice());
        String words = row.cell("it says").replaceFirst("^`([^`]*)`.*", "$1");
        assertThat(fault.detail())
                .matches(Stream.of(words.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private static Fault provoked(Cause cause) throws Exception {
        return switch (cause) {
            case NAME_UNKNOWN ->
                fault(client(25)
                        .names(host -> {
                            throw new UnknownHostException(host);
                        })
                        .connect());
            case LOOKUP_FAILED -> slowLookUp();
            case NOTHING_LISTENS -> fault(client(free()).connect());
            case CONNECT_TIMEOUT -> full();
            case UNREACHABLE -> unreachable();
            case ADDRESS_NOT_OURS ->
                fault(client(free())
                        .reach(Reach.direct().from(InetAddress.getByName("192.0.2.1")))
                        .connect());
            case PROXY_REFUSED -> refusedByProxy();
            case CONNECTION_LOST -> played("CLOSE", SmtpClient.Builder::connect);
            case TIMEOUT ->
                played(
                        "EOF",
                        client -> client.timeouts(SmtpTimeouts.standard().greeting(BRIEF))
                                .connect());
            case TLS_ON_PLAIN_PORT -> played(TlsMode.IMPLICIT, "S: 220 hello\nDEAF", SmtpClient.Builder::connect);
            case PLAIN_ON_TLS_PORT ->
                played("S> \\x15\\x03\\x03\\x00\\x02\\x02\\x0A\nEOF", SmtpClient.Builder::connect);
            case CERTIFICATE_NAME, CERTIFICATE_UNTRUSTED -> certificate(cause);
            case TLS_HANDSHAKE ->
                played(TlsMode.IMPLICIT, "S> \\x15\\x03\\x03\\x00\\x02\\x02\\x28\nDEAF", SmtpClient.Builder::connect);
            case STARTTLS_NOT_OFFERED ->
                played(TlsMode.STARTTLS_REQUIRED, GREETED + "EOF", SmtpClient.Builder::connect);
            case MECHANISM_NOT_OFFERED -> loggingIn("GSSAPI\nEOF", Credentials.of("ann", Secret.of("pencil")));
            case CREDENTIALS_REFUSED ->
                loggingIn(
                        "PLAIN\nC: AUTH PLAIN ...\nS: 535 5.7.8 wrong\nEOF",
                        Credentials.of("ann", Secret.of("pencil")));
            case TOKEN_UNAVAILABLE ->
                loggingIn("XOAUTH2\nC: AUTH XOAUTH2\nS: 334 \nC: *\nEOF", Credentials.of("ann", () -> {
                    throw new IOException("the authorization server is down");
                }));
            case EXTENSION_NOT_OFFERED -> sending(GREETED + QUIT, "é\r\n");
            case UTF8_NOT_OFFERED ->
                played(
                        GREETED + QUIT,
                        client -> client.send(Envelope.of("ann@example.net", "郵便@example.org"), new byte[0]));
            case TOO_LARGE ->
                sending("S: 220\nC: EHLO [127.0.0.1]\nS: 250-foo.com\nS: 250 SIZE 10\n" + QUIT, "123456789\r\n");
            case REFUSED -> sending(GREETED + "C: MAIL FROM:<ann@example.net>\nS: 550 5.7.1 no\n" + QUIT, "x\r\n");
            case REFUSED_FOR_NOW ->
                sending(GREETED + "C: MAIL FROM:<ann@example.net>\nS: 421 4.3.2 down\nEOF", "x\r\n");
            case PERHAPS_TAKEN -> sending(UP_TO_354 + "C: x\nC: .\nCLOSE", "x\r\n");
            case PROTOCOL_BROKEN -> played("S: +OK POP3 server\nEOF", SmtpClient.Builder::connect);
            case CONTENT_MALFORMED -> sending(UP_TO_354 + "EOF", "abc\nd\r\n");
            case LIMIT -> tooManyWait();
            case CLOSED_HERE -> closedHere();
            case ADDRESS_IN_USE, TAKES_NO_MAIL, LEADS_BACK, NOT_IN_POLICY, OUT_OF_TURN, PERHAPS_DONE ->
                throw new AssertionError(cause + " is not a client's");
        };
    }

    private static SmtpClient.Builder client(int port) {
        return SmtpClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT);
    }

    private static Fault fault(Pending<?> pending) {
        return catchThrowableOfType(FaultException.class, pending::await).fault();
    }

    private static Fault played(String script, Function<SmtpClient.Builder, Pending<?>> part) {
        return played(TlsMode.PLAINTEXT, script, part);
    }

    private static Fault played(TlsMode mode, String script, Function<SmtpClient.Builder, Pending<?>> part) {
        AtomicReference<Fault> fault = new AtomicReference<>();
        ScriptedServer.of(script)
                .play(port -> fault.set(fault(part.apply(SmtpClient.builder("127.0.0.1", port, mode)))));
        return fault.get();
    }

    private static Fault loggingIn(String script, Credentials credentials) {
        return played(
                "S: 220\nC: EHLO [127.0.0.1]\nS: 250-foo.com\nS: 250 AUTH " + script,
                client -> client.plaintextLogin(true).login(credentials).connect());
    }

    private static Fault sending(String script, String content) {
        return played(script, client -> client.send(MAIL, content.getBytes(StandardCharsets.UTF_8)));
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static Fault slowLookUp() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        try {
            return fault(client(25)
                    .names(host -> {
                        never.join();
                        return List.of(LOOPBACK);
                    })
                    .connectTimeout(BRIEF)
                    .connect());
        } finally {
            never.complete(null);
        }
    }

    /** A server whose queue is full leaves whoever else comes waiting. */
    private static Fault full() throws IOException {
        List<Socket> fillers = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK)) {
            for (boolean room = true; room; ) {
                fillers.add(new Socket());
                room = connects(fillers.get(fillers.size() - 1), full);
            }
            return fault(client(full.getLocalPort()).connectTimeout(BRIEF).connect());
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    private static boolean connects(Socket socket, ServerSocket to) {
        try {
            socket.connect(to.getLocalSocketAddress(), (int) BRIEF.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** No test may leave this machine, so this is the system's word for it. */
    private static Fault unreachable() {
        return new Dialer("mx.example.org", 25, TlsMode.PLAINTEXT, TlsTrust.system(), BRIEF)
                .failure("connecting", new NoRouteToHostException("No route to host"))
                .fault();
    }

    private static Fault refusedByProxy() {
        AtomicReference<Fault> fault = new AtomicReference<>();
        ScriptedServer.of("""
                        C: CONNECT mx.example.org:25 HTTP/1.1
                        C: host: mx.example.org:25
                        C:
                        S: HTTP/1.1 403 Forbidden
                        S: content-length: 0
                        S:
                        EOF
                        """)
                .play(port -> fault.set(fault(SmtpClient.builder("mx.example.org", 25, TlsMode.PLAINTEXT)
                        .reach(Reach.direct().through(Proxy.http("127.0.0.1", port)))
                        .connect())));
        return fault.get();
    }

    private static Fault certificate(Cause cause) throws Exception {
        TlsIdentity identity = TlsIdentity.selfSigned("mx.example.org");
        boolean trusted = cause == Cause.CERTIFICATE_NAME;
        try (SmtpServer server = SmtpServer.builder()
                .port(SmtpPort.mta(0).on(LOOPBACK).tls(TlsMode.IMPLICIT))
                .identity(identity)
                .messages(message -> {})
                .start()) {
            return fault(SmtpClient.builder("127.0.0.1", server.port(), TlsMode.IMPLICIT)
                    .trust(trusted ? TlsTrust.in(identity) : TlsTrust.system())
                    .connect());
        }
    }

    /** The server says nothing, so the first waits. */
    private static Fault tooManyWait() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, LOOPBACK);
                SmtpPool pool = client(silent.getLocalPort())
                        .pool(SmtpPoolLimits.standard().waiting(1))) {
            Pending<Delivery> first = pool.send(MAIL, new byte[0]);
            Fault fault = fault(pool.send(MAIL, new byte[0]));
            assertThat(first).isNotDone();
            return fault;
        }
    }

    private static Fault closedHere() {
        return played(GREETED + "DEAF", client -> (Pending<?>) client.connect().thenCompose(connected -> {
            Pending<Void> noop = connected.noop();
            connected.close();
            return noop;
        }));
    }
}
