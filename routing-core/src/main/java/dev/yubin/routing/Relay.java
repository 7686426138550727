package dev.yubin.routing;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.HostNames;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.diagnosis.Diagnosis;
import dev.yubin.routing.authentication.SenderRewriting;
import dev.yubin.routing.tls.MailServer;
import dev.yubin.routing.tls.TlsPolicies;
import dev.yubin.routing.tls.TlsPolicy;
import dev.yubin.routing.tls.TlsResults;
import dev.yubin.smtp.AddressLiteral;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.client.Delivery;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.client.SmtpPool;
import dev.yubin.smtp.client.SmtpPoolLimits;
import dev.yubin.smtp.client.SmtpTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a message on to another server: {@link #hops} finds the servers, {@link #addresses} where each of them is, and {@link #send} tries one behind the
 * other. RFC 5321 sections 3.6 and 5. Any thread may call it; it blocks until the message is handed over or cannot be.
 *
 * <p>A server's addresses race each other (RFC 8305), so one that leads nowhere costs a quarter of a second. The next address, and then the next server, is
 * tried when one cannot be reached, breaks off, or says "not now" (4xx); none is once one has said no (5xx) to the message or its recipients.
 *
 * <p>Under {@link TlsMode#STARTTLS_OPTIONAL} TLS begins where the server offers it, and whoever answers is believed: that keeps listeners out, which is all
 * that can be had from servers who know nothing of each other (RFC 7435). Where such TLS does not come about, the message is sent in the clear over another
 * connection: whoever could spoil the handshake could as well have taken the offer away. In the other modes that hop counts as failed.
 *
 * <p>A recipient's domain can demand more of the way to the servers that the DNS names for it, where {@link Builder#policies} asks: verified TLS or no mail.
 *
 * <p>A connection is kept for a while for further messages to the same server ({@link Builder#reuse}), until {@link #close} at the latest.
 *
 * <p>A message with REQUIRETLS (RFC 8689) goes through TLS with a proven certificate to a server that offers REQUIRETLS itself, or not at all; a server that the
 * DNS names must be proven to be the right one. A notice, which is from the null sender, goes without rather than be lost.
 *
 * <p>Where a hop has a login, nothing is sent before that has succeeded; without TLS only by a mechanism that does not show the password. A login that fails says
 * nothing about the message, so the next address or server is tried.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** The octets of a message, read from their beginning for each server that is tried, and again where one takes fewer recipients at a time than there are. */
    @FunctionalInterface
    public interface Source {
        /** Opens them; closed by whoever asked. Called on any thread, one at a time. */
        ReadableByteChannel open() throws IOException;
    }

    /**
     * The message is another server's now.
     *
     * @param to       the server
     * @param delivery for which of the recipients it took it, at least for one
     * @param notifies whether it was told what notices the sender wants, and answers for them; it offers DSN then (RFC 3461)
     */
    public record Handover(NextHop to, Delivery delivery, boolean notifies) {
        public Handover {
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(delivery, "delivery");
        }
    }

    private final Ourselves ourselves;
    private final Optional<MailExchangers> exchangers;
    private final HostNames names;
    private final HostNames namesOfTable;
    private final int port;
    private final Securing securing;
    private final Duration connectTimeout;
    private final SmtpTimeouts timeouts;
    private final Duration patience;
    private final SmtpPoolLimits reuse;
    private final Workers workers;
    private final Witness witness;
    private final Optional<SenderRewriting> rewriting;
    private final Semaphore free;
    private final Connections connections;
    private final Complaints complaints = new Complaints();

    private Relay(Builder settings) {
        this.ourselves = new Ourselves(settings.names, settings.addresses);
        this.exchangers = settings.exchangers;
        this.names = exchangers.map(HostNames.class::cast).orElseGet(HostNames::system);
        this.namesOfTable = exchangers.map(MailExchangers::ofTable).orElseGet(HostNames::system);
        this.port = settings.port;
        this.securing = new Securing(settings.trust, settings.policies, settings.results);
        this.connectTimeout = settings.connectTimeout;
        this.timeouts = settings.timeouts;
        this.patience = settings.patience;
        this.reuse = settings.reuse;
        this.workers = settings.workers;
        this.witness = settings.witness;
        this.rewriting = settings.rewriting;
        this.free = new Semaphore(settings.atOnce);
        this.connections = new Connections(this::pool);
    }

    /**
     * Begins to describe a relay.
     *
     * @param name this server's name in the DNS, by which it introduces itself
     * @throws IllegalArgumentException when it is no domain; says why
     */
    public static Builder builder(String name) {
        return new Builder(Domain.of(name));
    }

    /**
     * The servers to try for this route, in this order; never none. Where weights are to be minded, it is another time another order.
     *
     * @throws FaultException as {@link MailExchangers#of}; {@code LOOKUP_FAILED} also when the route names no server and no DNS server is set
     */
    public List<NextHop> hops(Route.Onward route) throws FaultException {
        return plan(route).hops();
    }

    /** The same, with what is known of them. */
    Plan plan(Route.Onward route) throws FaultException {
        if (!route.hops().isEmpty()) {
            return Plan.ofTable(NextHop.inOrder(route.hops(), ThreadLocalRandom.current()), namesOfTable);
        } else if (route.destination() instanceof AddressLiteral literal) {
            return Plan.ofTable(List.of(NextHop.of(literal.address().getHostAddress())), namesOfTable);
        }
        Domain domain = (Domain) route.destination();
        return new Plan(Optional.of(domain), servers(domain).in(route.tls()), names);
    }

    /** How many there are to one server: {@link Builder#reuse}. */
    int connections() {
        return reuse.connections();
    }

    /** A server at the port of those that the DNS names. */
    NextHop hop(String host) {
        return new NextHop(host, port, TlsMode.STARTTLS_OPTIONAL);
    }

    /** Those that the DNS names. Fails as {@link #hops}. */
    MailExchangers.Servers servers(Domain domain) throws FaultException {
        return exchangers
                .orElseThrow(() -> new FaultException(new Fault(
                        Cause.LOOKUP_FAILED,
                        domain.aLabels(),
                        0,
                        "looking up the domain's mail servers",
                        Optional.empty(),
                        "neither a route nor a DNS server is set")))
                .servers(domain, ourselves)
                .at(port);
    }

    /**
     * How the session with a server is secured when mail is handed on. Nothing is told of it.
     *
     * @param named as what the DNS names it; empty where a table or an address does
     * @throws FaultException {@code NOT_IN_POLICY}, {@code LOOKUP_FAILED}
     */
    SessionTls tls(NextHop hop, Optional<MailServer> named) throws FaultException {
        return securing.unheard().of(hop, named, TlsDemand.NONE);
    }

    /**
     * What stands between this server and a recipient elsewhere: the domain's mail servers, and of each in turn, as when mail is handed on, name, connection,
     * greeting, TLS as its domain demands it, and whether it takes mail from this sender and for this recipient. Nothing is sent: MAIL and RCPT are taken back by
     * RSET. It ends with the first server that has decided, and a server that cannot be reached is no more than a warning where another follows.
     *
     * @param from whose mail it would be; {@link ReversePath#NULL} where that does not matter
     */
    public Diagnosis diagnosis(ReversePath from, Mailbox to) {
        return diagnosis(from, new Route.Onward(to, List.of()));
    }

    /** The same by the way that a {@link Router} has found, be it to a smart host, to which one logs in. */
    public Diagnosis diagnosis(ReversePath from, Route.Onward route) {
        return new Diagnosis(route.to().toString(), new Checkup(this, from, route));
    }

    /**
     * A server's addresses in the order in which to try them; never none. This machine's file of hosts may name them, which is not asked for servers that the DNS
     * names.
     *
     * @throws FaultException {@code NAME_UNKNOWN} when it has none, {@code LOOKUP_FAILED} when there is no telling now
     */
    public List<InetAddress> addresses(NextHop hop) throws FaultException {
        return Plan.addresses(hop, namesOfTable);
    }

    /**
     * Hands a message over to the first of these servers that takes it.
     *
     * @param envelope its sender, recipients and, where it has octets above 127, {@link dev.yubin.smtp.Body#EIGHT_BIT_MIME}
     * @throws FaultException what the last address failed with, and suppressed in it what the others did; a
     *     {@link dev.yubin.smtp.client.RefusedException} where it said no
     * @throws IOException    when the content cannot be read
     * @throws IllegalArgumentException when there is no server to try
     */
    public Handover send(List<NextHop> hops, Envelope envelope, Source content) throws IOException {
        return send(Plan.ofTable(hops, namesOfTable), envelope, content, whileClientWaits());
    }

    /**
     * Hands a message over to the first server of this route that takes it, as {@link #send(List, Envelope, Source)} does.
     *
     * @throws FaultException also as {@link #hops} does
     */
    public Handover send(Route.Onward route, Envelope envelope, Source content) throws IOException {
        return send(plan(route), envelope, content, whileClientWaits());
    }

    /** The same for what has so much time. */
    Handover send(Plan plan, Envelope envelope, Source content, Patience patience) throws IOException {
        if (!free.tryAcquire()) {
            throw new FaultException(new Fault(
                    Cause.LIMIT,
                    ourselves.name().aLabels(),
                    0,
                    "relaying",
                    Optional.empty(),
                    "too much is being relayed already"));
        }
        try {
            return new Errand(securing, connections, complaints, plan, envelope, content, patience).run();
        } finally {
            free.release();
        }
    }

    /** Under whom mail from this sender goes on, by the recipient: where an alias here named that one, as {@link Builder#rewriting} says. */
    Function<Rcpt, ReversePath> senders(ReversePath from) {
        ReversePath byAlias = rewriting
                .flatMap(by -> from.mailbox().map(by::onward))
                .map(ReversePath::to)
                .orElse(from);
        return to -> ByAlias.named(to) ? byAlias : from;
    }

    /** For a message that is begun now, and whose client waits. */
    Patience whileClientWaits() {
        return Patience.ofClient(patience);
    }

    /** For one that lies in a spool. */
    Patience fromSpool() {
        return Patience.ofSpool(patience);
    }

    private SmtpPool pool(Connections.Server server) {
        Place place = server.place();
        SmtpClient.Builder client = client(place.tls().name(), place.hop().port(), server.way())
                .names(host -> List.copyOf(place.addresses()));
        place.hop().login().ifPresent(client::login);
        return client.pool(
                reuse,
                opened -> securing.begun(place, server.way(), opened.address(), opened.tls()),
                (failure, address) -> securing.notBegun(place, server.way(), address, failure));
    }

    /** How this server is spoken to in one of the ways of its TLS. */
    SmtpClient.Builder client(NextHop hop, SessionTls tls, TlsPolicy.Way way) {
        HostNames known = tls.policy().isPresent() ? names : namesOfTable;
        SmtpClient.Builder client = client(tls.name(), hop.port(), way).names(host -> known.addresses(hop.host()));
        hop.login().ifPresent(client::login);
        return client;
    }

    /** How a server is spoken to. */
    SmtpClient.Builder client(String host, int port, TlsPolicy.Way way) {
        return SmtpClient.builder(host, port, way.mode())
                .name(ourselves.name().aLabels())
                .names(names)
                .trust(way.trust())
                .connectTimeout(connectTimeout)
                .timeouts(timeouts)
                .workers(workers)
                .witness(witness);
    }

    /** Ends the connections that are kept, once what they carry is over. Messages that come later fail with {@code CLOSED_HERE}. */
    @Override
    public void close() {
        connections.close();
    }

    /** What a relay is to be like. Used by one thread. */
    public static final class Builder {
        private final List<Domain> names = new ArrayList<>();
        private final Set<InetAddress> addresses = new HashSet<>();
        private Optional<MailExchangers> exchangers = Optional.empty();
        private int port = NextHop.SMTP;
        private TlsTrust trust = TlsTrust.system();
        private TlsPolicies policies = TlsPolicies.NONE;
        private TlsResults results = TlsResults.NONE;
        private Optional<SenderRewriting> rewriting = Optional.empty();
        private Duration connectTimeout = Duration.ofSeconds(30);
        private SmtpTimeouts timeouts = SmtpTimeouts.standard();
        private Duration patience = Duration.ofMinutes(9);
        private int atOnce = 16;
        private SmtpPoolLimits reuse = SmtpPoolLimits.standard().connections(20).idle(Duration.ofSeconds(10));
        private Workers workers = Workers.standard();
        private Witness witness = Witness.NONE;

        private Builder(Domain name) {
            names.add(name);
        }

        /**
         * Further names by which others might know this server. A domain's mail exchanger of such a name is this server, so mail for that domain goes only to
         * those that are preferred to it: RFC 5321 section 5.1. None unless said.
         *
         * @throws IllegalArgumentException when one is no domain; says why
         */
        public Builder alsoKnownAs(String... names) {
            Stream.of(names).map(Domain::of).forEach(this.names::add);
            return this;
        }

        /**
         * Addresses at which others reach this server, at the port of mail: a mail exchanger that has one of them is this server too, whatever its name. None
         * unless said.
         */
        public Builder ownAddresses(InetAddress... addresses) {
            this.addresses.addAll(List.of(addresses));
            return this;
        }

        /**
         * Who is asked for the servers of domains without a route, and for the address of every server; nobody and {@link HostNames#system} unless said. Not
         * closed.
         */
        public Builder mailExchangers(MailExchangers exchangers) {
            this.exchangers = Optional.of(exchangers);
            return this;
        }

        /** The port of servers that the DNS names; 25 unless said, as it is everywhere but in a network for tests. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Whose certificates are believed where a hop's TLS is not optional; {@link TlsTrust#system} unless said. */
        public Builder trust(TlsTrust trust) {
            this.trust = Objects.requireNonNull(trust, "trust");
            return this;
        }

        /** What recipients' domains demand of TLS on the way to servers that the DNS names, and the table here says nothing of; nothing unless said. */
        public Builder policies(TlsPolicies policies) {
            this.policies = Objects.requireNonNull(policies, "policies");
            return this;
        }

        /** Who hears what became of the TLS of those sessions; nobody unless said. */
        public Builder results(TlsResults results) {
            this.results = Objects.requireNonNull(results, "results");
            return this;
        }

        /** Under whom mail goes on that an alias or list here sends to another domain; under its own sender unless said. */
        public Builder rewriting(SenderRewriting rewriting) {
            this.rewriting = Optional.of(rewriting);
            return this;
        }

        /** How long to wait for each connection, and again for its TLS handshake; 30 seconds unless said. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** How long to wait in each phase; {@link SmtpTimeouts#standard} unless said. */
        public Builder timeouts(SmtpTimeouts timeouts) {
            this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
            return this;
        }

        /**
         * How long one message may take in all, whatever number of servers is tried; 9 minutes unless said. The client who brought it may go after 10 (RFC
         * 5321 section 4.5.3.2.6), and would then bring it again. Of a message in a spool, for which nobody waits, it is how long further servers are tried: one
         * that takes it may take as long as {@link #timeouts} let it.
         */
        public Builder patience(Duration patience) {
            this.patience = Objects.requireNonNull(patience, "patience");
            return this;
        }

        /**
         * How many messages may be under way at once; 16 unless said. More fail with {@code LIMIT}. Before Java 21 each holds one of the server's workers,
         * which others need meanwhile.
         */
        public Builder atOnce(int messages) {
            this.atOnce = messages;
            return this;
        }

        /**
         * How many connections there are to one server, how many messages go over each, and how long it waits for the next: 20, 100 and 10 seconds
         * unless said.
         */
        public Builder reuse(SmtpPoolLimits limits) {
            this.reuse = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** The threads on which content is read; {@link Workers#standard} unless said. */
        public Builder workers(Workers workers) {
            this.workers = Objects.requireNonNull(workers, "workers");
            return this;
        }

        /** Who hears the dialogues with the next servers; nobody unless said. */
        public Builder witness(Witness witness) {
            this.witness = Objects.requireNonNull(witness, "witness");
            return this;
        }

        public Relay build() {
            return new Relay(this);
        }
    }
}
