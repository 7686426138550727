package dev.yubin.protocol.codec;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Reach;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.sasl.SaslConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * Connects a client to a server, through TLS where the mode begins with it, and says in a {@link Fault} why it cannot. One dialer serves
 * any number of connections to the same server, from any thread.
 */
public final class Dialer {
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;

    private final Place place;
    private final TlsMode mode;
    private final TlsTrust trust;
    private final Duration connectTimeout;
    private final Reach reach;
    private final Optional<TlsIdentity> identity;
    private final Optional<Tls> tls;
    private final Optional<Sight> sight;

    /**
     * @param host           a name or an address; the certificate must bear it
     * @param port           1 to 65535
     * @param connectTimeout how long to wait for the host's addresses, for the connection, and again for the TLS handshake
     */
    public Dialer(String host, int port, TlsMode mode, TlsTrust trust, Duration connectTimeout) {
        this(host, port, mode, trust, connectTimeout, Reach.direct());
    }

    /**
     * The same by another way than the system's.
     *
     * @throws IllegalStateException when it leads through a proxy and Netty's jar for that is not on the path
     */
    public Dialer(String host, int port, TlsMode mode, TlsTrust trust, Duration connectTimeout, Reach reach) {
        this(new Place(host, port), mode, trust, connectTimeout, reach, Optional.empty());
    }

