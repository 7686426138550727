package dev.yubin.protocol.codec;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.HostNames;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.sasl.SaslConnection;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Connects a client to a server, through TLS where the mode begins with it, and says in a {@link Fault} why it cannot. One dialer serves
 * any number of connections to the same server, from any thread.
 */
public final class Dialer {
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;

    private final String host;
    private final int port;
    private final TlsMode mode;
    private final TlsTrust trust;
    private final Duration connectTimeout;
    private final HostNames names;
    private final Optional<Tls> tls;

    /**
     * @param host           a name or an address; the certificate must bear it
     * @param port           1 to 65535
     * @param connectTimeout how long to wait for the connection, and again for the TLS handshake
     */
    public Dialer(String host, int port, TlsMode mode, TlsTrust trust, Duration connectTimeout) {
        this(host, port, mode, trust, connectTimeout, HostNames.system());
    }

    /** The same, with the host's addresses from elsewhere than the system. */
    public Dialer(String host, int port, TlsMode mode, TlsTrust trust, Duration connectTimeout, HostNames names) {
        this(host, port, mode, trust, connectTimeout, names, () -> Tls.client(trust));
    }

    private Dialer(
            String host,
            int port,
            TlsMode mode,
            TlsTrust trust,
            Duration connectTimeout,
            HostNames names,
            Supplier<Tls> tls) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        this.host = Objects.requireNonNull(host, "host");
        this.port = port;
        this.mode = mode;
        this.trust = trust;
        this.connectTimeout = connectTimeout;
        this.names = Objects.requireNonNull(names, "names");
        this.tls = mode == TlsMode.PLAINTEXT ? Optional.empty() : Optional.of(tls.get());
    }

    /** The same, which shows who it is to a server that asks for a certificate. */
    public Dialer showing(TlsIdentity identity) {
        return new Dialer(host, port, mode, trust, connectTimeout, names, () -> Tls.client(trust, identity));
    }

    /** The server, as it was asked for. */
    public String host() {
        return host;
    }

    /** The server's port. */
    public int port() {
        return port;
    }

    /** How it treats TLS. */
    public TlsMode mode() {
        return mode;
    }

    /**
     * What SASL has to know of a connection that this dialer made.
     *
     * @param plaintextLogin whether a password may be shown where there is no TLS
     */
    public SaslConnection sasl(Channel channel, boolean plaintextLogin) {
        return Tls.session(channel)
                .map(session -> SaslConnection.ofClient(session, host, port))
                .orElseGet(() -> SaslConnection.inTheClear(plaintextLogin));
    }

    /**
     * Connects to the first of the host's addresses that answers.
     *
     * @param handlers puts the protocol's handlers into a new connection's pipeline, on its event loop, before any octet is read; called for each
     *     address that is tried
     * @return the connection, through with its TLS handshake under {@link TlsMode#IMPLICIT}; completed on its event loop. It fails with
     *     {@link FaultException}; to cancel it closes the connection
     */
    public CompletableFuture<Channel> dial(Consumer<Channel> handlers) {
        CompletableFuture<Channel> result = new CompletableFuture<>();
        Workers.standard()
                .inOrder()
                .execute(
                        () -> { // a look-up may wait
                            try {
                                connect(names.addresses(host), handlers, result);
                            } catch (UnknownHostException | RuntimeException e) {
                                result.completeExceptionally(failure("looking up the name", e));
                            }
                        });
        return result;
    }

    /**
     * Connects, and waits until the client on the connection has gone through its opening: greeting, STARTTLS and the like.
     *
     * @param opening puts the protocol's handlers into a new connection's pipeline, as in {@link #dial}, and returns what becomes of that client
     * @return the client, completed by a worker, since an application's code may stand behind it. When it fails, and when it is cancelled, the
     *     connection is closed
     */
    public <C> Pending<C> open(Workers workers, Function<Channel, CompletableFuture<C>> opening) {
        AtomicReference<CompletableFuture<C>> tried = new AtomicReference<>(); // at the last of the host's addresses
        CompletableFuture<Channel> dialing = dial(channel -> tried.set(opening.apply(channel)));
        Pending<C> result = new Pending<>();
        result.whenComplete((client, failure) -> {
            if (failure != null) {
                dialing.cancel(true);
                dialing.thenAccept(Channel::close);
            }
        });
        dialing.thenCompose(channel -> tried.get())
                .whenComplete((client, failure) -> workers.complete(() -> {
                    if (failure == null) {
                        result.complete(client);
                    } else {
                        result.completeExceptionally(Pending.plain(failure));
                    }
                }));
        return result;
    }

    private void connect(List<InetAddress> addresses, Consumer<Channel> handlers, CompletableFuture<Channel> result) {
        Transport transport = Transport.best();
        ChannelFuture connecting = new Bootstrap()
                .group(transport.loops())
                .channel(transport.socketChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectTimeout.toMillis()))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(mode == TlsMode.IMPLICIT ? handler(channel) : new TlsGuard());
                        handlers.accept(channel);
                    }
                })
                .connect(addresses.get(0), port);
        result.whenComplete((channel, e) -> {
            if (e != null) {
                connecting.channel().close();
            }
        });
        connecting.addListener(connected -> {
            if (connected.isSuccess() && mode == TlsMode.IMPLICIT) {
                finishHandshake(connecting.channel(), result);
            } else if (connected.isSuccess()) {
                complete(connecting.channel(), result);
            } else if (addresses.size() > 1 && !result.isDone()) {
                connect(addresses.subList(1, addresses.size()), handlers, result);
            } else {
                result.completeExceptionally(failure("connecting", connected.cause()));
            }
        });
    }

    /**
     * Upgrades a connection to TLS, behind the peer's consent to STARTTLS. The caller has thrown away what was read and learned before.
     *
     * @return completed on the channel's event loop, or failed with {@link FaultException}, once hands are shaken
     */
    public CompletableFuture<Channel> startTls(Channel channel) {
        CompletableFuture<Channel> result = new CompletableFuture<>();
        if (channel.pipeline().get(TlsGuard.class) != null) {
            channel.pipeline().remove(TlsGuard.class); // from here on the peer's octets shall be TLS
        }
        channel.pipeline().addFirst(handler(channel));
        finishHandshake(channel, result);
        return result;
    }

    private SslHandler handler(Channel channel) {
        SslHandler handler = tls.orElseThrow().handler(channel, host, port);
        handler.setHandshakeTimeoutMillis(connectTimeout.toMillis());
        return handler;
    }

    private void finishHandshake(Channel channel, CompletableFuture<Channel> result) {
        channel.pipeline().get(SslHandler.class).handshakeFuture().addListener(shaken -> {
            if (shaken.isSuccess()) {
                complete(channel, result);
            } else {
                channel.close();
                result.completeExceptionally(failure("shaking hands for TLS", shaken.cause()));
            }
        });
    }

    private static void complete(Channel channel, CompletableFuture<Channel> result) {
        if (!result.complete(channel)) {
            channel.close(); // cancelled meanwhile
        }
    }

    /**
     * What a failure of the connection means.
     *
     * @param step what was being done, as in {@link Fault#step}
     */
    public FaultException failure(String step, Throwable failure) {
        return failure(step, failure, Optional.empty());
    }

    /** The same, with the peer's last words. */
    public FaultException failure(String step, Throwable failure, Optional<String> lastReply) {
        if (failure instanceof FaultException known) {
            return known;
        }
        if (failure instanceof DecoderException && failure.getCause() != null) {
            return failure(step, failure.getCause(), lastReply); // in which Netty wraps what TLS failed with
        }
        Cause cause = cause(failure);
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new FaultException(new Fault(cause, host, port, step, lastReply, detail(cause, message)), failure);
    }

    /** The fault that is not a failure of the connection but of what was said over it. */
    public FaultException failure(Cause cause, String step, Optional<String> lastReply, String detail) {
        return new FaultException(new Fault(cause, host, port, step, lastReply, detail));
    }

    private static Cause cause(Throwable failure) {
        if (failure instanceof UnknownHostException) {
            return Cause.NAME_UNKNOWN;
        } else if (failure instanceof ConnectTimeoutException) {
            return Cause.CONNECT_TIMEOUT;
        } else if (failure instanceof ConnectException
                && String.valueOf(failure.getMessage()).contains("refused")) {
            return Cause.NOTHING_LISTENS;
        } else if (failure instanceof NotSslRecordException) {
            return Cause.TLS_ON_PLAIN_PORT;
        } else if (failure instanceof SSLException) {
            return certificateComplaint(failure)
                    .map(words -> words.startsWith("No subject alternative") || words.startsWith("No name matching")
                            ? Cause.CERTIFICATE_NAME
                            : Cause.CERTIFICATE_UNTRUSTED)
                    .orElse(Cause.TLS_HANDSHAKE);
        }
        boolean lost = failure instanceof IOException && !(failure instanceof ProtocolException);
        return lost ? Cause.CONNECTION_LOST : Cause.PROTOCOL_BROKEN;
    }

    private static Optional<String> certificateComplaint(Throwable failure) {
        Throwable deepest = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateException || t instanceof java.security.cert.CertPathBuilderException) {
                deepest = t;
            }
        }
        return Optional.ofNullable(deepest).map(Throwable::getMessage);
    }

    private static String detail(Cause cause, String message) {
        return switch (cause) {
            case NAME_UNKNOWN -> "the name does not resolve";
            case NOTHING_LISTENS -> "nothing listens there (" + message + ")";
            case CONNECT_TIMEOUT -> "no answer came (" + message + ")";
            case TLS_ON_PLAIN_PORT -> "TLS was begun, but the peer answers in the clear";
            case CERTIFICATE_NAME -> "the certificate is for another name (" + message + ")";
            case CERTIFICATE_UNTRUSTED -> "the certificate is not trusted (" + message + ")";
            case CONNECTION_LOST -> "the connection is gone (" + message + ")";
            default -> message;
        };
    }

    /** Stands where a conversation begins in the clear, and knows TLS by its first octet. */
    private final class TlsGuard extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof ByteBuf octets && octets.isReadable()) {
                int first = octets.getUnsignedByte(octets.readerIndex());
                if (first == TLS_ALERT || first == TLS_HANDSHAKE) {
                    octets.release();
                    ctx.fireExceptionCaught(failure(
                            Cause.PLAIN_ON_TLS_PORT,
                            "waiting for the greeting",
                            Optional.empty(),
                            "the peer answers in TLS, but it was spoken to in the clear"));
                    ctx.close();
                    return;
                }
                ctx.pipeline().remove(this);
            }
            ctx.fireChannelRead(message);
        }
    }
}
