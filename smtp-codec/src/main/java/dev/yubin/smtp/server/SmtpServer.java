package dev.yubin.smtp.server;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Listener;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.codec.Binding;
import dev.yubin.protocol.codec.Ends;
import dev.yubin.protocol.codec.Tls;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Host;
import dev.yubin.smtp.codec.SmtpServerCodec;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A running server for SMTP, submission and LMTP. The shortest way to one is {@link #receive}; {@link #builder} has every setting.
 *
 * <p>A connection keeps less than a megabyte of mail by default, whatever the size of the messages that pass through it; {@code docs/limits.md} adds it up.
 */
public final class SmtpServer implements Listener {
    /** Most messages come whole with one read, though the commands before them are short. */
    private static final int LEAST_READ = 8 << 10;

    private static final int MOST_READ = 64 << 10;

    private final SmtpService service;
    private final Optional<Tls> tls;
    private final Workers workers;
    private volatile Optional<Binding> binding = Optional.empty();

    private SmtpServer(Builder settings) {
        SmtpApplication application = settings.application.orElseThrow(() ->
                new IllegalStateException("nobody takes the mail: give the builder messages(...) or application(...)"));
        this.service = new SmtpService(
                settings.host,
                application,
                application.offers(),
                settings.users,
                settings.throttle,
                settings.identity.isPresent(),
                settings.limits);
        this.tls = settings.identity.map(identity -> Tls.server(identity, settings.clientTrust));
        this.workers = settings.workers;
    }

    /**
     * Receives mail in the clear: whoever connects to the port, on any address of this machine, may leave messages with the handler.
     *
     * @param port 0 for any that is free
     * @return the server, running
     * @throws FaultException when the port cannot be bound; says why
     */
    public static SmtpServer receive(int port, MessageHandler handler) throws FaultException {
        return builder().port(SmtpPort.mta(port)).messages(handler).start();
    }

    /** Begins to describe a server. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return bound().addresses();
    }

    @Override
    public void drain(Duration atMost) {
        bound().drain(atMost);
    }

    @Override
    public void close() {
        bound().close();
    }

    private Binding bound() {
        return binding.orElseThrow();
    }

    private SmtpServer start(List<SmtpPort> ports) throws FaultException {
        List<Binding.Door> doors = new ArrayList<>();
        for (SmtpPort port : ports) {
            if (port.tls() == TlsMode.IMPLICIT || port.tls() == TlsMode.STARTTLS_REQUIRED) {
                tls.orElseThrow(
                        () -> new IllegalStateException(port + " needs TLS: give the builder its identity(...)"));
            }
            if (port.loginRequired() && service.users().isEmpty()) {
                throw new IllegalStateException(port + " needs logins: give the builder its users(authenticator)");
            }
            doors.add(new Binding.Door(port.address(), port.proxies(), channel -> arrived(port, channel)));
        }
        binding = Optional.of(Binding.open("the SMTP server " + service.host(), doors));
        return this;
    }

    private void arrived(SmtpPort port, Channel channel) {
        Ends ends = Ends.of(channel);
        boolean tooMany = tooMany(port, ends.remote().getAddress());
        if (tooMany && port.tls() == TlsMode.IMPLICIT) {
            channel.close(); // a handshake costs more than all that would be said
            return;
        }
        String id = Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36);
        SmtpPeer peer = SmtpPeer.of(id, ends.remote(), ends.local(), port.purpose());
        SmtpSession session = new SmtpSession(service, port, peer, workers.inOrder(), tooMany);
        SmtpServerCodec codec = new SmtpServerCodec(service.limits().lineOctets());
        channel.config().setAutoRead(false);
        // One buffer at a time, so that what is read ahead of a busy application is bounded by it.
        channel.config()
                .setRecvByteBufAllocator(
                        new AdaptiveRecvByteBufAllocator(LEAST_READ, LEAST_READ, MOST_READ).maxMessagesPerRead(1));
        if (port.tls() == TlsMode.IMPLICIT) {
            channel.pipeline().addLast(tls.orElseThrow().handler(channel));
        }
        channel.pipeline().addLast(codec, new SmtpServerHandler(session, codec, service.limits(), tls));
    }

    private boolean tooMany(SmtpPort port, InetAddress client) {
        return binding.map(open -> open.open() > service.limits().connections()
                        || open.openFrom(client) > service.limits().connectionsPerAddress() && !port.believes(client))
                .orElse(false);
    }

    /** What a server is to be like. Name at least one port, and who takes the mail. */
    public static final class Builder {
        private final List<SmtpPort> ports = new ArrayList<>();
        private Host host = Domain.of("localhost");
        private Optional<SmtpApplication> application = Optional.empty();
        private Optional<MessageHandler> handler = Optional.empty();
        private Optional<Authenticator> users = Optional.empty();
        private LoginThrottle throttle = new LoginThrottle();
        private Optional<TlsIdentity> identity = Optional.empty();
        private TlsTrust clientTrust = TlsTrust.nobody();
        private SmtpLimits limits = SmtpLimits.standard();
        private Workers workers = Workers.standard();

        private Builder() {}

        /** The name by which the server greets, which should be its name in the DNS; {@code localhost} by default. */
        public Builder name(String name) {
            host = Domain.of(name);
            return this;
        }

        /** Listens on this port, beside those named before. */
        public Builder port(SmtpPort port) {
            ports.add(Objects.requireNonNull(port));
            return this;
        }

        /** Hands whole messages to this handler: the short form of {@link #application}. */
        public Builder messages(MessageHandler handler) {
            this.handler = Optional.of(handler);
            this.application = Optional.empty();
            return this;
        }

        /** Asks this application about everything. */
        public Builder application(SmtpApplication application) {
            this.application = Optional.of(application);
            this.handler = Optional.empty();
            return this;
        }

        /** Who may log in. Without it nobody can. */
        public Builder users(Authenticator users) {
            this.users = Optional.of(users);
            return this;
        }

        /** What slows down guessing passwords; one throttle serves all listeners of a program. A {@link LoginThrottle} of its own by default. */
        public Builder throttle(LoginThrottle throttle) {
            this.throttle = Objects.requireNonNull(throttle);
            return this;
        }

        /** Who the server is to TLS. Without it there is no TLS. */
        public Builder identity(TlsIdentity identity) {
            this.identity = Optional.of(identity);
            return this;
        }

        /**
         * Whose certificates clients may show, and so log in by EXTERNAL where {@link #users} know them. A client that shows another is refused by
         * TLS; one need not show any. By default nobody is asked.
         */
        public Builder clientTrust(TlsTrust trust) {
            this.clientTrust = Objects.requireNonNull(trust);
            return this;
        }

        /** {@link SmtpLimits#standard} by default. */
        public Builder limits(SmtpLimits limits) {
            this.limits = Objects.requireNonNull(limits);
            return this;
        }

        /** The threads that the application runs on; {@link Workers#standard} by default. */
        public Builder workers(Workers workers) {
            this.workers = Objects.requireNonNull(workers);
            return this;
        }

        /**
         * Binds the ports. Blocks for the moment that takes.
         *
         * @throws FaultException        when a port cannot be bound; says which and why
         * @throws IllegalStateException when a setting is missing; says which
         */
        public SmtpServer start() throws FaultException {
            handler.ifPresent(h -> application = Optional.of(new MessageReceiver(h, limits.inMemoryOctets())));
            return new SmtpServer(this).start(ports);
        }
    }
}
