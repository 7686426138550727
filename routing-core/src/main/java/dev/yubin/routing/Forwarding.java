package dev.yubin.routing;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.routing.spool.BusyException;
import dev.yubin.routing.spool.Carrier;
import dev.yubin.routing.spool.Consignment;
import dev.yubin.routing.spool.NotReachedException;
import dev.yubin.routing.spool.Outcome;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReturnPath;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.client.BrokenOffException;
import dev.yubin.smtp.client.RefusedException;
import dev.yubin.smtp.server.SmtpRefusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a spool holds into a mailbox here, or by the {@link Relay} to another server. What was accepted for another server yesterday goes the way that the
 * {@link Router}'s table shows today. To one server no more go at once than there are connections to it ({@link Relay.Builder#reuse}), whatever number of domains
 * it takes mail for: what would only wait for one takes no delivery from others.
 *
 * <p>The relay is to allow as many messages at once ({@link Relay.Builder#atOnce}) as the scheduler has deliveries.
 */
public final class Forwarding implements Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
    private static final int PIECE = 64 << 10;
    /** Of a list, whose members are recipients of their own. */
    private static final Outcome SENT_ON =
            new Outcome(Reply.of(250, "2.0.0", "Sent on to each member"), Optional.empty(), Outcome.Success.EXPANDED);

    private static final Reply MOVED = Reply.of(250, "2.0.0", "Goes another way now");

    /** What this side would have to be told, not the destination. */
    private static final Set<Cause> OURS = EnumSet.of(Cause.LIMIT, Cause.CLOSED_HERE);

    private final Router router;
    private final MailStore store;
    private final Relay relay;
    private final Shares shares;

    public Forwarding(Router router, MailStore store, Relay relay) {
        this.router = Objects.requireNonNull(router, "router");
        this.store = Objects.requireNonNull(store, "store");
        this.relay = Objects.requireNonNull(relay, "relay");
        this.shares = new Shares(relay.connections());
    }

    @Override
    public boolean isBusy(String destination) {
        return shares.isFull(destination);
    }

    @Override
    public List<Outcome> carry(Consignment consignment, Content content) throws NotReachedException, BusyException {
        Bound bound = Bound.parse(consignment.recipients().get(0).destination());
        if (bound instanceof Bound.ToList) {
            return forAll(consignment.recipients().size(), SENT_ON);
        } else if (bound instanceof Bound.InCircles) {
            return forAll(consignment.recipients().size(), Outcome.ours(Reception.IN_CIRCLES));
        } else if (bound instanceof Bound.ToMailbox here) {
            Outcome outcome =
                    deliver(consignment, List.of(here.mailbox()), content).get(0);
            return forAll(consignment.recipients().size(), outcome);
        }
        Map<SpooledRecipient, Outcome> decided = new HashMap<>();
        Map<SpooledRecipient, Route.Target> going = new HashMap<>();
        Split split = new Split();
        for (SpooledRecipient recipient : consignment.recipients()) {
            try {
                Route route = router.route(recipient.rcpt().to(), ourselves(consignment));
                Optional<Outcome> instead = instead(recipient, route);
                if (instead.isPresent()) {
                    decided.put(recipient, instead.get());
                } else {
                    going.put(recipient, route.targets().get(0));
                    split.add(recipient.rcpt(), route.targets());
                }
            } catch (StoreException e) {
                decided.put(recipient, Outcome.ours(LocalDelivery.replyTo(e)));
            }
        }
        Map<Route.Target, Outcome> outcomes = outcomes(consignment, split, content, decided.isEmpty());
        return consignment.recipients().stream()
                .map(recipient ->
                        decided.containsKey(recipient) ? decided.get(recipient) : outcomes.get(going.get(recipient)))
                .toList();
    }

    /** Whoever was accepted is no stranger's any more; but the way of a sender's own is for mail that is known to be his. */
    private static Router.Sender ourselves(Consignment consignment) {
        Mail mail = consignment.message().mail();
        boolean his = mail.parameters().submittedBy().isPresent();
        return Router.Sender.ourselves(his ? mail.from() : ReversePath.NULL);
    }

    /**
     * What is known without an attempt: that he is refused, or that his mail goes elsewhere than its destination says, to one or to several, for the table has
     * changed since, or it is a notice for an address here. Each of them has his own attempts then, so that none is lost and none has it twice.
     */
    private static Optional<Outcome> instead(SpooledRecipient recipient, Route route) {
        if (route instanceof Route.Reject reject) {
            return Optional.of(Outcome.ours(reject.reply()));
        }
        Split today = new Split();
        today.add(recipient.rcpt(), route.targets());
        List<SpooledRecipient> others = today.targets(recipient.due()).stream()
                .map(other -> recipient.replacedBy(other.rcpt(), other.destination()))
                .toList();
        if (others.size() > 1) {
            return Optional.of(new Outcome(SENT_ON.reply(), Optional.empty(), Outcome.Success.EXPANDED, others));
        } else if (others.get(0).destination().equals(recipient.destination())) {
            return Optional.empty();
        }
        return Optional.of(new Outcome(MOVED, Optional.empty(), Outcome.Success.MOVED, others));
    }

    /** Of each target. @param alone whether nothing was decided about any other recipient */
    private Map<Route.Target, Outcome> outcomes(Consignment consignment, Split split, Content content, boolean alone)
            throws NotReachedException, BusyException {
        List<Split.Leg> legs =
                split.legs(relay.senders(consignment.message().mail().from()));
        if (legs.isEmpty()) {
            return Map.of();
        }
        String servers = servers(legs.get(0).route());
        shares.take(consignment.recipients().get(0).destination(), servers);
        try {
            return outcomes(consignment, legs, content, alone);
        } finally {
            shares.giveBack(servers);
        }
    }

    /** All that is bound for one destination goes to the same ones. */
    private String servers(Route.Onward route) {
        try {
            return Bound.servers(relay.hops(route));
        } catch (FaultException e) {
            return Bound.onward(route).key(); // of none, as the relay will find too
        }
    }

    private Map<Route.Target, Outcome> outcomes(
            Consignment consignment, List<Split.Leg> legs, Content content, boolean alone) throws NotReachedException {
        Map<Route.Target, Outcome> outcomes = new HashMap<>();
        for (Split.Leg leg : legs) {
            try {
                put(leg.targets(), relay(consignment, leg, content), outcomes);
            } catch (NotReachedException e) {
                if (alone && outcomes.isEmpty() && legs.size() == 1) {
                    throw e;
                }
                put(leg.targets(), forAll(leg.targets().size(), e.outcome()), outcomes); // the others' outcomes stand
            }
        }
        return outcomes;
    }

    private static void put(
            List<? extends Route.Target> targets, List<Outcome> each, Map<Route.Target, Outcome> outcomes) {
        for (int i = 0; i < targets.size(); i++) {
            outcomes.put(targets.get(i), each.get(i));
        }
    }

    private static List<Outcome> forAll(int recipients, Outcome outcome) {
        return Collections.nCopies(recipients, outcome);
    }

    private List<Outcome> deliver(Consignment consignment, List<Route.Local> to, Content content) {
        try {
            LocalDelivery delivery = LocalDelivery.open(store, to, OptionalLong.of(content.octets()));
            boolean whole = false;
            try {
                String top = new ReturnPath(consignment.message().mail().from()).toString();
                delivery.write(ByteBuffer.wrap(top.getBytes(StandardCharsets.UTF_8)));
                ContentChannel octets = new ContentChannel(content);
                ByteBuffer piece = ByteBuffer.allocate(PIECE);
                while (octets.read(piece.clear()) >= 0) {
                    delivery.write(piece.flip());
                }
                whole = true;
            } finally {
                if (!whole) {
                    delivery.abort();
                }
            }
            return delivery.commitEach(to.size()).stream().map(Outcome::ours).toList();
        } catch (SmtpRefusal e) {
            return forAll(to.size(), Outcome.ours(e.reply()));
        } catch (IOException e) {
            return forAll(to.size(), unreadable(consignment, e));
        }
    }

    private static Outcome unreadable(Consignment consignment, IOException e) {
        LOG.error("message {} cannot be read: {}", consignment.message().id(), e.getMessage(), e);
        return Outcome.ours(Replies.FAILURE);
    }

    /** Whether one of the servers broke off in its midst, which another message need not meet with. */
    private static boolean isOfThisMessage(FaultException failure) {
        return Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()))
                .anyMatch(BrokenOffException.class::isInstance);
    }

    private List<Outcome> relay(Consignment consignment, Split.Leg leg, Content content) throws NotReachedException {
        int recipients = leg.recipients().size();
        try {
            Relay.Handover handed = relay.send(
                    relay.plan(leg.route()),
                    NextEnvelope.of(
                            leg,
                            consignment.message().mail().parameters(),
                            consignment.message().octets()),
                    () -> DeliveredTo.onTop(leg.by(), new ContentChannel(content)),
                    relay.fromSpool());
            Optional<String> server = Optional.of(handed.to().toString());
            Outcome.Success success = handed.notifies() ? Outcome.Success.HANDED_ON : Outcome.Success.RELAYED;
            return handed.delivery().outcomes().stream()
                    .map(outcome -> new Outcome(outcome.reply(), server, success))
                    .toList();
        } catch (RefusedException e) {
            String server = NextHop.text(e.fault().host(), e.fault().port());
            return e.outcomes().stream()
                    .map(outcome -> new Outcome(outcome.reply(), Optional.of(server)))
                    .toList();
        } catch (FaultException e) {
            Reply reply = Relaying.replyTo(e);
            if (reply.isTransient() && !OURS.contains(e.fault().cause()) && !isOfThisMessage(e)) {
                throw new NotReachedException(Outcome.ours(reply));
            }
            return forAll(recipients, Outcome.ours(reply));
        } catch (IOException e) {
            return forAll(recipients, unreadable(consignment, e));
        }
    }
}
