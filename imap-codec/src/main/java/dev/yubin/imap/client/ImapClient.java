package dev.yubin.imap.client;

import dev.yubin.imap.Bare;
import dev.yubin.imap.CapabilityData;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode.AppendUid;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.Verb;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.message.Replace;
import dev.yubin.mailbox.Flag;
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
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A connection to an IMAP server: RFC 9051 and RFC 3501. Every method that asks the server returns at once with a {@link Pending}: chain to it, or
 * {@link Pending#await} it. Commands go out in the order of the calls, and are answered in it. One that a bare OK answers goes out while others are under
 * way, where RFC 9051 section 5.5 allows that; any other waits until all before it are answered, since nobody could say what else answers it. Any thread
 * may call any method; what is chained to a result may block.
 *
 * <pre>{@code
 * try (ImapClient imap = ImapClient.builder("imap.osaka.test", 993, TlsMode.IMPLICIT).connect().await()) {
 *     imap.login(Credentials.of("bbb@osaka.test", Secret.of("hunter2"))).await();
 *     imap.select(Select.of(ImapName.INBOX)).await();
 *     for (Fetched message : imap.fetch(Fetch.of(true, SequenceSet.ALL, FLAGS, ENVELOPE)).await()) {
 *         System.out.println(message.uid().getAsLong() + " " + message.flags().orElseThrow());
 *     }
 *     imap.logout().await();
 * }
 * }</pre>
 *
 * <p>Where a command names messages, its value says whether by number or by UID. What the server tells without being asked goes to the
 * {@link Builder#news}.
 *
 * <p>A result fails with {@link FaultException}. A refusal ({@code NO}, {@code BAD}) leaves the connection as it is and is a {@link RefusedException},
 * which tells the response code. What the connection is not in the state for is not sent: {@code OUT_OF_TURN}. A broken protocol, a timeout or a result
 * that is cancelled ends the connection, and with it all that is under way. What only reads may then be asked for again;
 * what writes fails with {@code PERHAPS_DONE} where it was sent and the server was lost before it answered.
 * A command that cannot be written, as one with NUL in a text, is an {@link IllegalArgumentException} at once.
 */
public final class ImapClient extends TypedCommands implements AutoCloseable {
    private final Executor worker;
    private final boolean plaintextLogin;
    private volatile boolean preauthenticated;

    ImapClient(ImapConnection connection, Builder builder) {
        super(connection);
        this.worker = builder.workers.inOrder();
        this.plaintextLogin = builder.plaintextLogin;
    }

    /**
     * Begins to describe a connection.
     *
     * @param host a name or an address; under TLS the certificate must bear it
     * @param port mostly 143, or 993 for {@link TlsMode#IMPLICIT}
     */
    public static Builder builder(String host, int port, TlsMode mode) {
        return new Builder(host, port, mode);
    }

    // ------------------------------------------------------------------ the connection: RFC 9051 section 6.1

    /** What the server said last that it can do. */
    public CapabilityData capabilities() {
        return connection.capabilities();
    }

    /** TLS's version and cipher, such as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}; empty where the connection is in the clear. */
    public Optional<String> tls() {
        return Tls.description(connection.channel());
    }

    /** Whether the server has greeted with PREAUTH: there is no need to log in, and no way. RFC 9051 section 7.1.4. */
    public boolean preauthenticated() {
        return preauthenticated;
    }

    /** Tells a follower something behind the news that have come. */
    void tell(Consumer<Follower> what) {
        connection.run(() -> connection.tell(news -> what.accept((Follower) news)));
    }

    /** Up to which mod-sequence the mailbox is, or was, known here; 0 where there is none. */
    long knownModSeq() {
        return connection.knownModSeq();
    }

    void preauthenticated(boolean greetedSo) {
        preauthenticated = greetedSo;
    }

    /** Ends the session in peace, and closes the connection: RFC 9051 section 6.1.3. */
    public Pending<Void> logout() {
        return (Pending<Void>)
                connection.ask(Answers.none(new Bare(Verb.LOGOUT))).whenComplete((done, failure) -> close());
    }

    /** Closes the connection at once. What is under way fails. */
    @Override
    public void close() {
        connection.close();
    }

    // ------------------------------------------------------------------ who is there: RFC 9051 section 6.2

    /**
     * Logs in with the strongest mechanism that the server offers and the credentials are for, else with LOGIN, unless the server has that disabled; and
     * knows then what the server can do for this user. No password and no token is shown in the clear, unless {@link Builder#plaintextLogin} allowed that.
     * A token that is refused is asked for anew once; with {@code TOKEN_UNAVAILABLE}, and the connection is closed, when there is none. Fails with
     * {@code CREDENTIALS_REFUSED}; with {@code REFUSED_FOR_NOW} when the server is at fault ({@code [UNAVAILABLE]}); with
     * {@code MECHANISM_NOT_OFFERED} when there is no way in that may be used.
     */
    public Pending<Void> login(Credentials credentials) {
        SaslConnection over = connection.dialer().sasl(connection.channel(), plaintextLogin);
        Pending<Void> result = (Pending<Void>) Login.begin(connection, credentials, over, worker)
                .thenCompose(told -> told ? CompletableFuture.completedFuture(null) : capability())
                .<Void>thenApply(known -> null);
        return connection.tied(result);
    }

    /**
     * Logs out, but stays connected, to log in as somebody else: RFC 8437. No mailbox is open then, what was enabled is not any more, nor is
     * anything compressed; TLS goes on. To be asked of a server that has the capability {@code UNAUTHENTICATE}.
     */
    public Pending<Void> unauthenticate() {
        return connection.tied((Pending<Void>) connection
                .ask(new Unauthenticating(connection))
                .thenCompose(told -> {
                    preauthenticated(false);
                    return told ? CompletableFuture.completedFuture(null) : capability();
                })
                .<Void>thenApply(known -> null));
    }

    // ------------------------------------------------------------------ what goes on for longer than an answer

    /**
     * Has the server tell at once what happens in the selected mailbox. The result is there once it does. A command that is asked for meanwhile ends
     * it: DONE goes out first, and the command follows.
     */
    public Pending<Idle> idle() {
        return Idle.begin(connection);
    }

    /**
     * Has both sides compress all that they say from here on: COMPRESS=DEFLATE of RFC 4978. {@link Builder#answerLimit} bounds what an answer is
     * inflated to. Costs some 300 KiB outside the heap.
     */
    public Pending<Void> compress() {
        return connection.ask(new Compressing(connection));
    }

    // ------------------------------------------------------------------ messages that pass through

    /**
     * Puts a message into a mailbox: RFC 9051 section 6.3.12. A message of any size passes through a quarter of a MiB. It is sent only once the
     * server has agreed to it, unless the server has LITERAL+ or the message is small (RFC 7888).
     *
     * @param received its internal date; mostly now
     * @param octets   its size
     * @param from     is read from by a worker until there are so many octets, may block but not return without any, and is not closed; for an
     *     {@code InputStream}, {@link java.nio.channels.Channels#newChannel(java.io.InputStream)}. Should it fail or end before, the connection
     *     is closed, and the mailbox stays as it was
     * @return which UID the message has, where the server tells
     */
    public Pending<Optional<AppendUid>> append(
            ImapName mailbox, Set<Flag> flags, OffsetDateTime received, long octets, ReadableByteChannel from) {
        return append(mailbox, flags, received, List.of(MessagePart.octets(octets, from)));
    }

    /**
     * Puts a message into a mailbox that the server puts together, where it has CATENATE: RFC 4469. Else as {@link #append(ImapName, Set,
     * OffsetDateTime, long, ReadableByteChannel)}; a piece that there is not is a refusal with {@code BADURL}.
     */
    public Pending<Optional<AppendUid>> append(
            ImapName mailbox, Set<Flag> flags, OffsetDateTime received, List<MessagePart> parts) {
        return append(mailbox, List.of(new NewMessage(flags, received, parts)));
    }

    /**
     * Puts messages into a mailbox, all or none; more than one where the server has MULTIAPPEND: RFC 3502. Else as {@link #append(ImapName, Set,
     * OffsetDateTime, long, ReadableByteChannel)}; each is read once those before it have gone.
     *
     * @param messages at least one
     * @return which UIDs they have, in order, where the server tells
     */
    public Pending<Optional<AppendUid>> append(ImapName mailbox, List<NewMessage> messages) {
        return connection.ask(new Upload(connection, worker, messages, heads -> new Append(mailbox, heads)));
    }

    /**
     * Puts a message into a mailbox in the place of one of the mailbox that is open, in one step, where the server has REPLACE: RFC 8508. Parts as in
     * {@link #append(ImapName, Set, OffsetDateTime, List)}; several only where the server has CATENATE.
     *
     * @param uid      whether {@code replaced} is a UID
     * @param replaced the one message that goes
     */
    public Pending<Optional<AppendUid>> replace(
            boolean uid,
            SequenceSet replaced,
            ImapName mailbox,
            Set<Flag> flags,
            OffsetDateTime received,
            List<MessagePart> parts) {
        List<NewMessage> message = List.of(new NewMessage(flags, received, parts));
        return connection.ask(
                new Upload(connection, worker, message, heads -> new Replace(uid, replaced, mailbox, heads.get(0))));
    }

    /**
     * Fetches octets of one message: all of it, a section, a stretch. A message of any size passes through a quarter of a MiB. Fails with
     * {@code REFUSED} when there is no such message. What the server tells meanwhile of others is news, and never written. One that names a message only
     * behind more than 64 KiB of its octets is believed until then: was it another, the result fails with {@code PROTOCOL_BROKEN}.
     *
     * @param fetch one message and one item, {@link FetchItem.Body} or {@link FetchItem.Binary}
     * @param into  is written to by a worker, may block, and is not closed; for an {@code OutputStream},
     *     {@link java.nio.channels.Channels#newChannel(java.io.OutputStream)}. What was written when the result fails is a part of the octets,
     *     save behind {@code PROTOCOL_BROKEN}. Should it fail, the connection is closed
     * @return how many octets there were
     */
    public Pending<Long> fetch(Fetch fetch, WritableByteChannel into) {
        return connection.ask(new Download(connection, worker, fetch, into, () -> {}));
    }

    /**
     * Fetches a file that is attached to a message, without its transfer encoding; one in an encoding that is not known (RFC 2045 section 6) comes as it is.
     * The message is not seen by that. Else as {@link #fetch(Fetch, WritableByteChannel)}.
     *
     * @param uid the message's, of whom {@link Fetched#attachments} told it
     * @return how many octets were written
     */
    public Pending<Long> fetch(long uid, Attachment attachment, WritableByteChannel into) {
        Section section = new Section(attachment.number(), Section.Text.ALL, List.of());
        Decoding plain = new Decoding(attachment.part().encoding(), into);
        Fetch fetch = Fetch.of(true, SequenceSet.of(uid), FetchItem.peek(section));
        return connection.tied((Pending<Long>) connection
                .ask(new Download(connection, worker, fetch, plain, plain::finish))
                .<Long>thenApply(encoded -> plain.octets()));
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
        boolean plaintextLogin;
        long answerLimit = 64L * 1024 * 1024;
        ImapNews news = ImapNews.NONE;
        /** Who tells the news of all connections, one piece after another; where there is one connection, it has a worker of its own. */
        private Optional<Executor> oneTeller = Optional.empty();

        Witness witness = Witness.NONE;

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

        /** How long to wait for the next octets of an answer; 2 minutes unless said. In IDLE a server may be silent for ever. */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** The threads on which results are completed, news told, and messages read and written; {@link Workers#standard} unless said. */
        public Builder workers(Workers workers) {
            this.workers = Objects.requireNonNull(workers, "workers");
            return this;
        }

        /** Logs in without TLS even where that shows the password to whoever reads the network. No unless said. */
        public Builder plaintextLogin(boolean allowed) {
            this.plaintextLogin = allowed;
            return this;
        }

        /** How many octets the answer to one command, or one piece of news, may have that is kept in memory; 64 MiB unless said. */
        public Builder answerLimit(long octets) {
            this.answerLimit = octets;
            return this;
        }

        /** Who hears what the server tells without being asked; nobody unless said. */
        public Builder news(ImapNews news) {
            this.news = Objects.requireNonNull(news, "news");
            return this;
        }

        /** Who hears what both sides say; nobody unless said. Lines are written anew from what was understood of them. */
        public Builder witness(Witness witness) {
            this.witness = Objects.requireNonNull(witness, "witness");
            return this;
        }

        /**
         * Connects, waits for the greeting, upgrades to TLS as the mode says (STARTTLS, RFC 9051 section 6.2.1), and knows then what the server can do.
         * Cancelling closes the connection.
         *
         * @throws IllegalArgumentException when the port is none
         * @throws IllegalStateException    when it goes through a proxy and {@code netty-handler-proxy} is not on the path
         */
        public Pending<ImapClient> connect() {
            return connect(dialer());
        }

        /**
         * Follows a mailbox until what is returned is closed: connects, logs in, opens it, idles, and begins anew whenever the connection is lost. The follower
         * hears what {@link #news} would. Returns at once; later changes here count for it, so make none.
         *
         * @throws IllegalArgumentException when the port is none
         * @throws IllegalStateException    when it goes through a proxy and {@code netty-handler-proxy} is not on the path
         */
        public Following follow(Credentials credentials, ImapName mailbox, Follower follower, FollowPace pace) {
            news(follower);
            oneTeller = Optional.of(workers.inOrder());
            Following following = new Following(this, credentials, mailbox, pace);
            following.connect();
            return following;
        }

        /** The same at the {@linkplain FollowPace#standard standard} pace. */
        public Following follow(Credentials credentials, ImapName mailbox, Follower follower) {
            return follow(credentials, mailbox, follower, FollowPace.standard());
        }

        /**
         * What stands between these settings and mail: name, connection, greeting, TLS and certificate. Later changes here count for it, so make none before
         * it is over. Throws as {@link #connect} does.
         */
        public Diagnosis diagnosis() {
            return diagnosis(new Checkup(this, Optional.empty()));
        }

        /** The same with the login, and whether INBOX opens and has room. */
        public Diagnosis diagnosis(Credentials credentials) {
            return diagnosis(new Checkup(this, Optional.of(credentials)));
        }

        private Diagnosis diagnosis(Checkup walk) {
            return Diagnosis.of(Protocol.IMAP, dialer(), walk);
        }

        Executor newsWorker() {
            return oneTeller.orElseGet(workers::inOrder);
        }

        Dialer dialer() {
            Dialer anybody = new Dialer(host, port, mode, trust, connectTimeout, reach);
            return identity.map(anybody::showing).orElse(anybody);
        }

        Pending<ImapClient> connect(Dialer dialer) {
            return dialer.open(workers, channel -> new Opening(channel, dialer, this).client());
        }
    }
}
