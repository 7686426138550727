package dev.yubin.imap.server;

import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.mailbox.MailStore;
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
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An IMAP server over any {@link MailStore}: IMAP4rev2 (RFC 9051) and IMAP4rev1 (RFC 3501). It runs from {@link Builder#start} until it is
 * closed; any thread may call it.
 *
 * <pre>{@code
 * ImapServer server = ImapServer.builder(store, users)
 *         .listen(new InetSocketAddress(993), TlsMode.IMPLICIT)
 *         .identity(TlsIdentity.read(chain, key))
 *         .start();
 * }</pre>
 *
 * <p>Each connection's commands run one after another, in the order they came, on threads that may wait for the store. Messages are streamed
 * both ways: a connection holds a window of 64 KiB of a body, and what the network has not taken of the one before, however large the body is.
 * {@code \Recent} (RFC 3501) is a message that came while a session had its mailbox selected.
 */
public final class ImapServer implements Listener {
    private final Setting setting;
    private final Workers workers;
    private final Optional<Tls> tls;
    private final LoginThrottle throttle;
    private volatile Binding binding;

    private ImapServer(Builder builder) {
        this.setting = new Setting(
                builder.name,
                builder.store,
                builder.users,
                builder.limits,
                builder.plaintextLogin,
                builder.unauthenticate,
                builder.asciiHeaders,
                builder.languages,
                builder.literals);
        this.workers = builder.workers;
        this.tls = builder.identity.map(identity -> Tls.server(identity, builder.clientTrust));
        this.throttle = builder.throttle;
    }

    /**
     * Begins to describe a server.
     *
     * @param store where the mail is; it stays yours to close
     * @param users who may log in; the account that it names is the store's
     */
    public static Builder builder(MailStore store, Authenticator users) {
        return new Builder(store, users);
    }

    private ImapServer bind(List<Builder.Port> ports) throws FaultException {
        binding = Binding.open(
                "the IMAP listener of " + setting.name(),
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
        if (full) {
            channel.pipeline().addLast(new TurnedAway());
        } else {
            ImapServerHandler.install(channel, setting, mode, tls, workers.inOrder(), throttle);
        }
    }

    private boolean isFull(Channel channel) {
        Binding bound = binding; // a client may be quicker than the thread that binds
        SessionLimits limits = setting.limits();
        return bound != null
                && (bound.open() > limits.connections()
                        || channel.remoteAddress() instanceof InetSocketAddress peer
                                && bound.openFrom(peer.getAddress()) > limits.connectionsPerAddress());
    }

    private static final class TurnedAway extends ChannelInboundHandlerAdapter {
        private static final String BYE = "* BYE [UNAVAILABLE] too many connections; come again later\r\n";

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(Unpooled.copiedBuffer(BYE, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return binding.addresses();
    }

    /** Ends in peace: each session hears {@code * BYE} between two commands, or at once where it idles. */
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

        private final MailStore store;
        private final Authenticator users;
        private final List<Port> ports = new ArrayList<>();
        private String name = "Yubin";
        private Optional<TlsIdentity> identity = Optional.empty();
        private TlsTrust clientTrust = TlsTrust.nobody();
        private SessionLimits limits = SessionLimits.standard();
        private Workers workers = Workers.standard();
        private LoginThrottle throttle = new LoginThrottle();
        private boolean plaintextLogin;
        private boolean unauthenticate;
        private boolean asciiHeaders;
        private Languages languages = Languages.STANDARD;
        private ImapEncoding.Literals literals = ImapEncoding.Literals.PLUS;

        private Builder(MailStore store, Authenticator users) {
            this.store = Objects.requireNonNull(store, "store");
            this.users = Objects.requireNonNull(users, "users");
        }

        /** Listens here too; port 0 for any that is free. IMAP's ports are 143, and 993 for {@link TlsMode#IMPLICIT}. */
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

        /** How the server calls itself in its greeting and in ID: mostly the host's name. {@code Yubin} unless said. */
        public Builder name(String name) {
            if (name.isEmpty() || !name.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                throw new IllegalArgumentException("a server's name is printable ASCII");
            }
            this.name = name;
            return this;
        }

        /** {@link SessionLimits#standard} unless said. */
        public Builder limits(SessionLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** The threads that store and users are called on; they may block. {@link Workers#standard} unless said. */
        public Builder workers(Workers workers) {
            this.workers = Objects.requireNonNull(workers, "workers");
            return this;
        }

        /** What holds back the answers to failed logins; give all listeners of a program the same. One of its own unless said. */
        public Builder throttle(LoginThrottle throttle) {
            this.throttle = Objects.requireNonNull(throttle, "throttle");
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
         * Offers UNAUTHENTICATE (RFC 8437), by which a program that acts for many users uses one connection for all of them. Not where a proxy
         * stands before the server that looks at the first login alone: whoever is let through could go on as somebody else. No unless said.
         */
        public Builder unauthenticate(boolean offered) {
            this.unauthenticate = offered;
            return this;
        }

        /**
         * Refuses a message with octets above 127 in its header to whoever has enabled neither UTF8=ACCEPT nor IMAP4rev2, as RFC 6855 section 4
         * has it. No unless said: whoever moves old mail here would lose what was never quite right.
         */
        public Builder asciiHeaders(boolean demanded) {
            this.asciiHeaders = demanded;
            return this;
        }

        /**
         * Offers LITERAL- in place of LITERAL+ (RFC 7888 section 5): a literal of more than 4096 octets waits for the go-ahead, so that a message
         * that is refused need not travel first. One that does not wait is answered {@code BAD [TOOBIG]} and passed over. No unless said: clients
         * that know LITERAL+ alone wait for each literal then.
         */
        public Builder literalMinus(boolean offered) {
            this.literals = offered ? ImapEncoding.Literals.MINUS : ImapEncoding.Literals.PLUS;
            return this;
        }

        /** Speaks this language too to who asks for it by LANGUAGE (RFC 5255), beside English and Japanese; instead of one whose tag is the same. */
        public Builder translation(Translation more) {
            this.languages = languages.with(Objects.requireNonNull(more, "more"));
            return this;
        }

        /**
         * The language that {@code LANGUAGE default} chooses. Unless said, English in ASCII, which everybody hears who has not asked (RFC 2277
         * section 4.5).
         *
         * @param tag one that is spoken, such as {@code ja}, by now
         * @throws IllegalArgumentException when it is not
         */
        public Builder preferredLanguage(String tag) {
            this.languages = languages.preferring(tag);
            return this;
        }

        /**
         * Binds all addresses, or none, and serves.
         *
         * @throws FaultException        when an address cannot be bound
         * @throws IllegalStateException when no address is named, or one needs TLS and there is no identity
         */
        public ImapServer start() throws FaultException {
            if (ports.isEmpty()) {
                throw new IllegalStateException("no address to listen on; call listen(...)");
            }
            for (Port port : ports) {
                if (port.mode() != TlsMode.PLAINTEXT && identity.isEmpty()) {
                    throw new IllegalStateException(port.mode() + " on " + port.address() + " needs identity(...)");
                }
            }
            return new ImapServer(this).bind(ports);
        }
    }
}