    private Dialer(
            Place place,
            TlsMode mode,
            TlsTrust trust,
            Duration connectTimeout,
            Reach reach,
            Optional<TlsIdentity> identity) {
        if (place.port() < 1 || place.port() > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + place.port());
        }
        this.place = place;
        this.mode = mode;
        this.trust = trust;
        this.connectTimeout = connectTimeout;
        this.reach = Objects.requireNonNull(reach, "reach");
        if (reach.through().isPresent()) {
            ProxyHandlers.insist();
        }
        this.identity = identity;
        this.tls = mode == TlsMode.PLAINTEXT
                ? Optional.empty()
                : Optional.of(identity.map(own -> Tls.client(trust, own)).orElseGet(() -> Tls.client(trust)));
        this.sight = Optional.empty();
    }

    private Dialer(Dialer other, Sight sight) {
        this.place = other.place;
        this.mode = other.mode;
        this.trust = other.trust;
        this.connectTimeout = other.connectTimeout;
        this.reach = other.reach;
        this.identity = other.identity;
        this.tls = other.tls;
        this.sight = Optional.of(sight);
    }

    /** The same, which shows who it is to a server that asks for a certificate. */
    public Dialer showing(TlsIdentity identity) {
        return new Dialer(place, mode, trust, connectTimeout, reach, Optional.of(identity));
    }

    /** The same way to the same host, where that is spoken to at another port or otherwise. */
    public Dialer at(int port, TlsMode mode, TlsTrust trust) {
        return new Dialer(new Place(host(), port), mode, trust, connectTimeout, reach, identity);
    }

    /** The same for one dial, of which {@code sight} keeps how far it comes. */
    public Dialer seenBy(Sight sight) {
        return new Dialer(this, sight);
    }

    /** The server, as it was asked for. */
    public String host() {
        return place.host();
    }

    /** The server's port. */
    public int port() {
        return place.port();
    }

    /** How it treats TLS. */
    public TlsMode mode() {
        return mode;
    }

    /** Whom it believes. */
    public TlsTrust trust() {
        return trust;
    }

    /**
     * What SASL has to know of a connection that this dialer made.
     *
     * @param plaintextLogin whether a password may be shown where there is no TLS
     */
    public SaslConnection sasl(Channel channel, boolean plaintextLogin) {
        return Tls.session(channel)
                .map(session -> SaslConnection.ofClient(session, host(), port()))
                .orElseGet(() -> SaslConnection.inTheClear(plaintextLogin));
    }

    /**
     * Connects to the first of the host's addresses that answers, where the families of addresses race: RFC 8305.
     *
     * @param handlers puts the protocol's handlers into the new connection's pipeline, on its event loop, before any octet is read
     * @return the connection, through with its TLS handshake under {@link TlsMode#IMPLICIT}; completed on its event loop. It fails with
     *     {@link FaultException}; to cancel it closes the connection
     */
    public CompletableFuture<Channel> dial(Consumer<Channel> handlers) {
        CompletableFuture<Channel> result = new CompletableFuture<>();
        addresses().whenComplete((addresses, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.isDone()) {
                race(addresses, handlers, result);
            }
        });
        return result;
    }

    /** Where a connection goes: the host's addresses, or the proxy's where there is one; at least one. Fails with {@link FaultException}. */
    public Pending<List<InetAddress>> addresses() {
        Pending<List<InetAddress>> result = new Pending<>();
        lookUp().whenComplete((addresses, failure) -> {
            if (failure == null) {
                result.complete(addresses);
            } else {
                result.completeExceptionally(entrance().failure(lookingUp(), Pending.plain(failure)));
            }
        });
        return result;
    }

    /** A look-up may wait, and for longer than who asked would: it has a worker's thread, and its time. */
    private CompletableFuture<List<InetAddress>> lookUp() {
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        Workers.standard().inOrder().execute(() -> {
            try {
                found.complete(within(reach.names().addresses(entrance().host())));
            } catch (IOException | RuntimeException e) {
                found.completeExceptionally(e);
            }
        });
        return found.orTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private List<InetAddress> within(List<InetAddress> addresses) throws IOException {
        if (addresses.isEmpty()) {
            throw new UnknownHostException(entrance().host());
        }
        List<InetAddress> within = reach.within(addresses);
        if (within.isEmpty()) {
            throw new BindException("from " + reach.from() + " nothing leads to " + addresses);
        }
        return within;
    }

    private void race(List<InetAddress> addresses, Consumer<Channel> handlers, CompletableFuture<Channel> result) {
        Race race = new Race(
                InetSocketAddress.createUnresolved(host(), port()),
                reach,
                addresses,
                connectTimeout,
                channel -> begin(channel, handlers, result),
                failures -> result.completeExceptionally(entrance().unreachable(connecting(), failures)));
        result.whenComplete((channel, failure) -> {
            if (failure != null) {
                race.giveUp();
            }
        });
        race.start();
    }

    /** Where a connection goes first: to the proxy, where there is one. */
    private Place entrance() {
        return reach.through()
                .map(proxy -> new Place(proxy.host(), proxy.port()))
                .orElse(place);
    }

    private String lookingUp() {
        return reach.through().isPresent() ? "looking up the proxy's name" : "looking up the name";
    }

    private String connecting() {
        return reach.through().isPresent() ? "connecting through a proxy to " + place : "connecting";
    }

    private void begin(Channel channel, Consumer<Channel> handlers, CompletableFuture<Channel> result) {
        channel.pipeline().addLast(mode == TlsMode.IMPLICIT ? handler(channel) : new TlsGuard());
        sight.ifPresent(some -> channel.pipeline().addLast(some.eye()));
        handlers.accept(channel);
        result.whenComplete((dialed, failure) -> {
            if (failure != null) {
                channel.close();
            }
        });
        if (mode == TlsMode.IMPLICIT) {
            finishHandshake(channel, result);
        } else {
            channel.eventLoop()
                    .execute(() -> result.complete(channel)); // behind what tells the handlers that it is active
        }
    }

    /**
     * Connects, and waits until the client on the connection has gone through its opening: greeting, STARTTLS and the like.
     *
     * @param opening puts the protocol's handlers into a new connection's pipeline, as in {@link #dial}, and returns what becomes of that client
     * @return the client, completed by a worker, since an application's code may stand behind it. When it fails, and when it is cancelled, the
     *     connection is closed
     */
    public <C> Pending<C> open(Workers workers, Function<Channel, CompletableFuture<C>> opening) {
        AtomicReference<CompletableFuture<C>> begun = new AtomicReference<>();
        CompletableFuture<Channel> dialing = dial(channel -> begun.set(opening.apply(channel)));
        Pending<C> result = new Pending<>();
        result.whenComplete((client, failure) -> {
            if (failure != null) {
                dialing.cancel(true);
                dialing.thenAccept(Channel::close);
            }
        });
        dialing.thenCompose(channel -> begun.get())
                .whenComplete((client, failure) -> workers.complete(() -> {
                    if (failure == null) {
                        result.complete(client);
                    } else {
                        result.completeExceptionally(Pending.plain(failure));
                    }
                }));
        return result;
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
        SslHandler handler = tls.orElseThrow().handler(channel, host(), port());
        handler.setHandshakeTimeoutMillis(connectTimeout.toMillis());
        return handler;
    }

    private void finishHandshake(Channel channel, CompletableFuture<Channel> result) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        channel.pipeline().addAfter(channel.pipeline().context(handler).name(), null, new HandshakeGuard());
        handler.handshakeFuture().addListener(shaken -> {
            if (shaken.isSuccess()) {
                result.complete(channel);
            } else {
                channel.close();
                result.completeExceptionally(failure("shaking hands for TLS", ofHandshake(shaken.cause())));
            }
        });
    }

    /** What takes the connection away before hands are shaken has the handshake fail: whoever can do without TLS is to know that it was about TLS. */
    private static Throwable ofHandshake(Throwable failure) {
        return failure instanceof IOException && !(failure instanceof SSLException)
                ? new SSLException("the connection ended in the midst of the handshake (" + failure + ")", failure)
                : failure;
    }

    /**
     * What a failure of the connection means.
     *
     * @param step what was being done, as in {@link Fault#step}
     */
    public FaultException failure(String step, Throwable failure) {
        return place.failure(step, failure);
    }

    /** The same, with the peer's last words. */
    public FaultException failure(String step, Throwable failure, Optional<String> lastReply) {
        return place.failure(step, failure, lastReply);
    }

    /** The fault that is not a failure of the connection but of what was said over it. */
    public FaultException failure(Cause cause, String step, Optional<String> lastReply, String detail) {
        return place.failure(cause, step, lastReply, detail);
    }

    /** Stands behind TLS until hands are shaken: what the network throws, such as the peer's reset, TLS passes on as it is. */
    private static final class HandshakeGuard extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
            ctx.fireExceptionCaught(ofHandshake(failure));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            ctx.fireUserEventTriggered(event);
            if (event instanceof SslHandshakeCompletionEvent) {
                ctx.pipeline().remove(this);
            }
        }
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
