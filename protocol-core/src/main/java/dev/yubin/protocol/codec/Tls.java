package dev.yubin.protocol.codec;

import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.SaslConnection;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes the handlers that turn a connection into TLS: versions 1.2 and 1.3, the JDK's ciphers. Made once and shared by all connections of a listener or client. */
public final class Tls {
    /** How long a client may take for its handshake, from the moment that it may begin. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final SslContext context;
    /** What a server shows; empty on a client. */
    private final Optional<X509Certificate> own;

    private Tls(SslContext context, Optional<X509Certificate> own) {
        this.context = Objects.requireNonNull(context);
        this.own = own;
    }

    /** TLS as the server that {@code identity} is, which asks clients for nothing. */
    public static Tls server(TlsIdentity identity) {
        return server(identity, TlsTrust.nobody());
    }

    /**
     * TLS as the server that {@code identity} is, which asks each client for a certificate. A client may show none; one that is not vouched for
     * ends the connection.
     *
     * @param clients who vouches for them; for {@link TlsTrust#nobody} they are not asked
     * @throws IllegalArgumentException when it trusts {@link TlsTrust#anyone}, whose word then nobody has checked
     */
    public static Tls server(TlsIdentity identity, TlsTrust clients) {
        if (clients.ground() == TlsTrust.Ground.NONE) {
            throw new IllegalArgumentException("a client's certificate proves something only where trust is limited");
        }
        SslContextBuilder builder = SslContextBuilder.forServer(
                identity.key(), identity.certificates().toArray(X509Certificate[]::new));
        return of(
                clients.isNobody() ? builder : trusting(builder, clients).clientAuth(ClientAuth.OPTIONAL),
                Optional.of(identity.certificates().get(0)));
    }

    /** TLS as a client that trusts so. */
    public static Tls client(TlsTrust trust) {
        return of(trusting(SslContextBuilder.forClient(), trust), Optional.empty());
    }

    /** TLS as a client that trusts so, and shows who it is to a server that asks. */
    public static Tls client(TlsTrust trust, TlsIdentity identity) {
        X509Certificate[] certificates = identity.certificates().toArray(X509Certificate[]::new);
        return of(
                trusting(SslContextBuilder.forClient(), trust).keyManager(identity.key(), certificates),
                Optional.empty());
    }

    private static SslContextBuilder trusting(SslContextBuilder builder, TlsTrust trust) {
        return switch (trust.ground()) {
            case SYSTEM -> builder;
            case CERTIFICATES -> builder.trustManager(trust.certificates().toArray(X509Certificate[]::new));
            case CHECK ->
                builder.trustManager(new Checked(trust.check().orElseThrow())).endpointIdentificationAlgorithm(null);
            case NONE ->
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
        };
    }

    private static Tls of(SslContextBuilder builder, Optional<X509Certificate> own) {
        try {
            return new Tls(builder.protocols("TLSv1.3", "TLSv1.2").build(), own);
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS cannot be set up so: " + e.getMessage(), e);
        }
    }

    /** A server's handler for one connection, which it closes when the client has not shaken hands within 10 seconds. */
    public SslHandler handler(Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc());
        handler.setHandshakeTimeout(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    /** A client's handler for one connection to this host, whose certificate must bear that name. */
    public SslHandler handler(Channel channel, String host, int port) {
        return context.newHandler(channel.alloc(), host, port);
    }

    /** What SASL has to know of a server's connection that has shaken hands. */
    public SaslConnection sasl(Channel channel) {
        return SaslConnection.ofServer(session(channel).orElseThrow(), own.orElseThrow());
    }

    /** The session of a connection that has shaken hands; empty where it has not. */
    static Optional<SSLSession> session(Channel channel) {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class))
                .filter(handler -> handler.handshakeFuture().isSuccess())
                .map(handler -> handler.engine().getSession());
    }

    /** Whether hands are being shaken. */
    static boolean isShaking(Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        return handler != null && !handler.handshakeFuture().isDone();
    }

    /** The version and cipher of a connection that has shaken hands, such as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}; empty where it has not. */
    public static Optional<String> description(Channel channel) {
        return session(channel).map(session -> session.getProtocol() + " " + session.getCipherSuite());
    }

    /** Leaves all to a check. It is of the extended kind because the JDK adds rules of its own to any other. */
    private static final class Checked extends X509ExtendedTrustManager {
        private final TlsTrust.Check check;

        Checked(TlsTrust.Check check) {
            this.check = check;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            check.believe(List.of(chain));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            check.believe(List.of(chain));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            check.believe(List.of(chain));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            check.believe(List.of(chain));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            check.believe(List.of(chain));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            check.believe(List.of(chain));
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
