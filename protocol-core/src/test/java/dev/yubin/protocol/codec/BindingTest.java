package dev.yubin.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BindingTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void severalAddressesAreBoundAndShownInTheOrderAskedFor() throws Exception {
        InetSocketAddress second = new InetSocketAddress("127.0.0.2", 0);
        try (Binding binding =
                Binding.open("a test", List.of(door(ANY_PORT, greeting("one")), door(second, greeting("two"))))) {
            assertThat(binding.addresses())
                    .extracting(InetSocketAddress::getAddress)
                    .containsExactly(ANY_PORT.getAddress(), second.getAddress());
            assertThat(binding.addresses()).allMatch(address -> address.getPort() > 0);
            assertThat(binding.port()).isEqualTo(binding.addresses().get(0).getPort());
            assertThat(greetingAt(binding.addresses().get(0))).isEqualTo("one");
            assertThat(greetingAt(binding.addresses().get(1))).isEqualTo("two");
        }
    }

    @Test
    void whereOneAddressIsTakenNoneIsBoundAndTheComplaintNamesItAndWhoAsked() throws Exception {
        try (Binding first = open(greeting("first"))) {
            int free = freePort();
            InetSocketAddress ours = new InetSocketAddress("127.31.7.8", free);
            assertThatThrownBy(() -> Binding.open(
                            "the POP3 listener",
                            List.of(
                                    door(ours, greeting("x")),
                                    door(first.addresses().get(0), greeting("x")))))
                    .isInstanceOf(FaultException.class)
                    .hasMessage("127.0.0.1:" + first.port() + ", while binding for the POP3 listener: "
                            + "the address is in use by another program. "
                            + "To do: end the program that holds the port, or choose another port.");
            Binding.open("a test", List.of(door(ours, greeting("x")))).close();
        }
    }

    @Test
    void anAddressOfSomebodyElseAndANameWithoutAddressAreToldOf() {
        for (InetSocketAddress address : List.of(
                new InetSocketAddress("192.0.2.1", 0), InetSocketAddress.createUnresolved("nowhere.invalid", 0))) {
            assertThatThrownBy(() -> Binding.open("a test", List.of(door(address, greeting("x")))))
                    .isInstanceOfSatisfying(FaultException.class, e -> {
                        assertThat(e.fault().cause()).isEqualTo(Cause.ADDRESS_NOT_OURS);
                        assertThat(e.fault().host()).isEqualTo(address.getHostString());
                        assertThat(e.fault().detail())
                                .startsWith("cannot bind: ")
                                .doesNotContain("null");
                    });
        }
    }

    @Test
    void whoNamesNoAddressIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Binding.open("the IMAP listener", List.of()))
                .withMessage("the IMAP listener names no address to listen on");
    }

    @Test
    void connectionsAreCountedAllTogetherAndByAddress() throws Exception {
        try (Binding binding = open(greeting("hello"));
                Socket one = greeted(binding);
                Socket two = greeted(binding)) {
            assertThat(List.of(one, two)).allMatch(Socket::isConnected);
            assertThat(binding.open()).isEqualTo(2);
            assertThat(binding.openFrom(InetAddress.getLoopbackAddress())).isEqualTo(2);
            assertThat(binding.openFrom(InetAddress.getByName("127.0.0.2"))).isZero();
        }
    }

    @Test
    void aConnectionWhosePipelineCannotBeMadeIsClosedAndTheNextOneServed() throws Exception {
        CountDownLatch once = new CountDownLatch(1);
        try (Binding binding = open(channel -> {
            if (once.getCount() > 0) {
                once.countDown();
                throw new IllegalStateException("made to fail, and to be logged");
            }
            greeting("hello").accept(channel);
        })) {
            try (Socket unlucky = new Socket(InetAddress.getLoopbackAddress(), binding.port())) {
                assertThat(unlucky.getInputStream().read()).isEqualTo(-1);
            }
            greeted(binding).close();
        }
    }

    @Test
    void drainingTellsEachConnectionAndWaitsForItsGoodbye() throws Exception {
        Binding binding = open(channel -> channel.pipeline().addLast(new Greeter("hello") {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                if (event == Drain.NOW) {
                    ctx.writeAndFlush(Unpooled.copiedBuffer("bye", StandardCharsets.US_ASCII));
                    ctx.close();
                }
            }
        }));
        try (Socket client = greeted(binding)) {
            binding.drain(Duration.ofSeconds(20));
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("bye");
            assertThat(binding.open()).isZero();
        }
        assertThatThrownBy(() -> greeted(binding)).isInstanceOf(IOException.class);
    }

    @Test
    void whoDoesNotGoIsClosedWhenTheTimeIsOver() throws Exception {
        Binding binding = open(greeting("hello"));
        try (Socket client = greeted(binding)) {
            binding.drain(Duration.ofMillis(10));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(binding.open()).isZero();
        }
    }

    @Test
    void toCloseTwiceOrToDrainWhatIsClosedDoesNothing() throws Exception {
        Binding binding = open(greeting("hello"));
        try (Socket client = greeted(binding)) {
            binding.close();
            binding.close();
            binding.drain(Duration.ofSeconds(20));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void toCloseWhileOneDrainsEndsTheDraining() throws Exception {
        Binding binding = open(greeting("hello"));
        try (Socket client = greeted(binding)) {
            Thread draining = new Thread(() -> binding.drain(Duration.ofSeconds(20)));
            draining.start();
            binding.close();
            draining.join(10_000);
            assertThat(draining.isAlive()).isFalse();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void theProgramIsHeldUntilItIsClosed() throws Exception {
        Binding binding = Binding.open("the server that holds", List.of(door(ANY_PORT, greeting("x"))));
        Thread holding = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("the server that holds"))
                .findFirst()
                .orElseThrow();
        assertThat(holding.isDaemon()).isFalse();

        binding.close();

        holding.join();
    }

    @Test
    void aPortIsFreeAgainOnceItIsClosed() throws Exception {
        Binding first = open(greeting("old"));
        InetSocketAddress address = first.addresses().get(0);
        assertThat(greetingAt(address)).isEqualTo("old");
        first.close();
        try (Binding second = Binding.open("a test", List.of(door(address, greeting("new"))))) {
            assertThat(greetingAt(second.addresses().get(0))).isEqualTo("new");
        }
    }

    @Test
    void aPortIsFreeTheMomentThatItIsClosed() throws Exception {
        // An address of its own: on the usual one another program's connection may begin at the port meanwhile.
        InetSocketAddress address = new InetSocketAddress("127.31.7.9", freePort());
        for (int i = 0; i < 200; i++) {
            Binding.open("a test", List.of(door(address, greeting("x")))).close();
        }
    }

    /** In a process of its own, for it takes every descriptor that there is. */
    @Test
    void withoutDescriptorsThePortRestsAndGoesOnWhenThereAreSome() throws Exception {
        assumeTrue(new File("/bin/sh").canExecute(), "needs a shell with ulimit");
        Process process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -n 160 && exec \"$0\" -Dio.netty.allocator.type=unpooled -cp \"$1\" \"$2\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        Starved.class.getName())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("starved\n", "the port rests\n", "served\n");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private static Binding open(Consumer<Channel> arrived) throws FaultException {
        return Binding.open("a test", List.of(door(ANY_PORT, arrived)));
    }

    private static Binding.Door door(InetSocketAddress address, Consumer<Channel> arrived) {
        return new Binding.Door(address, arrived);
    }

    private static Consumer<Channel> greeting(String text) {
        return channel -> channel.pipeline().addLast(new Greeter(text));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String greetingAt(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return new String(socket.getInputStream().readNBytes(3), StandardCharsets.US_ASCII);
        }
    }

    /** A connection that has heard hello, and so is known to the server. */
    private static Socket greeted(Binding binding) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), binding.port());
        assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
        return socket;
    }

    private static class Greeter extends ChannelInboundHandlerAdapter {
        private final String text;

        Greeter(String text) {
            this.text = text;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
        }
    }
}
