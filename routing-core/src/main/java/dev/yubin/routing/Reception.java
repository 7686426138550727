package dev.yubin.routing;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Network;
import dev.yubin.routing.authentication.Screening;
import dev.yubin.routing.authentication.Signing;
import dev.yubin.routing.spool.Spool;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameter;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Received;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReturnPath;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.SubmittedBy;
import dev.yubin.smtp.server.KeptContent;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.Offers;
import dev.yubin.smtp.server.OwnExtension;
import dev.yubin.smtp.server.Purpose;
import dev.yubin.smtp.server.SmtpApplication;
import dev.yubin.smtp.server.SmtpPeer;
import dev.yubin.smtp.server.SmtpRefusal;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mail server's decisions: asks the {@link Router} about each recipient, puts messages into mailboxes here, and relays others while their sender waits.
 *
 * <pre>{@code
 * Router router = Router.builder(Accounts.of(store)).local(Domain.of("osaka.test")).postmaster("bbb@osaka.test").build();
 * SmtpServer.builder().name("mx.osaka.test").port(SmtpPort.mta(25))
 *         .application(Reception.builder("mx.osaka.test", router, store).build())
 *         .start();
 * }</pre>
 *
 * <p>With a spool, one transaction may have recipients anywhere, and 250 behind the final dot means that the message is in the mailboxes or in the spool. Without
 * one, it means that the message is in the mailboxes, and that each other server has said 250 itself. Hence one transaction of SMTP has any number of
 * recipients here, or one elsewhere; RCPT for a further one is answered 452 4.5.3, upon which a client sends it in another transaction (RFC 5321 section
 * 4.5.3.1.10). An alias that leads elsewhere too is alone likewise. In LMTP, where each recipient has an answer of his own, any go together.
 *
 * <p>It puts the trace fields on top (section 4.4); what has passed too many servers the listener refuses ({@code SmtpLimits.hops}). What comes by submission must come from an
 * address of whoever has logged in, and is given a Date and a Message-ID if it has none (RFC 6409 sections 6.1 and 8). The rest of a message is left as it is.
 *
 * <p>A message holds no more memory than its header does while that comes, at most 256 KiB, and one that is relayed, looked at or signed as much again as
 * {@link Builder#inMemoryOctets} says.
 */
public final class Reception implements SmtpApplication {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final Reply NOT_YOURS =
            Reply.of(550, "5.7.1", "This login may not send under that address (RFC 6409 section 6.1)");
    static final Reply IN_CIRCLES =
            Reply.of(554, "5.4.6", "This address has sent the message on before; it goes in circles");
    private static final Reply IN_ANOTHER_TRANSACTION =
            Reply.of(452, "4.5.3", "Not together with the other recipients; send it in another transaction");

    private final Domain host;
    private final Router router;
    private final MailStore store;
    private final Relay relay;
    private final Optional<Spool> spool;
    private final Runnable accepted;
    private final SubmissionRights rights;
    private final Examination examination;
    private final Path directory;
    private final int inMemoryOctets;
    private final Offers offers;

    private Reception(Builder settings) {
        this.host = settings.host;
        this.router = settings.router;
        this.store = settings.store;
        this.relay = settings.relay;
        this.spool = settings.spool;
        this.accepted = settings.accepted;
        this.rights = settings.rights.orElse(this::comesBackTo);
        this.examination = new Examination(host, settings.screening, settings.signing, settings.signsAlso);
        this.directory = settings.directory;
        this.inMemoryOctets = settings.inMemoryOctets;
        this.offers = settings.offers;
    }

    /**
     * Begins to describe a reception.
     *
     * @param host this server's name in the DNS, which stands in the trace fields
     * @throws IllegalArgumentException when it is no domain; says why
     */
    public static Builder builder(String host, Router router, MailStore store) {
        return new Builder(Domain.of(host), router, store);
    }

    @Override
    public Offers offers() {
        return offers;
    }

    @Override
    public Reply mail(SmtpPeer peer, Mail mail) throws SmtpRefusal {
        Optional<String> login = peer.login();
        Optional<Mailbox> from = mail.from().mailbox();
        if (login.isEmpty() || from.isEmpty()) {
            return Replies.SENDER_OK;
        }
        try {
            return rights.maySendAs(login.get(), from.get()) ? Replies.SENDER_OK : NOT_YOURS;
        } catch (StoreException e) {
            throw refusal(e);
        }
    }

    /** Where there is nobody else's word for it, an address belongs to the account to which alone its mail comes. */
    private boolean comesBackTo(String login, Mailbox from) throws StoreException {
        Router.Sender sender = new Router.Sender(Optional.of(login), InetAddress.getLoopbackAddress());
        return router.route(ForwardPath.to(from), sender) instanceof Route.Local local
                && local.account().equals(login);
    }

    @Override
    public Reply rcpt(SmtpPeer peer, Envelope soFar, Rcpt rcpt) throws SmtpRefusal {
        Route route = route(peer, soFar.from(), rcpt.to());
        if (route instanceof Route.Reject reject) {
            return reject.reply();
        } else if (!goesTogether(peer, soFar, route)) {
            return IN_ANOTHER_TRANSACTION;
        }
        Split split = new Split();
        split.add(rcpt, route.targets());
        List<Reply> refusals = refusals(soFar, split);
        boolean none =
                refusals.size() == split.here().size() + legs(soFar, split).size();
        if (none || !refusals.isEmpty() && spool.isEmpty()) {
            return Dispatch.worst(refusals);
        }
        return Replies.RECIPIENT_OK; // of a list's members who cannot be reached the sender is told by a notice
    }

    /**
     * What can be refused before the content is sent: a mailbox without room says so now, for itself alone, where behind the content its no would be one for all;
     * and so is a domain that is not there.
     */
    private List<Reply> refusals(Envelope soFar, Split split) {
        List<Reply> refusals = new ArrayList<>();
        for (Route.Local local : split.here()) {
            try {
                LocalDelivery.open(store, List.of(local), size(soFar)).abort();
            } catch (SmtpRefusal e) {
                refusals.add(e.reply());
            }
        }
        for (Split.Leg leg : legs(soFar, split)) {
            try {
                relay.hops(leg.route());
            } catch (FaultException e) {
                Reply reply = Relaying.replyTo(e);
                if (spool.isEmpty() || !reply.isTransient()) { // else it waits here until the DNS answers
                    refusals.add(reply);
                }
            }
        }
        return refusals;
    }

    private List<Split.Leg> legs(Envelope envelope, Split split) {
        return split.legs(relay.senders(envelope.from()));
    }

    /** Whether one answer behind the content will do, or each recipient has his own. */
    private boolean goesTogether(SmtpPeer peer, Envelope soFar, Route route) throws SmtpRefusal {
        return spool.isPresent()
                || peer.purpose() == Purpose.LMTP
                || soFar.to().isEmpty()
                || (staysHere(route)
                        && staysHere(route(peer, soFar.from(), soFar.to().get(0))));
    }

    private static boolean staysHere(Route route) {
        return route.targets().stream().allMatch(target -> target.kind() == Route.Kind.LOCAL);
    }

    @Override
    public MessageSink data(SmtpPeer peer, Envelope envelope) throws SmtpRefusal {
        String id = UUID.randomUUID().toString();
        LOG.info("{}: {} from {} for {}", peer.id(), id, envelope.from(), envelope.to());
        Split split = new Split();
        for (Rcpt rcpt : envelope.recipients()) {
            Route route = route(peer, envelope.from(), rcpt.to());
            if (route instanceof Route.Reject reject) { // whoever went between RCPT and DATA
                throw new SmtpRefusal(
                        envelope.recipients().size() == 1 ? reject.reply() : Replies.FAILURE); // one's no is not all's
            }
            split.add(rcpt, route.targets());
        }
        MessageSink sink = onward(peer, envelope, id, split);
        return examination.concerns(peer)
                ? new Screened(
                        sink,
                        new KeptContent(directory, inMemoryOctets),
                        new Examination.Of(examination, peer, envelope, header -> missing(peer, header, id)))
                : sink;
    }

    private MessageSink onward(SmtpPeer peer, Envelope envelope, String id, Split split) throws SmtpRefusal {
        if (isSpooled(envelope, split)) {
            // All of them, or one who has a mailbox here could have the message while the others' is refused.
            Spooling spooling = Spooling.open(spool.get(), kept(peer, envelope), split, accepted);
            return new Traced(spooling, header -> {
                spooling.stop(comingBack(split, header, envelope.recipients().size()));
                return fields(peer, envelope, id, header);
            });
        }
        return new Dispatch(split.recipients(), ways(peer, envelope, id, split));
    }

    /** Whom an alias here has sent this message on to before; so many of them are one too many for the message. */
    private static List<Rcpt> comingBack(Split split, Heading header, int most) throws SmtpRefusal {
        List<Rcpt> back = split.comingBack(header);
        if (back.size() >= most) {
            throw new SmtpRefusal(IN_CIRCLES);
        }
        return back;
    }

    /** Whether it waits in the spool, and is not put into mailboxes while its sender waits. What is told of it is told from there. */
    private boolean isSpooled(Envelope envelope, Split split) {
        return spool.isPresent()
                && (split.leavesHere()
                        || split.hasList()
                        || envelope.recipients().stream().anyMatch(Wishes::ofSuccess));
    }

    /** What the spool knows of the sender: AUTH says of mail that goes a way of its sender's own that it is his, and a client may not say so. */
    private Mail kept(SmtpPeer peer, Envelope envelope) throws SmtpRefusal {
        boolean his = false;
        for (ForwardPath to : envelope.to()) {
            his |= !route(peer, envelope.from(), to).equals(route(peer, ReversePath.NULL, to));
        }
        List<MailParameter> parameters =
                new ArrayList<>(envelope.mail().parameters().all());
        parameters.removeIf(SubmittedBy.class::isInstance);
        if (his) {
            parameters.add(new SubmittedBy(envelope.from().mailbox()));
        }
        return new Mail(envelope.from(), new MailParameters(parameters));
    }

    private List<Dispatch.Way> ways(SmtpPeer peer, Envelope envelope, String id, Split split) throws SmtpRefusal {
        List<Dispatch.Way> ways = new ArrayList<>();
        List<Split.Leg> legs = legs(envelope, split);
        if (!legs.isEmpty()) {
            KeptContent kept = new KeptContent(directory, inMemoryOctets);
            MessageSink onward =
                    new Traced(new Relaying(relay, legs, envelope.mail().parameters(), kept), header -> {
                        comingBack(split, header, 1);
                        return fields(peer, envelope, id, header);
                    });
            ways.add(new Dispatch.Way(
                    onward, legs.stream().flatMap(leg -> leg.targets().stream()).toList()));
        }
        if (!split.here().isEmpty()) {
            MessageSink here = new Traced(
                    LocalDelivery.open(store, split.here(), size(envelope)),
                    header -> new ReturnPath(envelope.from()) + fields(peer, envelope, id, header));
            ways.add(new Dispatch.Way(here, split.here()));
        }
        return ways;
    }

    private String fields(SmtpPeer peer, Envelope envelope, String id, Heading header) {
        Optional<ForwardPath> alone =
                envelope.to().size() == 1 ? Optional.of(envelope.to().get(0)) : Optional.empty();
        boolean utf8 = envelope.mail().parameters().has(MailFlag.SMTPUTF8);
        return peer.received(host, id, alone, utf8) + missing(peer, header, id);
    }

    /** What RFC 5322 section 3.6 asks of every message, as far as a submission server may add it: RFC 6409 sections 8.2 and 8.3. */
    private String missing(SmtpPeer peer, Heading header, String id) {
        if (peer.purpose() != Purpose.SUBMISSION) {
            return "";
        }
        String date = header.lacks("date") ? "Date: " + Received.dateTime(Instant.now()) + "\r\n" : "";
        String messageId = header.lacks("message-id") ? "Message-ID: <" + id + '@' + host.aLabels() + ">\r\n" : "";
        return date + messageId;
    }

    private Route route(SmtpPeer peer, ReversePath from, ForwardPath to) throws SmtpRefusal {
        try {
            return router.route(
                    to, new Router.Sender(peer.login(), peer.remote().getAddress(), from));
        } catch (StoreException e) {
            throw refusal(e);
        }
    }

    private static SmtpRefusal refusal(StoreException no) {
        LOG.warn("it cannot be told who is here: {}: {}", no.reason(), no.getMessage());
        return new SmtpRefusal(LocalDelivery.replyTo(no));
    }

    private static OptionalLong size(Envelope envelope) {
        return envelope.mail().parameters().size();
    }

    /** What a reception is to be like. Used by one thread. */
    public static final class Builder {
        private final Domain host;
        private final Router router;
        private final MailStore store;
        private Relay relay;
        private Optional<Spool> spool = Optional.empty();
        private Runnable accepted = () -> {};
        private Optional<SubmissionRights> rights = Optional.empty();
        private Optional<Screening> screening = Optional.empty();
        private Optional<Signing> signing = Optional.empty();
        private List<Network> signsAlso = List.of();
        private Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        private int inMemoryOctets = 256 << 10;
        private Offers offers = Offers.of(Extension.SMTPUTF8, Extension.REQUIRETLS);

        private Builder(Domain host, Router router, MailStore store) {
            this.host = host;
            this.router = Objects.requireNonNull(router, "router");
            this.store = Objects.requireNonNull(store, "store");
            this.relay = Relay.builder(host.toString()).build();
        }

        /** Who hands messages on; unless said, one that knows the router's routes alone. */
        public Builder relay(Relay relay) {
            this.relay = Objects.requireNonNull(relay, "relay");
            return this;
        }

        /**
         * Where messages that go on to other servers wait until they are there; unless said, their sender waits instead.
         *
         * <p>DSN is offered then, so the scheduler that works on the spool has {@link dev.yubin.routing.spool.Notices} for its listener (RFC 3461).
         *
         * @param accepted called when one has come in: {@link dev.yubin.routing.spool.Scheduler#wake}
         */
        public Builder spool(Spool spool, Runnable accepted) {
            this.spool = Optional.of(spool);
            this.offers = offers.and(Extension.DSN);
            this.accepted = Objects.requireNonNull(accepted, "accepted");
            return this;
        }

        /** Who may send as whom; unless said, an account under each address whose mail the router puts into it alone. */
        public Builder rights(SubmissionRights rights) {
            this.rights = Optional.of(rights);
            return this;
        }

        /**
         * Who looks at each message before anybody has it; nobody unless said. What it says is put below the trace fields, and fields that come in with a claim
         * that this host has said so are removed (RFC 8601 section 5); so a header of over 256 KiB is refused.
         */
        public Builder screening(Screening screening) {
            this.screening = Optional.of(screening);
            return this;
        }

        /**
         * Who signs mail of those who have logged in; nobody unless said.
         *
         * @param also networks whose mail is signed though nobody has logged in, such as those that the router trusts
         */
        public Builder signing(Signing signing, Network... also) {
            this.signing = Optional.of(signing);
            this.signsAlso = List.of(also);
            return this;
        }

        /** Where a message that is relayed, looked at or signed waits until it is whole, if it is large; the JVM's directory for temporary files unless said. */
        public Builder directory(Path directory) {
            this.directory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /** How much of such a message is kept in memory; a larger one waits in a file. 256 KiB unless said. */
        public Builder inMemoryOctets(int octets) {
            this.inMemoryOctets = octets;
            return this;
        }

        /** Offers an extension of your own beside those named before. Its parameters are taken and stay here: the next server is told none of them. */
        public Builder extension(OwnExtension own) {
            this.offers = offers.and(own);
            return this;
        }

        public Reception build() {
            return new Reception(this);
        }
    }
}
