package dev.yubin.pop3.client;

import dev.yubin.pop3.Apop;
import dev.yubin.pop3.Capa;
import dev.yubin.pop3.Capabilities;
import dev.yubin.pop3.Capability;
import dev.yubin.pop3.Dele;
import dev.yubin.pop3.DropListing;
import dev.yubin.pop3.Lang;
import dev.yubin.pop3.LanguageListing;
import dev.yubin.pop3.ListMessages;
import dev.yubin.pop3.Noop;
import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.Quit;
import dev.yubin.pop3.Retr;
import dev.yubin.pop3.Rset;
import dev.yubin.pop3.ScanListing;
import dev.yubin.pop3.Stat;
import dev.yubin.pop3.Top;
import dev.yubin.pop3.Uidl;
import dev.yubin.pop3.UniqueIdListing;
import dev.yubin.pop3.Utf8;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
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
import dev.yubin.protocol.sasl.SaslConnection;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * A connection to a POP3 server: RFC 1939. Every method that asks the server returns at once with a {@link Pending}: chain to it, or
 * {@link Pending#await} it. Commands go out in the order of the calls, and where the server has PIPELINING, without waiting for each other's
 * answers. Any thread may call any method; what is chained to a result may block.
 *
 * <pre>{@code
 * try (Pop3Client pop = Pop3Client.builder("pop.osaka.test", 995, TlsMode.IMPLICIT).connect().await()) {
 *     pop.login(Credentials.of("bbb@osaka.test", Secret.of("hunter2"))).await();
 *     for (ScanListing message : pop.list().await()) {
 *         pop.retrieve(message.message(), file).await();
 *         pop.delete(message.message()).await();
 *     }
 *     pop.quit().await();
 * }
 * }</pre>
 *
 * <p>A result fails with {@link FaultException}. A refusal ({@code -ERR}) or a listing that cannot be read leaves the connection as it is; a protocol
 * that is broken in any other way, a timeout or a result that is cancelled ends it, and with it all that is under way.
 */
public final class Pop3Client implements AutoCloseable {
    private final Pop3Connection connection;
    private final Executor sinkWorker;
    private final boolean plaintextLogin;
    private volatile Capabilities capabilities = Capabilities.NONE;
    private volatile Optional<String> timestamp = Optional.empty();

    Pop3Client(Pop3Connection connection, Builder builder) {
        this.connection = connection;
        this.sinkWorker = builder.workers.inOrder();
        this.plaintextLogin = builder.plaintextLogin;
    }

    /**
     * Begins to describe a connection.
     *
     * @param host a name or an address; under TLS the certificate must bear it
     * @param port mostly 110, or 995 for {@link TlsMode#IMPLICIT}
     */
    public static Builder builder(String host, int port, TlsMode mode) {
        return new Builder(host, port, mode);
    }

    /** What the server said last that it can do; {@link Capabilities#NONE} where it does not know CAPA. */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** TLS's version and cipher, such as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}; empty where the connection is in the clear. */
    public Optional<String> tls() {
        return Tls.description(connection.channel());
    }

    /** Asks what the server can do: RFC 2449 section 5. The answer is what {@link #capabilities} tells from then on. */
    public Pending<Capabilities> capa() {
        return connection.tied((Pending<Capabilities>) connection
                .ask(new LinesExchange<>(connection, new Capa(), Capability::read))
                .thenApply(this::learn));
    }

    private Capabilities learn(List<Capability> lines) {
        Capabilities told = new Capabilities(lines);
        capabilities = told;
        connection.pipelining(told.has(Capability.PIPELINING));
        return told;
    }

    void greeted(Pop3Reply greeting) {
        timestamp = Apop.timestamp(greeting);
    }

    /** What was learned before TLS does not count behind it: RFC 2595 section 4. */
    void forget() {
        capabilities = Capabilities.NONE;
        timestamp = Optional.empty();
        connection.pipelining(false);
    }

    /**
     * Logs in with the strongest mechanism that the server offers and the credentials are for, else with USER and PASS. No password and no token is
     * shown in the clear, unless {@link Builder#plaintextLogin} allowed that; where it did not, APOP is used if it is offered and the password is ASCII. A token
     * that is refused is asked for anew once. Fails with {@code CREDENTIALS_REFUSED}; with {@code TOKEN_UNAVAILABLE}, and the connection is closed, when
     * there is no token; with {@code REFUSED_FOR_NOW} when another session has the maildrop ({@code [IN-USE]}) or the server is at fault; with
     * {@code MECHANISM_NOT_OFFERED} when there is no way in that may be used.
     */
    public Pending<Void> login(Credentials credentials) {
        SaslConnection over = connection.dialer().sasl(connection.channel(), plaintextLogin);
        return new Login(connection, capabilities, timestamp, credentials, over, sinkWorker).begin();
    }

    /** Asks for messages as they are, also where their headers are in UTF-8; before {@link #login}. RFC 6856 section 2.1. */
    public Pending<Void> utf8() {
        return connection.ask(Exchange.oneLine(new Utf8(), reply -> null));
    }

    /** The languages that the server's words can be in: RFC 6856 section 3.2. */
    public Pending<List<LanguageListing>> languages() {
        return connection.ask(new LinesExchange<>(connection, new Lang(Optional.empty()), LanguageListing::read));
    }

    /**
     * Asks for the server's words in another language: RFC 6856 section 3.2.
     *
     * @param range such as {@code ja} or {@code en-GB}, or {@link Lang#ANY} for the one that the server prefers
     * @return the language that it is from now on, and a word or two in it
     * @throws IllegalArgumentException when the range is none
     */
    public Pending<LanguageListing> language(String range) {
        return connection.ask(
                Exchange.oneLine(new Lang(Optional.of(range)), reply -> LanguageListing.read(reply.text())));
    }

    /** How many messages there are, and how many octets together: RFC 1939 section 5. */
    public Pending<DropListing> stat() {
        return connection.ask(Exchange.oneLine(new Stat(), reply -> DropListing.read(reply.text())));
    }

    /** Every message's size: RFC 1939 section 5. */
    public Pending<List<ScanListing>> list() {
        return connection.ask(
                new LinesExchange<>(connection, new ListMessages(OptionalInt.empty()), ScanListing::read));
    }

    /** One message's size. */
    public Pending<ScanListing> list(int message) {
        return connection.ask(
                Exchange.oneLine(new ListMessages(OptionalInt.of(message)), reply -> ScanListing.read(reply.text())));
    }

    /** Every message's unique-id, by which it is known again in another session: RFC 1939 section 7. */
    public Pending<List<UniqueIdListing>> uidl() {
        return connection.ask(new LinesExchange<>(connection, new Uidl(OptionalInt.empty()), UniqueIdListing::read));
    }

    /** One message's unique-id. */
    public Pending<UniqueIdListing> uidl(int message) {
        return connection.ask(
                Exchange.oneLine(new Uidl(OptionalInt.of(message)), reply -> UniqueIdListing.read(reply.text())));
    }

    /**
     * Fetches a message: RFC 1939 section 5. A message of any size passes through a quarter of a MiB.
     *
     * @param into is written to by a worker, may block, and is not closed; for an {@code OutputStream}, {@link java.nio.channels.Channels#newChannel}.
     *     What was written when the result fails is a part of the message. Should it fail, the connection is closed
     * @return how many octets the message has
     */
    public Pending<Long> retrieve(int message, WritableByteChannel into) {
        return fetch(new Retr(message), into);
    }

    /**
     * Fetches a message into memory.
     *
     * @param maxOctets the result fails with {@code LIMIT} when the message has more; the session goes on
     */
    public Pending<byte[]> retrieve(int message, int maxOctets) {
        return fetch(new Retr(message), maxOctets);
    }

    /** Fetches a message's header and the first lines of its body: RFC 1939 section 7. Parameters as in {@link #retrieve(int, WritableByteChannel)}. */
    public Pending<Long> top(int message, int lines, WritableByteChannel into) {
        return fetch(new Top(message, lines), into);
    }

    /** Fetches a message's header and the first lines of its body into memory. Parameters as in {@link #retrieve(int, int)}. */
    public Pending<byte[]> top(int message, int lines, int maxOctets) {
        return fetch(new Top(message, lines), maxOctets);
    }

    private Pending<Long> fetch(Pop3Command command, WritableByteChannel into) {
        return connection.ask(new Retrieval(connection, command, sinkWorker, into, () -> {}));
    }

    private Pending<byte[]> fetch(Pop3Command command, int maxOctets) {
        Bounded octets = new Bounded(maxOctets);
        return connection.tied((Pending<byte[]>) fetch(command, octets).thenCompose(size -> {
            Pending<byte[]> result = new Pending<>();
            if (octets.isOver()) {
                result.completeExceptionally(connection.failure(
                        Cause.LIMIT,
                        "retrieving a message",
                        "it has " + size + " octets, over the limit of " + maxOctets));
            } else {
                result.complete(octets.octets());
            }
            return result;
        }));
    }

    /**
     * Fetches what was not fetched before, oldest first, and deletes what has been on the server long enough; call it behind {@link #login}, and {@link #quit} behind it,
     * which removes what was deleted. A message is handed to the sink, kept there, noted as seen, and only then deleted, so that no crash at whatever
     * moment loses one; the next session goes on behind the last that was noted. Where the server has PIPELINING, some messages are asked for ahead. Of two
     * messages that have the same unique-id, which are the same then (RFC 1939 section 7), both are fetched in the session that sees them first.
     *
     * <p>A message that the server or the sink refuses is passed over, and told of in the result. The result itself fails when the server has no UIDL, when what was
     * seen cannot be told or noted, when the sink fails otherwise, and when the connection ends; in the last three the connection is closed, and nothing is removed
     * from the server. Unless it is cancelled, the result comes only once the sink has been asked for the last time.
     *
     * @param seen      what was fetched from this maildrop before; what the server does not list any more is forgotten
     * @param retention how long a message stays on the server, from when it was noted as seen
     */
    public Pending<Fetched> fetchNew(Seen seen, Retention retention, FetchSink sink) {
        return new Fetching(connection, sinkWorker, seen, retention, sink).begin(uidl());
    }

    /** Marks a message as deleted; {@link #quit} removes it: RFC 1939 section 5. */
    public Pending<Void> delete(int message) {
        return connection.ask(Exchange.oneLine(new Dele(message), reply -> null));
    }

    /** Takes every mark of deletion back. */
    public Pending<Void> reset() {
        return connection.ask(Exchange.oneLine(new Rset(), reply -> null));
    }

    /** Keeps the session alive. */
    public Pending<Void> noop() {
        return connection.ask(Exchange.oneLine(new Noop(), reply -> null));
    }

    /** Has the server remove what is marked, and ends the session: RFC 1939 section 6. When it fails, nothing may be taken as removed. */
    public Pending<Void> quit() {
        return connection.ask(Exchange.oneLine(new Quit(), reply -> null));
    }

    /** Closes the connection at once. Without {@link #quit} before, nothing is removed. */
    @Override
    public void close() {
        connection.close();
    }

    /** Describes a connection. Used by one thread. */
    public static final class Builder {
        final String host;
        final int port;
        final TlsMode mode;
        TlsTrust trust = TlsTrust.system();
        private Optional<TlsIdentity> identity = Optional.empty();
        private Reach reach = Reach.direct();
        Duration connectTimeout = Duration.ofSeconds(30);
        Duration timeout = Duration.ofMinutes(2);
        Workers workers = Workers.standard();
        Witness witness = Witness.NONE;
        boolean plaintextLogin;

        private Builder(String host, int port, TlsMode mode) {
            this.host = Objects.requireNonNull(host, "host");
            this.port = port;
            this.mode = Objects.requireNonNull(mode, "mode");
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

        /** How long to wait for the next octets of an answer; 2 minutes unless said. */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** The threads on which results are completed and messages written; {@link Workers#standard} unless said. */
        public Builder workers(Workers workers) {
            this.workers = Objects.requireNonNull(workers, "workers");
            return this;
        }

        /**
         * Who hears the dialogue. Lists are told line by line, a message as {@code [1234 octets of content]}, either once it is there whole; what STLS
         * hides from the network is told too.
         */
        public Builder witness(Witness witness) {
            this.witness = Objects.requireNonNull(witness, "witness");
            return this;
        }

        /** Logs in without TLS even where that shows the password to whoever reads the network. No unless said. */
        public Builder plaintextLogin(boolean allowed) {
            this.plaintextLogin = allowed;
            return this;
        }

        /**
         * Connects, waits for the greeting, upgrades to TLS as the mode says (STLS, RFC 2595 section 4), and asks for the capabilities. Cancelling
         * closes the connection.
         *
         * @throws IllegalArgumentException when the port is none
         * @throws IllegalStateException    when it goes through a proxy and {@code netty-handler-proxy} is not on the path
         */
        public Pending<Pop3Client> connect() {
            return connect(dialer());
        }

        /**
         * What stands between these settings and mail: name, connection, greeting, TLS and certificate. Later changes here count for it, so make none before
         * it is over. Throws as {@link #connect} does.
         */
        public Diagnosis diagnosis() {
            return diagnosis(new Checkup(this, Optional.empty()));
        }

        /** The same with the login, and a look at how much is in the maildrop. */
        public Diagnosis diagnosis(Credentials credentials) {
            return diagnosis(new Checkup(this, Optional.of(credentials)));
        }

        private Diagnosis diagnosis(Checkup walk) {
            return Diagnosis.of(Protocol.POP3, dialer(), walk);
        }

        Dialer dialer() {
            Dialer anybody = new Dialer(host, port, mode, trust, connectTimeout, reach);
            return identity.map(anybody::showing).orElse(anybody);
        }

        Pending<Pop3Client> connect(Dialer dialer) {
            return dialer.open(workers, channel -> new Opening(channel, dialer, this).client());
        }
    }
}
