package dev.yubin.protocol.codec;

import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsTrust;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Makes the handlers that turn a connection into TLS: versions 1.2 and 1.3, the JDK's ciphers. Made once and shared by all connections of a listener or client. */
public final class Tls {
    private final SslContext context;

    private Tls(SslContext context) {
        this.context = Objects.requireNonNull(context);
    }

    /** TLS as the server that {@code identity} is. */
    public static Tls server(TlsIdentity identity) {
        return of(SslContextBuilder.forServer(
                identity.key(), identity.certificates().toArray(X509Certificate[]::new)));
    }

    /** TLS as a client that trusts so. */
    public static Tls client(TlsTrust trust) {
        SslContextBuilder builder = SslContextBuilder.forClient();
        return of(
                switch (trust.ground()) {
                    case SYSTEM -> builder;
                    case CERTIFICATES ->
                        builder.trustManager(trust.certificates().toArray(X509Certificate[]::new));
                    case NONE ->
                        builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
                                .endpointIdentificationAlgorithm(null);
                });
    }

    private static Tls of(SslContextBuilder builder) {
        try {
            return new Tls(builder.protocols("TLSv1.3", "TLSv1.2").build());
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS cannot be set up so: " + e.getMessage(), e);
        }
    }

    /** A server's handler for one connection. */
    public SslHandler handler(Channel channel) {
        return context.newHandler(channel.alloc());
    }

    /** A client's handler for one connection to this host, whose certificate must bear that name. */
    public SslHandler handler(Channel channel, String host, int port) {
        return context.newHandler(channel.alloc(), host, port);
    }

    /** The version and cipher of a connection that has shaken hands, such as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}; empty where it has not. */
    public static Optional<String> description(Channel channel) {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class))
                .filter(handler -> handler.handshakeFuture().isSuccess())
                .map(handler -> handler.engine().getSession())
                .map(session -> session.getProtocol() + " " + session.getCipherSuite());
    }
}
