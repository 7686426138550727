package dev.yubin.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Proxy;
import dev.yubin.protocol.Reach;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are reached through a proxy, which then greets for them: in one write with its own consent, as a quick one may. */
@Timeout(60)
class ProxyTest {
    private static final int SMTP = 25;

    private final List<AutoCloseable> open = new ArrayList<>();

    /** The proxy's side of one connection. */
    private interface Part {
        void play(DataInputStream in, OutputStream out) throws IOException;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private CompletableFuture<Void> played;

    private int proxy(Part part) throws IOException {
        ServerSocket listening = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        open.add(listening);
        played = CompletableFuture.runAsync(
                () -> {
                    try (Socket socket = listening.accept()) {
                        part.play(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
                        socket.shutdownOutput();
                        socket.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        throw new AssertionError("the proxy's part", e);
                    }
                },
                task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    thread.start();
                });
        return listening.getLocalPort();
    }

    private static void heard(DataInputStream in, String octets) throws IOException {
        byte[] expected = latin1(octets);
        assertThat(new String(in.readNBytes(expected.length), StandardCharsets.ISO_8859_1))
                .isEqualTo(octets);
    }

    private static void say(OutputStream out, String octets) throws IOException {
        out.write(latin1(octets));
    }

    private static byte[] latin1(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Dialer through(Proxy proxy, TlsMode mode, TlsTrust trust) {
        Reach reach = Reach.direct().through(proxy).names(host -> {
            assertThat(host).as("the server's name is the proxy's to find").isEqualTo("proxy.test");
            return List.of(InetAddress.getByName("127.0.0.1"));
        });
        return new Dialer("mx.osaka.test", SMTP, mode, trust, Duration.ofSeconds(10), reach);
    }

    private static String greeting(Proxy proxy) throws Exception {
        CompletableFuture<String> greeting = new CompletableFuture<>();
        try {
            Channel channel = through(proxy, TlsMode.PLAINTEXT, TlsTrust.system())
                    .dial(c -> c.pipeline().addLast(new SimpleChannelInboundHandler<ByteBuf>() {
                        @Override
                        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf octets) {
                            greeting.complete(octets.toString(StandardCharsets.US_ASCII));
                        }
                    }))
                    .get(10, TimeUnit.SECONDS);
            String said = greeting.get(10, TimeUnit.SECONDS);
            channel.close();
            return said;
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private static Fault fault(Proxy proxy) throws Exception {
        try {
            greeting(proxy);
        } catch (FaultException e) {
            return e.fault();
        }
        throw new AssertionError("the server was reached");
    }

    @Test
    void socks5IsToldTheName() throws Exception {
        // RFC 1928 sections 3 to 6
        int port = proxy((in, out) -> {
            heard(in, "\5\1\0");
            say(out, "\5\0");
            heard(in, "\5\1\0\3\15mx.osaka.test\0\31");
            say(out, "\5\0\0\1\177\0\0\1\0\31" + "220 hello");
        });
        assertThat(greeting(Proxy.socks5("proxy.test", port))).isEqualTo("220 hello");
        played.get(10, TimeUnit.SECONDS);
    }

    @Test
    void socks5IsToldWhoTheClientIs() throws Exception {
        // RFC 1929 section 2
        int port = proxy((in, out) -> {
            heard(in, "\5\2\0\2");
            say(out, "\5\2");
            heard(in, "\1\3ann\6pencil");
            say(out, "\1\0");
            heard(in, "\5\1\0\3\15mx.osaka.test\0\31");
            say(out, "\5\0\0\1\177\0\0\1\0\31" + "220 hello");
        });
        Proxy proxy = Proxy.socks5("proxy.test", port).login("ann", Secret.of("pencil"));
        assertThat(greeting(proxy)).isEqualTo("220 hello");
        assertThat(proxy.toString()).doesNotContain("pencil");
        played.get(10, TimeUnit.SECONDS);
    }

    @Test
    void socks4IsToldTheNameAs4aHasIt() throws Exception {
        int port = proxy((in, out) -> {
            heard(in, "\4\1\0\31\0\0\0\1\0mx.osaka.test\0");
            say(out, "\0\132\0\0\0\0\0\0" + "220 hello");
        });
        assertThat(greeting(Proxy.socks4("proxy.test", port))).isEqualTo("220 hello");
        played.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> Proxy.socks4("proxy.test", port).login("ann", Secret.of("pencil")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void httpIsToldTheNameByConnect() throws Exception {
        // RFC 9110 section 9.3.6
        int port = proxy((in, out) -> {
            heard(in, "CONNECT mx.osaka.test:25 HTTP/1.1\r\nhost: mx.osaka.test:25\r\n\r\n");
            say(out, "HTTP/1.1 200 OK\r\n\r\n" + "220 hello");
        });
        assertThat(greeting(Proxy.http("proxy.test", port))).isEqualTo("220 hello");
        played.get(10, TimeUnit.SECONDS);
    }

    @Test
    void tlsIsSpokenToTheServerThroughTheProxy() throws Exception {
        TlsIdentity identity = TlsIdentity.selfSigned("mx.osaka.test");
        byte[] alert = {0x15, 3, 3, 0, 2, 2, 40};
        int port = proxy((in, out) -> {
            heard(in, "CONNECT mx.osaka.test:25 HTTP/1.1\r\nhost: mx.osaka.test:25\r\n\r\n");
            say(out, "HTTP/1.1 200 OK\r\n\r\n");
            assertThat(in.readByte()).as("a ClientHello").isEqualTo((byte) 0x16);
            out.write(alert);
        });
        CompletableFuture<Channel> dialing = through(
                        Proxy.http("proxy.test", port), TlsMode.IMPLICIT, TlsTrust.in(identity))
                .dial(channel -> channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
                        ctx.close();
                    }
                }));
        assertThatThrownBy(() -> dialing.get(10, TimeUnit.SECONDS))
                .hasMessageContaining("mx.osaka.test:25, while shaking hands for TLS");
    }

    @Test
    void aRefusalNamesTheProxyAsThePlace() throws Exception {
        int port = proxy((in, out) -> {
            heard(in, "CONNECT ");
            say(out, "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
        });
        Fault http = fault(Proxy.http("proxy.test", port));
        assertThat(http.cause()).isEqualTo(Cause.PROXY_REFUSED);
        assertThat(http.host() + ":" + http.port()).isEqualTo("proxy.test:" + port);
        assertThat(http.step()).isEqualTo("connecting through a proxy to mx.osaka.test:25");
        assertThat(http.detail()).contains("403 Forbidden");

        int socks = proxy((in, out) -> {
            heard(in, "\5\1\0");
            say(out, "\5\0");
            heard(in, "\5\1\0\3");
            say(out, "\5\2\0\1\0\0\0\0\0\0");
        });
        assertThat(fault(Proxy.socks5("proxy.test", socks)).detail()).contains("FORBIDDEN");
    }

    @Test
    void aProxyThatIsNotThereOrSaysNothingIsThePlace() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        Fault fault = fault(Proxy.socks5("proxy.test", free));
        assertThat(fault.cause()).isEqualTo(Cause.NOTHING_LISTENS);
        assertThat(fault.host() + ":" + fault.port()).isEqualTo("proxy.test:" + free);

        int mute = proxy((in, out) -> heard(in, "\5\1\0"));
        assertThat(fault(Proxy.socks5("proxy.test", mute)).cause()).isEqualTo(Cause.PROXY_REFUSED);
    }
}
