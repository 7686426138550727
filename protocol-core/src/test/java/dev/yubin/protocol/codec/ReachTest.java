package dev.yubin.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Reach;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Workers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
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

/** The way to a server: which of its addresses, from which of ours. RFC 8305. Servers here say hello. */
@Timeout(60)
class ReachTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(text + " is an address", e);
        }
    }

    private static List<InetAddress> addresses(String... texts) {
        return List.of(texts).stream().map(ReachTest::address).toList();
    }

    /** Says hello to one, and tells where he came from. */
    private CompletableFuture<InetSocketAddress> greeter(ServerSocket listening) {
        open.add(listening);
        CompletableFuture<InetSocketAddress> peer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (Socket socket = listening.accept()) {
                socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                peer.complete((InetSocketAddress) socket.getRemoteSocketAddress());
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                peer.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return peer;
    }

    private static ServerSocket listening(String address, int port) throws IOException {
        return new ServerSocket(port, 50, address(address));
    }

    /** Takes no connection any more: its queue is full, and whoever else comes is left waiting. */
    private ServerSocket full(String address) throws IOException {
        ServerSocket full = new ServerSocket(0, 1, address(address));
        open.add(full);
        for (int i = 0; i < 8; i++) {
            Socket filler = new Socket();
            open.add(filler);
            try {
                filler.connect(full.getLocalSocketAddress(), 100);
            } catch (IOException e) {
                return full;
            }
        }
        throw new AssertionError("the system takes more connections than it was told to");
    }

    private static Dialer dialer(int port, Reach reach, Duration timeout) {
        return new Dialer("mx.osaka.test", port, TlsMode.PLAINTEXT, TlsTrust.system(), timeout, reach);
    }

    private static Reach to(String... addresses) {
        return Reach.direct().names(host -> addresses(addresses));
    }

    private static String greeting(Dialer dialer) throws Exception {
        CompletableFuture<String> greeting = new CompletableFuture<>();
        try {
            Channel channel = dialer.dial(c -> c.pipeline().addLast(new SimpleChannelInboundHandler<ByteBuf>() {
                        @Override
                        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf octets) {
                            greeting.complete(octets.toString(StandardCharsets.US_ASCII));
                        }
                    }))
                    .get(20, TimeUnit.SECONDS);
            String said = greeting.get(20, TimeUnit.SECONDS);
            channel.close();
            return said;
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private static Fault fault(Dialer dialer) throws Exception {
        try {
            greeting(dialer);
        } catch (FaultException e) {
            return e.fault();
        }
        throw new AssertionError("the server was reached");
    }

    @Test
    void familiesTakeTurnsFromTheFirstOn() {
        assertThat(Race.interleaved(addresses("::1", "::2", "::3", "127.0.0.1", "127.0.0.2")))
                .isEqualTo(addresses("::1", "127.0.0.1", "::2", "127.0.0.2", "::3"));
        assertThat(Race.interleaved(addresses("127.0.0.1", "::1", "127.0.0.2")))
                .isEqualTo(addresses("127.0.0.1", "::1", "127.0.0.2"));
        assertThat(Race.interleaved(addresses("127.0.0.1"))).isEqualTo(addresses("127.0.0.1"));
    }

    @Test
    void anAddressThatDoesNotAnswerCostsAQuarterOfASecond() throws Exception {
        ServerSocket full = full("127.0.0.2");
        greeter(listening("127.0.0.1", full.getLocalPort()));
        long before = System.nanoTime();
        assertThat(greeting(dialer(full.getLocalPort(), to("127.0.0.2", "127.0.0.1"), LONG)))
                .isEqualTo("hello");
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThanOrEqualTo(Race.ATTEMPT_DELAY)
                .isLessThan(LONG.dividedBy(2));
    }

    @Test
    void anAddressThatRefusesCostsNothing() throws Exception {
        ServerSocket server = listening("127.0.0.9", 0);
        greeter(server);
        String[] nine = new String[9]; // at a quarter of a second each they would take two
        for (int i = 0; i < nine.length; i++) {
            nine[i] = "127.0.0." + (i + 1);
        }
        long before = System.nanoTime();
        assertThat(greeting(dialer(server.getLocalPort(), to(nine), LONG))).isEqualTo("hello");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Race.ATTEMPT_DELAY.multipliedBy(8));
    }

    @Test
    void everyAddressThatFailedIsTold() throws Exception {
        int port;
        try (ServerSocket free = listening("127.0.0.1", 0)) {
            port = free.getLocalPort();
        }
        Fault fault = fault(dialer(port, to("127.0.0.1", "127.0.0.2"), LONG));
        assertThat(fault.cause()).isEqualTo(Cause.NOTHING_LISTENS);
        assertThat(fault.detail())
                .startsWith("none of 2 addresses can be connected to: 127.0.0.1: nothing listens there")
                .contains("; 127.0.0.2: nothing listens there");
    }

    @Test
    void anAddressThatIsNamedTwiceIsTriedOnce() throws Exception {
        int port;
        try (ServerSocket free = listening("127.0.0.1", 0)) {
            port = free.getLocalPort();
        }
        Fault fault = fault(dialer(port, to("127.0.0.1", "127.0.0.2", "127.0.0.1"), LONG));
        assertThat(fault.cause()).isEqualTo(Cause.NOTHING_LISTENS);
        assertThat(fault.detail()).startsWith("none of 2 addresses can be connected to: ");
    }

    @Test
    void oneThatRefusesTellsMoreThanOneThatIsSilent() throws Exception {
        ServerSocket full = full("127.0.0.2");
        Fault fault = fault(dialer(full.getLocalPort(), to("127.0.0.2", "127.0.0.1"), Duration.ofMillis(400)));
        assertThat(fault.cause()).isEqualTo(Cause.NOTHING_LISTENS);
        assertThat(fault.detail()).contains("127.0.0.1: nothing listens there", "127.0.0.2: no answer came");
    }

    @Test
    void aConnectionHasItsTime() throws Exception {
        ServerSocket full = full("127.0.0.1");
        Fault fault = fault(dialer(full.getLocalPort(), to("127.0.0.1"), Duration.ofMillis(200)));
        assertThat(fault.cause()).isEqualTo(Cause.CONNECT_TIMEOUT);
        assertThat(fault.step()).isEqualTo("connecting");
        assertThat(fault.toString()).startsWith("mx.osaka.test:" + full.getLocalPort() + ", while connecting: ");
    }

    @Test
    void aLookUpHasItsTime() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        Reach slow = Reach.direct().names(host -> {
            asked.join();
            return addresses("127.0.0.1");
        });
        Fault fault = fault(dialer(25, slow, Duration.ofMillis(50)));
        asked.complete(null);
        assertThat(fault.cause()).isEqualTo(Cause.LOOKUP_FAILED);
        assertThat(fault.step()).isEqualTo("looking up the name");
    }

    @Test
    void aNameThatCannotBeLookedUpNowIsNotUnknown() throws Exception {
        Reach offline = Reach.direct().names(host -> {
            throw new UnknownHostException(host + ": Temporary failure in name resolution"); // the JDK's words on Linux
        });
        Fault fault = fault(dialer(25, offline, LONG));
        assertThat(fault.cause()).isEqualTo(Cause.LOOKUP_FAILED);
        assertThat(fault.detail()).startsWith("the name cannot be looked up now (");
    }

    @Test
    void namesAreNeverLookedUpOnAnEventLoop() throws Exception {
        CompletableFuture<String> thread = new CompletableFuture<>();
        ServerSocket server = listening("127.0.0.1", 0);
        greeter(server);
        Reach reach = Reach.direct().names(host -> {
            thread.complete(Thread.currentThread().getName());
            return addresses("127.0.0.1");
        });
        greeting(dialer(server.getLocalPort(), reach, LONG));
        assertThat(thread.get()).doesNotContain("yubin-loop");
    }

    @Test
    void theConnectionComesFromTheAddressThatWasChosen() throws Exception {
        ServerSocket server = listening("127.0.0.1", 0);
        CompletableFuture<InetSocketAddress> peer = greeter(server);
        greeting(dialer(server.getLocalPort(), to("127.0.0.1").from(address("127.0.0.7"), address("::1")), LONG));
        assertThat(peer.get().getAddress()).isEqualTo(address("127.0.0.7"));
    }

    @Test
    void anAddressThatIsNotOursIsToldApart() throws Exception {
        ServerSocket server = listening("127.0.0.1", 0);
        greeter(server);
        Fault fault = fault(dialer(server.getLocalPort(), to("127.0.0.1").from(address("192.0.2.1")), LONG));
        assertThat(fault.cause()).isEqualTo(Cause.ADDRESS_NOT_OURS);
        Fault otherFamily = fault(dialer(server.getLocalPort(), to("127.0.0.1").from(address("::1")), LONG));
        assertThat(otherFamily.cause()).isEqualTo(Cause.ADDRESS_NOT_OURS);
        assertThatThrownBy(() -> Reach.direct().from(address("127.0.0.1"), address("127.0.0.2")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whereNoWayLeadsIsToldApart() {
        FaultException failure =
                dialer(25, to("127.0.0.1"), LONG).failure("connecting", new NoRouteToHostException("No route to host"));
        assertThat(failure.fault().cause()).isEqualTo(Cause.UNREACHABLE);
    }

    @Test
    void toCancelEndsTheRace() throws Exception {
        ServerSocket full = full("127.0.0.1");
        Pending<Channel> opening = dialer(full.getLocalPort(), to("127.0.0.1"), LONG)
                .open(Workers.standard(), CompletableFuture::completedFuture);
        opening.cancel(true);
        assertThatThrownBy(opening::await).hasMessageContaining("it was cancelled");
    }
}
