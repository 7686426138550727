package dev.yubin.pop3.server;

import dev.yubin.mailbox.MaildropStore;
import dev.yubin.pop3.Pop3Limits;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.ResponseCode;
import dev.yubin.pop3.codec.Pop3ResponseEncoder;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Listener;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.codec.Binding;
import dev.yubin.protocol.codec.Tls;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.LoginThrottle;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A POP3 server over any {@link MaildropStore}: RFC 1939 with APOP, CAPA, response codes and pipelining (RFC 2449), STLS (RFC 2595), AUTH (RFC
 * 5034), UTF8 and LANG (RFC 6856). It runs from {@link Builder#start} until it is closed; any thread may call it.
 *
 * <pre>{@code
 * Pop3Server server = Pop3Server.builder(store, users)
 *         .listen(new InetSocketAddress(995), TlsMode.IMPLICIT)
 *         .identity(TlsIdentity.read(chain, key))
 *         .start();
 * }</pre>
 *
 * <p>A session sees the maildrop as it was at login. Unless a {@link MaildropPolicy} says otherwise it holds it alone within this server, and a
 * second one hears {@code [IN-USE]}. What is deleted goes at QUIT and at no other time, all or none. Unique-ids are the store's UIDVALIDITY and UID, such as
 * {@code 1711.42}, unless other {@link UniqueIds} are asked for.
 *
 * <p>Lines go out with CR LF, though LF may stand alone in what is stored, and the last line with an end. Sizes are those that are sent, stuffed dots not
 * counted: a {@link dev.yubin.mailbox.Mailbox} knows them from the outlines of its messages, another maildrop by {@link
 * dev.yubin.mailbox.feature.SentSizes}. A message whose header is in UTF-8 is sent to who said UTF8, and refused to others with {@code [UTF8]}.
 * Messages are streamed: whatever their size, a connection holds a window of 64 KiB and what the network has not taken of the one before.
 *
 * <p>APOP is offered where the {@link Authenticator} has {@linkplain Authenticator#sharedSecrets shared secrets}. Replies are in English, and
 * in Japanese to who asks with LANG.
 */
public final class Pop3Server implements Listener {
    private final Service service;
    private final boolean plaintextLogin;
    private final boolean userAndPass;
    private final Workers workers;
    private final Optional<Tls> tls;
    private volatile Binding binding;

    private Pop3Server(Builder builder) {
        this.service = new Service(
                builder.name,
                builder.store,
                builder.users,
                new Policies(builder.policy, builder.policies),
                builder.uniqueIds,
                builder.language,
                new MaildropLocks(),
                new LoginDelays(),
                builder.limits,
                builder.throttle);
        this.plaintextLogin = builder.plaintextLogin;
        this.userAndPass = builder.userAndPass && builder.users.takesPasswords();
        this.workers = builder.workers;
        this.tls = builder.identity.map(identity -> Tls.server(identity, builder.clientTrust));
    }

    /**
     * Begins to describe a server.
     *
     * @param store where the mail is; it stays yours to close
     * @param users who may log in; the account that it names is the maildrop's
     */
    public static Builder builder(MaildropStore store, Authenticator users) {
        return new Builder(store, users);
    }

    private Pop3Server bind(List<Builder.Port> ports) throws FaultException {
        binding = Binding.open(
                "the POP3 listener of " + service.name(),
                ports.stream()
                        .map(port -> new Binding.Door(port.address(), channel -> arrived(channel, port.mode())))
                        .toList());
        return this;
    }

    private void arrived(Channel channel, TlsMode mode) {
        boolean full = isFull(channel);
        if (full && mode == TlsMode.IMPLICIT) {
            channel.close(); // a handshake costs more than all that would be said
            return;
        }
        channel.config().setAutoRead(false);
        if (mode == TlsMode.IMPLICIT) {
            channel.pipeline().addLast(tls.orElseThrow().handler(channel));
        }
        channel.pipeline().addLast(new Pop3ResponseEncoder());
        if (full) {
            channel.pipeline().addLast(new TurnedAway());
        } else {
            Security security = new Security(mode, mode == TlsMode.IMPLICIT, plaintextLogin, userAndPass);
            channel.pipeline().addLast(new Pop3ServerHandler(service, security, tls, workers.inOrder()));
        }
    }

    private boolean isFull(Channel channel) {
        Binding bound = binding; // a client may be quicker than the thread that binds
        Pop3Limits limits = service.limits();
        return bound != null
                && (bound.open() > limits.connections()
                        || channel.remoteAddress() instanceof InetSocketAddress peer
                                && bound.openFrom(peer.getAddress()) > limits.connectionsPerAddress());
    }

    private static final class TurnedAway extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(Refusal.of(ResponseCode.SYS_TEMP, Phrase.TOO_MANY_CONNECTIONS.with())
                            .in(Language.ENGLISH))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return binding.addresses();
    }

    /** Ends in peace: each session hears {@code -ERR [SYS/TEMP]} between two commands; what it has marked as deleted stays. */
    @Override
    public void drain(Duration atMost) {
        binding.drain(atMost);
    }

    @Override
    public void close() {
        binding.close();
    }

    /** Describes a server. Used by one thread. */
    public static final class Builder {
        private record Port(InetSocketAddress address, TlsMode mode) {}

        private final MaildropStore store;
        private final Authenticator users;
        private final List<Port> ports = new ArrayList<>();
        private String name = "Yubin";
        private Optional<TlsIdentity> identity = Optional.empty();
        private TlsTrust clientTrust = TlsTrust.nobody();
        private Pop3Limits limits = Pop3Limits.standard();
        private Workers workers = Workers.standard();
        private boolean plaintextLogin;
        private boolean userAndPass = true;
        private MaildropPolicy policy = MaildropPolicy.standard();
        private Optional<Function<String, MaildropPolicy>> policies = Optional.empty();
        private UniqueIds uniqueIds = UniqueIds.STANDARD;
        private Language language = Language.ENGLISH;
        private LoginThrottle throttle = new LoginThrottle();

        private Builder(MaildropStore store, Authenticator users) {
            this.store = Objects.requireNonNull(store, "store");
            this.users = Objects.requireNonNull(users, "users");
        }

        /** Listens here too; port 0 for any that is free. POP3's ports are 110, and 995 for {@link TlsMode#IMPLICIT}. */
        public Builder listen(InetSocketAddress address, TlsMode mode) {
            ports.add(new Port(Objects.requireNonNull(address, "address"), Objects.requireNonNull(mode, "mode")));
            return this;
        }

        /** The certificate and key for TLS. */
        public Builder identity(TlsIdentity identity) {
            this.identity = Optional.of(identity);
            return this;
        }

        /**
         * Whose certificates clients may show, and so log in by EXTERNAL where the users know them. A client that shows another is refused by TLS;
         * one need not show any. Nobody is asked unless said.
         */
        public Builder clientTrust(TlsTrust trust) {
            this.clientTrust = Objects.requireNonNull(trust, "trust");
            return this;
        }

        /** How the server calls itself in its greeting: mostly the host's name. {@code Yubin} unless said. */
        public Builder name(String name) {
            Pop3Reply.ok(name).line(); // refuses what cannot stand in a line
            this.name = name;
            return this;
        }

        /** {@link Pop3Limits#standard} unless said. */
        public Builder limits(Pop3Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** The threads that store and authenticator are called on; they may block. {@link Workers#standard} unless said. */
        public Builder workers(Workers workers) {
            this.workers = Objects.requireNonNull(workers, "workers");
            return this;
        }

        /**
         * Takes passwords without TLS, except under {@link TlsMode#STARTTLS_REQUIRED}. Whoever reads the network then reads mail and
         * passwords. No unless said.
         */
        public Builder plaintextLogin(boolean allowed) {
            this.plaintextLogin = allowed;
            return this;
        }

        /**
         * Takes USER and PASS, and offers them, where the connection allows logins. Yes unless said; without them AUTH is left, and APOP where it
         * is offered.
         */
        public Builder userAndPass(boolean allowed) {
            this.userAndPass = allowed;
            return this;
        }

        /** What may be done with every maildrop. {@link MaildropPolicy#standard} unless said. */
        public Builder policy(MaildropPolicy policy) {
            this.policy = Objects.requireNonNull(policy, "policy");
            this.policies = Optional.empty();
            return this;
        }

        /**
         * What may be done with each user's maildrop.
         *
         * @param strictest what is told before a login: no user's policy may keep messages for fewer days or delay logins for longer (RFC 2449
         *                  sections 6.5 and 6.7)
         * @param ofEach    by account, as the authenticator calls it; called once for each login, by threads that may wait. A policy stricter than
         *                  {@code strictest} is logged, and the login fails with {@code [SYS/TEMP]}
         */
        public Builder policies(MaildropPolicy strictest, Function<String, MaildropPolicy> ofEach) {
            this.policy = Objects.requireNonNull(strictest, "strictest");
            this.policies = Optional.of(ofEach);
            return this;
        }

        /** What messages are called by UIDL, for mail that came from another server. {@link UniqueIds#STANDARD} unless said. */
        public Builder uniqueIds(UniqueIds uniqueIds) {
            this.uniqueIds = Objects.requireNonNull(uniqueIds, "uniqueIds");
            return this;
        }

        /**
         * The language that {@code LANG *} chooses (RFC 6856 section 3.2), {@code en} or {@code ja}. English unless said.
         *
         * @throws IllegalArgumentException when the server does not speak it
         */
        public Builder preferredLanguage(String tag) {
            this.language = Language.matching(tag, Language.ENGLISH)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "replies are in one of " + Language.listings() + ", not in " + tag));
            return this;
        }

        /** What slows down guessing passwords; one throttle serves all listeners of a program. A {@link LoginThrottle} of its own unless said. */
        public Builder throttle(LoginThrottle throttle) {
            this.throttle = Objects.requireNonNull(throttle, "throttle");
            return this;
        }

        /**
         * Binds all addresses, or none, and serves.
         *
         * @throws FaultException        when an address cannot be bound
         * @throws IllegalStateException when no address is named, when one needs TLS and there is no identity, or when the policy asks of the store
         *                               what only a {@link dev.yubin.mailbox.MailStore} can do
         */
        public Pop3Server start() throws FaultException {
            if (ports.isEmpty()) {
                throw new IllegalStateException("no address to listen on; call listen(...)");
            }
            for (Port port : ports) {
                if (port.mode() != TlsMode.PLAINTEXT && identity.isEmpty()) {
                    throw new IllegalStateException(port.mode() + " on " + port.address() + " needs identity(...)");
                }
            }
            policy.deletion().requireOf(store);
            return new Pop3Server(this).bind(ports);
        }
    }
}
