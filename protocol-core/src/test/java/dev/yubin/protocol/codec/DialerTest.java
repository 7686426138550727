package dev.yubin.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.HostNames;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Reach;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Workers;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener and a client of no protocol at all: the server greets, and each mistake is told apart. */
class DialerTest {
    private static final TlsIdentity IDENTITY = TlsIdentity.selfSigned();

    @Test
    void aSelfSignedIdentityIsTrustedByItsMatchUnderEachOfItsNames() throws Exception {
        try (Binding binding = tlsServer(IDENTITY)) {
            for (String name : List.of("localhost", "127.0.0.1")) {
                assertThat(greeting(name, binding.port(), TlsMode.IMPLICIT, TlsTrust.in(IDENTITY)))
                        .isEqualTo("hello");
            }
        }
    }

    @Test
    void theNextAddressIsTriedAndTheNameStaysTheOneAskedFor() throws Exception {
        TlsIdentity identity = TlsIdentity.selfSigned("mx.osaka.test");
        try (Binding binding = tlsServer(identity)) {
            HostNames twoAddresses =
                    host -> List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));
            CompletableFuture<String> greeted = new CompletableFuture<>();
            Dialer dialer = new Dialer(
                    "mx.osaka.test",
                    binding.port(),
                    TlsMode.IMPLICIT,
                    TlsTrust.in(identity),
                    Duration.ofSeconds(10),
                    Reach.direct().names(twoAddresses));
            dialer.dial(c -> c.pipeline().addLast(new Reader(greeted))).get(10, TimeUnit.SECONDS);
            assertThat(greeted.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    @Test
    void anIdentityAndTheTrustInItComeFromPemFiles() throws Exception {
        Path folder = Path.of(TlsIdentity.class.getResource("rsa.pem").toURI()).getParent();
        TlsIdentity identity = TlsIdentity.read(folder.resolve("rsa.pem"), folder.resolve("rsa.key"));
        try (Binding binding = tlsServer(identity)) {
            Fault fault = fault(binding.port(), TlsMode.IMPLICIT, TlsTrust.in(folder.resolve("rsa.pem")));
            assertThat(fault.cause()).as("trusted, under another name").isEqualTo(Cause.CERTIFICATE_NAME);
        }
    }

    @Test
    void whatTlsFailedWithIsFoundInWhatNettyWrapsItIn() {
        FaultException fault = dialer("localhost", 25, TlsMode.PLAINTEXT, TlsTrust.system())
                .failure("waiting for the reply to STAT", new DecoderException(new SSLException("bad record MAC")));
        assertThat(fault.fault().cause()).isEqualTo(Cause.TLS_HANDSHAKE);
        assertThat(fault.fault().detail()).isEqualTo("bad record MAC");
    }

    @Test
    void anyoneIsTrustedWhereNobodyIsAskedWhoTheyAre() throws Exception {
        try (Binding binding = tlsServer(TlsIdentity.selfSigned("mx.osaka.test"))) {
            assertThat(greeting("localhost", binding.port(), TlsMode.IMPLICIT, TlsTrust.anyone()))
                    .isEqualTo("hello");
        }
    }

    @Test
    void aCheckOfOnesOwnAloneDecides() throws Exception {
        TlsIdentity other = TlsIdentity.selfSigned("mx.osaka.test");
        try (Binding binding = tlsServer(other)) {
            TlsTrust pinned = TlsTrust.by(chain -> assertThat(chain).isEqualTo(other.certificates()));
            assertThat(greeting("localhost", binding.port(), TlsMode.IMPLICIT, pinned))
                    .isEqualTo("hello");
            TlsTrust nobody = TlsTrust.by(chain -> {
                throw new CertificateException("nobody will do");
            });
            Fault fault = fault(binding.port(), TlsMode.IMPLICIT, nobody);
            assertThat(fault.cause()).isEqualTo(Cause.CERTIFICATE_UNTRUSTED);
            assertThat(fault.detail()).contains("nobody will do");
        }
    }

    @Test
    void aCertificateForAnotherNameIsToldApart() throws Exception {
        TlsIdentity other = TlsIdentity.selfSigned("mx.osaka.test");
        try (Binding binding = tlsServer(other)) {
            assertThat(fault(binding.port(), TlsMode.IMPLICIT, TlsTrust.in(other))
                            .cause())
                    .isEqualTo(Cause.CERTIFICATE_NAME);
        }
    }

    @Test
    void aCertificateNobodyVouchesForIsToldApart() throws Exception {
        try (Binding binding = tlsServer(IDENTITY)) {
            Fault fault = fault(binding.port(), TlsMode.IMPLICIT, TlsTrust.system());
            assertThat(fault.cause()).isEqualTo(Cause.CERTIFICATE_UNTRUSTED);
            assertThat(fault.toString())
                    .startsWith("localhost:" + binding.port() + ", while shaking hands for TLS: ")
                    .endsWith("To do: trust the authority that issued it, or have the server renew it.");
        }
    }

    @Test
    void tlsOnAPlainPortIsToldApart() throws Exception {
        try (Binding binding = server(channel -> channel.pipeline().addLast(new Greeter()))) {
            assertThat(fault(binding.port(), TlsMode.IMPLICIT, TlsTrust.system())
                            .cause())
                    .isEqualTo(Cause.TLS_ON_PLAIN_PORT);
        }
    }

    /** By FIN, and by RST, which says so in another way. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoHangsUpOnTheHandshakeIsToldApart(boolean resets) throws Exception {
        try (Binding binding = server(channel -> channel.pipeline().addLast(new HangingUp(resets)))) {
            Fault implicit = fault(binding.port(), TlsMode.IMPLICIT, TlsTrust.system());
            assertThat(implicit.cause()).as(implicit.toString()).isEqualTo(Cause.TLS_HANDSHAKE);

            CompletableFuture<String> read = new CompletableFuture<>();
            Dialer dialer = dialer("localhost", binding.port(), TlsMode.STARTTLS_REQUIRED, TlsTrust.system());
            CompletableFuture<Channel> upgraded = dialer.dial(
                            channel -> channel.pipeline().addLast(new Reader(read)))
                    .thenCompose(dialer::startTls);
            assertThatThrownBy(() -> upgraded.get(10, TimeUnit.SECONDS))
                    .cause()
                    .satisfies(e ->
                            assertThat(((FaultException) e).fault().cause()).isEqualTo(Cause.TLS_HANDSHAKE));
            if (resets) {
                assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void speakingInTheClearToATlsPortIsToldApart() throws Exception {
        byte[] alert = {0x15, 3, 3, 0, 2, 2, 70}; // what OpenSSL answers to EHLO
        try (Binding binding = server(channel -> channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext ctx) {
                ctx.writeAndFlush(Unpooled.copiedBuffer(alert));
            }
        }))) {
            CompletableFuture<String> greeted = new CompletableFuture<>();
            dialer("localhost", binding.port(), TlsMode.PLAINTEXT, TlsTrust.system())
                    .dial(c -> c.pipeline().addLast(new Reader(greeted)))
                    .get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> greeted.get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(FaultException.class)
                    .hasMessageContaining("this port begins with TLS: use the mode IMPLICIT");
        }
    }

    @Test
    void aPortWhereNothingListensIsToldApart() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(fault(free, TlsMode.PLAINTEXT, TlsTrust.system()).cause()).isEqualTo(Cause.NOTHING_LISTENS);
    }

    @Test
    void aNameThatDoesNotResolveIsToldApart() {
        assertThatThrownBy(() -> greeting("no-such-host.invalid", 25, TlsMode.PLAINTEXT, TlsTrust.system()))
                .satisfies(e -> assertThat(((FaultException) e).fault().cause()).isEqualTo(Cause.NAME_UNKNOWN));
    }

    @Test
    void whatIsChainedToAnOpeningMayBlockWhateverComesOfIt() throws Exception {
        Workers workers = Workers.of(task -> new Thread(task, "a worker").start());
        try (Binding binding = tlsServer(IDENTITY)) {
            for (TlsTrust trust : List.of(TlsTrust.in(IDENTITY), TlsTrust.system())) {
                CompletableFuture<String> thread = new CompletableFuture<>();
                CompletableFuture<String> opening = new CompletableFuture<>();
                dialer("localhost", binding.port(), TlsMode.IMPLICIT, trust)
                        .open(workers, channel -> {
                            channel.pipeline().addLast(new Reader(opening));
                            return opening;
                        })
                        .whenComplete((greeting, failure) ->
                                thread.complete(Thread.currentThread().getName()));
                assertThat(thread.get(10, TimeUnit.SECONDS)).isEqualTo("a worker");
            }
        }
    }

    @Test
    void anOpeningThatFailsOrIsCancelledClosesTheConnection() throws Exception {
        try (Binding binding = server(channel -> channel.pipeline().addLast(new Greeter()))) {
            CompletableFuture<Channel> connected = new CompletableFuture<>();
            FaultException reason = new FaultException(
                    new Fault(Cause.STARTTLS_NOT_OFFERED, "localhost", 25, "upgrading", Optional.empty(), "no"));
            Pending<Channel> failing = dialer("localhost", binding.port(), TlsMode.PLAINTEXT, TlsTrust.system())
                    .open(Workers.standard(), channel -> {
                        connected.complete(channel);
                        return CompletableFuture.<Channel>failedFuture(reason).thenApply(none -> none);
                    });
            assertThatThrownBy(failing::await).hasMessage(reason.getMessage());
            connected.get(10, TimeUnit.SECONDS).closeFuture().get(10, TimeUnit.SECONDS);

            CompletableFuture<String> greeted = new CompletableFuture<>();
            CompletableFuture<Channel> left = new CompletableFuture<>();
            Pending<String> waiting = dialer("localhost", binding.port(), TlsMode.PLAINTEXT, TlsTrust.system())
                    .open(Workers.standard(), channel -> {
                        left.complete(channel);
                        channel.pipeline().addLast(new Reader(greeted));
                        return new CompletableFuture<>();
                    });
            greeted.get(10, TimeUnit.SECONDS);
            waiting.cancel(true);
            left.get(10, TimeUnit.SECONDS).closeFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static Binding tlsServer(TlsIdentity identity) throws FaultException {
        Tls tls = Tls.server(identity);
        return server(channel -> channel.pipeline().addLast(tls.handler(channel), new Greeter()));
    }

    private static Binding server(Consumer<Channel> arrived) throws FaultException {
        return Binding.open("a test", List.of(new Binding.Door(new InetSocketAddress("127.0.0.1", 0), arrived)));
    }

    private static Dialer dialer(String host, int port, TlsMode mode, TlsTrust trust) {
        return new Dialer(host, port, mode, trust, Duration.ofSeconds(10));
    }

    private static Fault fault(int port, TlsMode mode, TlsTrust trust) throws Exception {
        try {
            greeting("localhost", port, mode, trust);
        } catch (FaultException e) {
            return e.fault();
        }
        throw new AssertionError("the server was reached");
    }

    private static String greeting(String host, int port, TlsMode mode, TlsTrust trust) throws Exception {
        CompletableFuture<String> greeted = new CompletableFuture<>();
        try {
            Channel channel = dialer(host, port, mode, trust)
                    .dial(c -> c.pipeline().addLast(new Reader(greeted)))
                    .get(10, TimeUnit.SECONDS);
            String greeting = greeted.get(10, TimeUnit.SECONDS);
            channel.close();
            return greeting;
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    /** A server that says hello. */
    private static final class Greeter extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == Drain.NOW) {
                ctx.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** A server that hears a first word, and leaves. */
    private static final class HangingUp extends ChannelInboundHandlerAdapter {
        private final boolean resets;

        HangingUp(boolean resets) {
            this.resets = resets;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            if (resets) {
                ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            }
            ctx.close();
        }
    }

    /** A client that waits for it. */
    private static final class Reader extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<String> greeted;

        Reader(CompletableFuture<String> greeted) {
            this.greeted = greeted;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            greeted.complete(((io.netty.buffer.ByteBuf) message).toString(StandardCharsets.US_ASCII));
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            greeted.completeExceptionally(cause);
        }
    }
}
