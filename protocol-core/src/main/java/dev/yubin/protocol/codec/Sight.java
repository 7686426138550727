package dev.yubin.protocol.codec;

import dev.yubin.protocol.line.Escaped;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * How far one dial has come, and what was seen on the way; for who looks for a fault, so it stays when the dial fails. Filled on the connection's event loop,
 * read by any thread.
 */
public final class Sight {
    /** As much of a first line tells who speaks. */
    private static final int MOST_OCTETS = 512;

    private volatile Optional<InetSocketAddress> reached = Optional.empty();
    private volatile Optional<String> firstLine = Optional.empty();
    private volatile Optional<String> tls = Optional.empty();
    private volatile List<X509Certificate> certificates = List.of();
    private volatile boolean handshakeFailed;

    /** Nothing is seen yet. */
    public Sight() {}

    /** What was connected to: the server, or the proxy. */
    public Optional<InetSocketAddress> reached() {
        return reached;
    }

    /** The first line that came, within TLS where the connection began with it; escaped, and no more of it than has come. */
    public Optional<String> firstLine() {
        return firstLine;
    }

    /** TLS's version and cipher, once hands are shaken. */
    public Optional<String> tls() {
        return tls;
    }

    /** What the server showed when hands were shaken, its own certificate first. */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /** Whether TLS was begun in vain. */
    public boolean handshakeFailed() {
        return handshakeFailed;
    }

    /** Stands in the pipeline behind TLS, or where that will be. */
    ChannelHandler eye() {
        return new Eye();
    }

    private final class Eye extends ChannelInboundHandlerAdapter {
        private final ByteArrayOutputStream first = new ByteArrayOutputStream();
        private boolean full;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            reached = Optional.of((InetSocketAddress) ctx.channel().remoteAddress());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (!full && message instanceof ByteBuf octets) {
                look(octets);
            }
            ctx.fireChannelRead(message);
        }

        private void look(ByteBuf octets) {
            for (int i = octets.readerIndex(); i < octets.writerIndex() && !full; i++) {
                byte octet = octets.getByte(i);
                if (octet != '\r' && octet != '\n') {
                    first.write(octet);
                }
                full = octet == '\n' || first.size() == MOST_OCTETS;
            }
            firstLine = Optional.of(Escaped.text(first.toByteArray(), 0));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent shaken) {
                handshakeFailed = !shaken.isSuccess();
                Tls.session(ctx.channel()).ifPresent(this::secured);
            }
            ctx.fireUserEventTriggered(event);
        }

        private void secured(SSLSession session) {
            try {
                Certificate[] shown = session.getPeerCertificates();
                certificates =
                        Arrays.stream(shown).map(X509Certificate.class::cast).toList();
            } catch (SSLPeerUnverifiedException e) {
                certificates = List.of();
            }
            tls = Optional.of(session.getProtocol() + " " + session.getCipherSuite());
        }
    }
}
