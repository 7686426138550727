package dev.yubin.protocol.sasl;

import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.codec.Binding;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.codec.Tls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;

/**
 * Both ends of a connection over loopback that has shaken hands.
 *
 * @param session the client's
 */
record TlsEnds(TlsIdentity identity, SaslConnection server, SaslConnection client, SSLSession session) {
    private static final TlsIdentity SERVER = TlsIdentity.selfSigned();
    private static final TlsIdentity CLIENT = TlsIdentity.selfSigned("ann");

    /** @param clientShowsItself whether the client has a certificate to show */
    static TlsEnds shakeHands(boolean clientShowsItself) throws Exception {
        Tls tls = Tls.server(SERVER, TlsTrust.in(CLIENT));
        CompletableFuture<SaslConnection> there = new CompletableFuture<>();
        try (Binding port = Binding.open(
                "a test",
                List.of(new Binding.Door(
                        new InetSocketAddress("127.0.0.1", 0),
                        channel -> channel.pipeline().addLast(tls.handler(channel), new Shaken(tls, there)))))) {
            Dialer plain = new Dialer(
                    "127.0.0.1",
                    port.addresses().get(0).getPort(),
                    TlsMode.IMPLICIT,
                    TlsTrust.in(SERVER),
                    Duration.ofSeconds(10));
            Dialer dialer = clientShowsItself ? plain.showing(CLIENT) : plain;
            Channel channel = dialer.dial(c -> {}).get(10, TimeUnit.SECONDS);
            SSLSession session =
                    channel.pipeline().get(SslHandler.class).engine().getSession();
            TlsEnds ends = new TlsEnds(SERVER, there.get(10, TimeUnit.SECONDS), dialer.sasl(channel, false), session);
            channel.close();
            return ends;
        }
    }

    private static final class Shaken extends ChannelInboundHandlerAdapter {
        private final Tls tls;
        private final CompletableFuture<SaslConnection> shaken;

        Shaken(Tls tls, CompletableFuture<SaslConnection> shaken) {
            this.tls = tls;
            this.shaken = shaken;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done) {
                if (done.isSuccess()) {
                    shaken.complete(tls.sasl(ctx.channel()));
                } else {
                    shaken.completeExceptionally(done.cause());
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close(); // the client is gone
        }
    }
}
