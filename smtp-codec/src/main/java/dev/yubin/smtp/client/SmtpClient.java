package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.HostNames;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Reach;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.codec.Tls;
import dev.yubin.protocol.diagnosis.Diagnosis;
import dev.yubin.protocol.diagnosis.Protocol;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.SaslClient;
import dev.yubin.protocol.sasl.SaslConnection;
import dev.yubin.smtp.Ehlo;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Etrn;
import dev.yubin.smtp.Expn;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Extensions;
import dev.yubin.smtp.Help;
import dev.yubin.smtp.Noop;
import dev.yubin.smtp.Quit;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Rset;
import dev.yubin.smtp.SmtpCommand;
import dev.yubin.smtp.Vrfy;
import java.net.InetAddress;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A connection to a server for SMTP (RFC 5321), submission (RFC 6409) or LMTP (RFC 2033). Every method that asks the server returns at once with a
 * {@link Pending}: chain to it, or {@link Pending#await} it. Any thread may call any method, and several may share a client: what they ask is done in the
 * order of the calls, each message whole before the next. What is chained to a result may block.
 *
 * <pre>{@code
 * SmtpClient.Builder server = SmtpClient.builder("mail.tokyo.test", 587, TlsMode.STARTTLS_REQUIRED)
 *         .login(Credentials.of("aaa@tokyo.test", Secret.of("hunter2")));
 *
 * server.send(Envelope.of("aaa@tokyo.test", "bbb@osaka.test"), message).await(); // one message, one connection
 *
 * try (SmtpClient smtp = server.connect().await()) { // a connection of one's own
 *     smtp.send(first, message).await();
 *     smtp.quit().await();
 * }
 * }</pre>
 *
 * <p>A result fails with {@link FaultException}. A refusal leaves the connection as it is; a broken protocol, a timeout, a 421 or a result that is
 * cancelled ends it, and with it all that is under way.
 */
public final class SmtpClient implements AutoCloseable {
    private final SmtpConnection connection;
    private final boolean lmtp;
    private final boolean plaintextLogin;

    private SmtpClient(SmtpConnection connection, Builder settings) {
        this.connection = connection;
        this.lmtp = settings.lmtp;
        this.plaintextLogin = settings.plaintextLogin;
    }

    /**
     * Begins to describe a connection.
     *
     * @param host a name or an address; under TLS the certificate must bear it
     * @param port mostly 587, 465 for {@link TlsMode#IMPLICIT}, 25 between servers
     */
    public static Builder builder(String host, int port, TlsMode mode) {
        return new Builder(host, port, mode);
    }

    /** What the server said last that it offers, since TLS began where it did; {@link Extensions#NONE} where it knows HELO alone. */
    public Extensions extensions() {
        return connection.extensions();
    }

    /** Which of the server's addresses it is connected to; empty where a proxy alone knows. */
    public Optional<InetAddress> address() {
        return connection.address();
    }

    /** TLS's version and cipher, such as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}; empty where the connection is in the clear. */
    public Optional<String> tls() {
        return Tls.description(connection.channel());
    }

    /**
     * Logs in with the strongest mechanism that the server offers and the credentials are for: RFC 4954. No password and no token is shown in the clear,
     * unless {@link Builder#plaintextLogin} allowed that. A token that is refused is asked for anew once. Fails with {@code TOKEN_UNAVAILABLE}, and the
     * connection is closed, when there is none; fails with {@code CREDENTIALS_REFUSED}; with {@code REFUSED_FOR_NOW} when the server cannot check them now; with
     * {@code MECHANISM_NOT_OFFERED} when there is no way in that may be used; with {@code PROTOCOL_BROKEN}, and the connection is closed, when the server
     * does not prove what the mechanism makes it prove.
     */
    public Pending<Void> login(Credentials credentials) {
        SaslConnection over = connection.dialer().sasl(connection.channel(), plaintextLogin);
        try {
            Optional<SaslClient> client = SaslClient.strongest(extensions().mechanisms(), credentials, over);
            return client.isPresent()
                    ? connection.tied(client.get().logIn(attempt -> connection.ask(new Login(connection, attempt))))
                    : Pending.failed(connection.failure(
                            Cause.MECHANISM_NOT_OFFERED,
                            Login.STEP,
                            "the server offers " + extensions().mechanisms()
                                    + " for logging in, and none of it will do with these credentials"
                                    + (over.mayShowPassword() ? "" : " in the clear")));
        } catch (IllegalArgumentException e) { // the mechanism cannot carry such a name or password
            return Pending.failed(connection.failure(Cause.CREDENTIALS_REFUSED, Login.STEP, e.getMessage()));
        }
    }

    /**
     * Sends a message: RFC 5321 section 3.3. A message of any size passes through a few hundred kilobytes.
     *
     * <p>Of the envelope's parameters those are sent that the server offers. SIZE, AUTH and BODY=7BIT are left out where it does not; whatever else it
     * does not offer, BODY=8BITMIME above all, fails with {@code EXTENSION_NOT_OFFERED} before anything is sent, as addresses beyond ASCII do with
     * {@code UTF8_NOT_OFFERED}. A SIZE over the server's limit fails so with {@code TOO_LARGE}. Who sends octets above 127 says BODY=8BITMIME in the envelope (RFC 6152), unless the source knows; where
     * they come to light only in the midst of the content, and the server does not offer 8BITMIME, the connection is closed. SMTPUTF8 is left out where the
     * server does not offer it and the addresses have a form in ASCII (RFC 6531 section 3.2); a header in UTF-8 that comes to light then closes the connection
     * too, and the message fails with {@code UTF8_NOT_OFFERED}.
     *
     * <p>Where the server takes fewer recipients in a transaction than there are, be it that it says so ahead (RFC 9422) or when they come (452, RFC 5321
     * section 4.5.3.1.10), the rest follow in further transactions. For whom this session has no room, the outcome is 452 4.5.3; an {@link SmtpPool} goes on
     * with another.
     *
     * @param source should it fail, the result fails with {@code CLOSED_HERE}; should a CR or LF stand alone in it, with {@code CONTENT_MALFORMED}. Both close
     *     the connection, for what is already sent can be taken back in no other way: the server delivers nothing
     * @return what became of it for each recipient, when the server took it for one at least. It fails with {@link RefusedException} when it took it for
     *     nobody, and the session goes on; with {@link BrokenOffException} when the connection ends in the midst of the message, its cause being
     *     {@code PERHAPS_TAKEN} when the content was sent whole and no reply came: the server may or may not have taken it. Where it was taken for others
     *     before, that is told by {@link Outcome#perhapsTaken}
     * @throws IllegalArgumentException when the envelope has no recipient
     */
    public Pending<Delivery> send(Envelope envelope, MessageSource source) {
        return send(envelope, Objects.requireNonNull(source, "source"), false);
    }

    /**
     * Sends a message that can be read but once, and so is sent in one transaction: who has no room in that is answered with 452. Otherwise as
     * {@link #send(Envelope, MessageSource)}.
     *
     * @param content in lines that end with CR LF, and without dot-stuffing. Read by a worker, so it may block, and must where it has nothing yet; not
     *     closed
     */
    public Pending<Delivery> send(Envelope envelope, ReadableByteChannel content) {
        Objects.requireNonNull(content, "content");
        return send(envelope, () -> new NotClosed(content), true);
    }

    /**
     * Sends a message that is in memory, announcing its size where the server wants to know it (RFC 1870). Otherwise as
     * {@link #send(Envelope, MessageSource)}.
     *
     * @param content not to be changed before the result is there
     */
    public Pending<Delivery> send(Envelope envelope, byte[] content) {
        return send(envelope, MessageSource.of(content));
    }

    private Pending<Delivery> send(Envelope envelope, MessageSource source, boolean once) {
        if (envelope.recipients().isEmpty()) {
            throw new IllegalArgumentException("an envelope without recipients can be sent to nobody");
        }
        return send(offered -> envelope, source, once);
    }

    /** What a server that offers these extensions is told of a message. */
    @FunctionalInterface
    interface Told {
        Envelope by(Extensions offered) throws FaultException;
    }

    /** The same for an envelope that depends on what the server offers. Nothing is thrown. */
    Pending<Delivery> send(Told told, MessageSource source) {
        return send(told, source, false);
    }

    private Pending<Delivery> send(Told told, MessageSource source, boolean once) {
        try {
            Extensions offered = extensions();
            Terms terms = new Terms(connection, offered);
            Envelope envelope = told.by(offered);
            Envelope fitting = terms.fit(envelope, source);
            boolean asciiHeader = terms.leavesUtf8ToTheContent(envelope);
            return connection.ask(new Mailing(connection, fitting, source, asciiHeader, once, lmtp));
        } catch (FaultException e) {
            return Pending.failed(e);
        } catch (RuntimeException | Error e) { // the application's, which says what the message is
            return Pending.failed(Transaction.unreadable(connection, Mailing.STEP, e));
        }
    }

    /** Keeps the session alive: RFC 5321 section 4.1.1.9. */
    public Pending<Void> noop() {
        return connection.ask(new Question<>(connection, new Noop(""), reply -> null));
    }

    /** Has the server forget what was said since EHLO and the login: RFC 5321 section 4.1.1.5. {@link #send} needs none before or behind it. */
    public Pending<Void> reset() {
        return connection.ask(new Question<>(connection, new Rset(), reply -> null));
    }

    /**
     * Asks whether there is such a mailbox: RFC 5321 section 3.5. A server that says no fails the result with {@code REFUSED}; most say 252, which is neither.
     *
     * @param whom a mailbox, or a user's name
     * @throws IllegalArgumentException when it is empty, has a control character, or space at its end
     */
    public Pending<Reply> verify(String whom) {
        return connection.ask(new Question<>(connection, new Vrfy(whom, utf8()), reply -> reply));
    }

    /**
     * Asks who is on a list: RFC 5321 section 3.5. Most servers refuse to tell, and the result fails with {@code REFUSED}.
     *
     * @param list its name
     * @return a line of the reply for each member
     * @throws IllegalArgumentException when it is empty, has a control character, or space at its end
     */
    public Pending<Reply> expand(String list) {
        return connection.ask(new Question<>(connection, new Expn(list, utf8()), reply -> reply));
    }

    /** Replies are read as UTF-8, so a server that asks for leave to write so has it: RFC 6531 section 3.7.4.2. */
    private boolean utf8() {
        return extensions().offers(Extension.SMTPUTF8);
    }

    /**
     * Calls for mail that waits at the server: RFC 1985. It comes over connections that the server opens.
     *
     * @param node a domain, {@code @} and a domain for those below it too, or {@code #} and a queue's name
     * @throws IllegalArgumentException when it is none of them
     */
    public Pending<Reply> callForMail(String node) {
        return connection.ask(new Question<>(connection, new Etrn(node), reply -> reply));
    }

    /**
     * Asks for words to people: RFC 5321 section 4.1.1.8.
     *
     * @param subject what about; empty for all
     * @throws IllegalArgumentException when it has a control character, or space at its end
     */
    public Pending<Reply> help(String subject) {
        return connection.ask(new Question<>(connection, new Help(subject), reply -> reply));
    }

    /** Whether anybody is there, asked of a connection that was idle: no answer within this time ends it. */
    Pending<Void> probe(Duration patience) {
        return connection.ask(new Question<>(connection, new Noop(""), patience, reply -> null));
    }

    /** Ends the session behind all that was asked before, and closes the connection: RFC 5321 section 4.1.1.10. */
    public Pending<Void> quit() {
        return quit(connection.timeouts().command());
    }

    Pending<Void> quit(Duration patience) {
        return connection.ask(new Question<>(connection, new Quit(), patience, reply -> null));
    }

    /** Says a command, and no further one before its reply has come; a refusal is an answer as well. */
    Pending<Reply> say(SmtpCommand command) {
        return connection.ask(new Saying(connection, command));
    }

    SmtpConnection connection() {
        return connection;
    }

    /** Closes the connection at once. What is under way fails; a message whose final dot is not sent is not delivered. */
    @Override
    public void close() {
        connection.close();
    }

    /** Describes a connection. Used by one thread. */
    public static final class Builder {
        private final String host;
        private final int port;
        private final TlsMode mode;
        private TlsTrust trust = TlsTrust.system();
        private Optional<TlsIdentity> identity = Optional.empty();
        private Reach reach = Reach.direct();
        private boolean plaintextLogin;
        private Optional<Credentials> credentials = Optional.empty();
        Optional<String> name = Optional.empty();
        Duration connectTimeout = Duration.ofSeconds(30);
        SmtpTimeouts timeouts = SmtpTimeouts.standard();
        Workers workers = Workers.standard();
        Witness witness = Witness.NONE;
        boolean lmtp;

        private Builder(String host, int port, TlsMode mode) {
            this.host = Objects.requireNonNull(host, "host");
            this.port = port;
            this.mode = Objects.requireNonNull(mode, "mode");
        }

        private Builder(Builder other) {
            this(other.host, other.port, other.mode);
            trust = other.trust;
            identity = other.identity;
            reach = other.reach;
            connectTimeout = other.connectTimeout;
            credentials = other.credentials;
            plaintextLogin = other.plaintextLogin;
            name = other.name;
            timeouts = other.timeouts;
            workers = other.workers;
            witness = other.witness;
            lmtp = other.lmtp;
        }

        /**
         * What EHLO says: this host's name in the DNS (RFC 5321 section 4.1.1.1). An address literal of this side's address unless said, such as
         * {@code [192.0.2.1]}.
         *
         * @throws IllegalArgumentException when it is empty, over 255 octets, or has space or anything beyond printable ASCII
         */
        public Builder name(String name) {
            this.name = Optional.of(new Ehlo(name).client());
            return this;
        }

        /** Whose certificates are believed; {@link TlsTrust#system} unless said. */
        public Builder trust(TlsTrust trust) {
            this.trust = Objects.requireNonNull(trust, "trust");
            return this;
        }

        /** Who this side is, for a server that asks for a certificate. None is shown unless said. */
        public Builder identity(TlsIdentity identity) {
            this.identity = Optional.of(identity);
            return this;
        }

        /** Where the host's addresses come from; {@link HostNames#system} unless said. It is a part of {@link #reach}. */
        public Builder names(HostNames names) {
            this.reach = reach.names(names);
            return this;
        }

        /** By which way: from which address of this machine, through which proxy; {@link Reach#direct} unless said. */
        public Builder reach(Reach reach) {
            this.reach = Objects.requireNonNull(reach, "reach");
            return this;
        }

        /** How long to wait for the host's addresses, for the connection, and again for the TLS handshake; 30 seconds unless said. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** How long to wait in each phase; {@link SmtpTimeouts#standard} unless said. */
        public Builder timeouts(SmtpTimeouts timeouts) {
            this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
            return this;
        }

        /** The threads on which results are completed and content is read; {@link Workers#standard} unless said. */
        public Builder workers(Workers workers) {
            this.workers = Objects.requireNonNull(workers, "workers");
            return this;
        }

        /** Logs in with these as soon as there is a connection, as {@link SmtpClient#login} does. Nobody unless said. */
        public Builder login(Credentials credentials) {
            this.credentials = Optional.of(credentials);
            return this;
        }

        /** Logs in without TLS even where that shows the password to whoever reads the network. No unless said. */
        public Builder plaintextLogin(boolean allowed) {
            this.plaintextLogin = allowed;
            return this;
        }

        /** Speaks LMTP: says LHLO, and has a reply for each recipient behind the content. RFC 2033. */
        public Builder lmtp() {
            this.lmtp = true;
            return this;
        }

        /** Who hears the dialogue; nobody unless said. Content is told of as {@code [1024 octets of content]}. */
        public Builder witness(Witness witness) {
            this.witness = Objects.requireNonNull(witness, "witness");
            return this;
        }

        /**
         * Connects, waits for the greeting and introduces this side, with HELO where the server refuses EHLO; upgrades to TLS as the mode says and
         * introduces it again (STARTTLS, RFC 3207); logs in where {@link #login} says so. Cancelling closes the connection.
         *
         * @throws IllegalArgumentException when the port is none
         * @throws IllegalStateException    when it goes through a proxy and {@code netty-handler-proxy} is not on the path
         */
        public Pending<SmtpClient> connect() {
            return connect(dialer(), address -> {});
        }

        /**
         * Sends one message over a connection of its own: connects, logs in where {@link #login} says so, sends it as {@link SmtpClient#send} does, and says
         * QUIT, which the result does not wait for. Cancelling closes the connection. Fails, and throws, as {@link #connect} and {@link SmtpClient#send} do.
         */
        public Pending<Delivery> send(Envelope envelope, MessageSource source) {
            SmtpPool pool = pool(SmtpPoolLimits.standard().connections(1));
            Pending<Delivery> sending = pool.send(envelope, source);
            pool.quit(); // behind the message
            sending.whenComplete((delivery, failure) -> {
                if (sending.isCancelled()) {
                    pool.close();
                }
            });
            return sending;
        }

        /** The same for a message in memory. */
        public Pending<Delivery> send(Envelope envelope, byte[] content) {
            return send(envelope, MessageSource.of(content));
        }

        /**
         * Connections to this server that are kept for further messages; none is opened before there is one. What is changed here later does not change the
         * pool.
         *
         * @throws IllegalArgumentException when the port is none
         * @throws IllegalStateException    when it goes through a proxy and {@code netty-handler-proxy} is not on the path
         */
        public SmtpPool pool(SmtpPoolLimits limits) {
            return pool(limits, opened -> {}, (failure, address) -> {});
        }

        /**
         * The same, and somebody hears of each connection that is opened, and of each that cannot be. What he throws is logged, and changes nothing.
         *
         * @param opened called before the first message goes over it; may look at it, must not send by it, and must not wait
         * @param failed called once for a connection, however many messages fail with it, and before they do, with the address that it had been made to, if it
         *     had; must not wait
         */
        public SmtpPool pool(
                SmtpPoolLimits limits,
                Consumer<SmtpClient> opened,
                BiConsumer<FaultException, Optional<InetAddress>> failed) {
            return new SmtpPool(new Builder(this), limits, opened, failed);
        }

        /**
         * What stands between these settings and mail: name, connection, greeting, TLS and certificate, and where {@link #login} says so the login. What is
         * changed here later does not change it. Throws as {@link #connect} does.
         */
        public Diagnosis diagnosis() {
            return diagnosis(Optional.<Envelope>empty());
        }

        /** The same, and whether the server takes mail from this sender and for these recipients: MAIL and RCPT are said and taken back by RSET. Nothing is sent. */
        public Diagnosis diagnosis(Envelope envelope) {
            return diagnosis(Optional.of(envelope));
        }

        private Diagnosis diagnosis(Optional<Envelope> envelope) {
            Builder unknown = new Builder(this);
            unknown.credentials = Optional.empty();
            return Diagnosis.of(Protocol.SMTP, dialer(), new Checkup(unknown, credentials, envelope));
        }

        /** One serves all connections of a pool. */
        Dialer dialer() {
            Dialer anybody = new Dialer(host, port, mode, trust, connectTimeout, reach);
            return identity.map(anybody::showing).orElse(anybody);
        }

        /** @param reached told to which address a connection stands, before anything is said over it */
        Pending<SmtpClient> connect(Dialer dialer, Consumer<InetAddress> reached) {
            return dialer.open(workers, channel -> {
                SmtpConnection connection = new SmtpConnection(channel, this, dialer);
                connection.address().ifPresent(reached);
                SmtpClient client = new SmtpClient(connection, this);
                return connection
                        .opened()
                        .thenCompose(opened -> credentials.map(client::login).orElseGet(() -> Pending.done(null)))
                        .thenApply(loggedIn -> client);
            });
        }
    }
}
