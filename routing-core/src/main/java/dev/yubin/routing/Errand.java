package dev.yubin.routing;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameter;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.client.Delivery;
import dev.yubin.smtp.client.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One message, on its way to the first of some servers that takes it: RFC 5321 section 5.1. Used by one thread. */
record Errand(
        Securing securing,
        Connections connections,
        Complaints complaints,
        Plan plan,
        Envelope envelope,
        Relay.Source content,
        Patience patience) {
    private static final Logger LOG = LoggerFactory.getLogger(Errand.class);

    /** Fails as {@link Relay#send(List, Envelope, Relay.Source)} does. */
    Relay.Handover run() throws IOException {
        TlsDemand demand = TlsDemand.of(envelope.mail(), content);
        try {
            return run(demand);
        } catch (FaultException e) {
            if (!mayGoUnprotected(demand, e)) {
                throw e;
            }
            LOG.info("without REQUIRETLS, for the message is from the null sender: {}", e.getMessage());
            return new Errand(securing, connections, complaints, plan, withoutRequireTls(envelope), content, patience)
                    .run(TlsDemand.NONE);
        }
    }

    /** A notice is not to be lost for want of protection: RFC 8689 section 5. */
    private boolean mayGoUnprotected(TlsDemand demand, FaultException failure) {
        return demand == TlsDemand.REQUIRED
                && envelope.from().isNull()
                && Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()))
                        .anyMatch(NotProtectedException.class::isInstance);
    }

    private static Envelope withoutRequireTls(Envelope envelope) {
        List<MailParameter> parameters =
                new ArrayList<>(envelope.mail().parameters().all());
        parameters.remove(MailFlag.REQUIRETLS);
        return new Envelope(new Mail(envelope.from(), new MailParameters(parameters)), envelope.recipients());
    }

    private Relay.Handover run(TlsDemand demand) throws FaultException {
        List<FaultException> failures = new ArrayList<>();
        for (NextHop hop : plan.hops()) {
            Set<InetAddress> left = addresses(hop, failures);
            while (!left.isEmpty()) {
                Telling telling = new Telling(hop, demand);
                try {
                    Place place = new Place(hop, left, securing.of(hop, plan.named(hop), demand));
                    Relay.Handover handed = handOver(place, telling, demand);
                    complaints.handedOver(hop);
                    return handed;
                } catch (FaultException e) {
                    heed(e, hop, failures);
                }
                if (!left.removeAll(telling.addresses())) {
                    break; // none of them can be connected to, or what is wrong is no address's fault
                }
            }
        }
        throw because(plan.withoutAddress(failures).orElseGet(() -> hopeful(failures)), failures);
    }

    /** Goes on behind a failure, unless that is the last word or the time is over. */
    private void heed(FaultException failure, NextHop hop, List<FaultException> failures) throws FaultException {
        complaints.notHandedOver(hop, failure);
        failures.add(failure);
        if (isFinal(failure)) {
            throw because(failure, failures);
        } else if (patience.isOver()) {
            throw because(hopeful(failures), failures);
        }
    }

    private Set<InetAddress> addresses(NextHop hop, List<FaultException> failures) {
        try {
            return new LinkedHashSet<>(plan.addresses(hop));
        } catch (FaultException e) {
            complaints.notHandedOver(hop, e);
            failures.add(e);
            return Set.of();
        }
    }

    /** To the first of a server's addresses that can be connected to; where TLS does not come about there, in the next way to that address. */
    private Relay.Handover handOver(Place place, Telling telling, TlsDemand demand) throws FaultException {
        try {
            Delivery delivery = securing.inSomeWay(
                    place,
                    way -> connections.send(
                            new Connections.Server(place.at(telling.addresses()), way),
                            envelope,
                            telling,
                            content::open,
                            patience));
            return new Relay.Handover(place.hop(), delivery, telling.notifies());
        } catch (FaultException e) {
            throw demand == TlsDemand.REQUIRED && Securing.isOfTls(e) ? NotProtectedException.withoutTls(e) : e;
        }
    }

    /** Whether the next server would have to say the same. A greeting that refuses is no word about the message. */
    private static boolean isFinal(FaultException failure) {
        Cause cause = failure.fault().cause();
        return cause == Cause.CONTENT_MALFORMED || (cause == Cause.REFUSED && failure instanceof RefusedException);
    }

    /**
     * Where one server may take it later, another's no is not the last word: the last of those, or the last of all. Of those, one that has answered the message
     * itself has said more than one that was not reached.
     */
    private static FaultException hopeful(List<FaultException> failures) {
        List<FaultException> forNow = failures.stream()
                .filter(failure -> Relaying.replyTo(failure).isTransient())
                .toList();
        return last(forNow.stream().filter(RefusedException.class::isInstance))
                .or(() -> last(forNow.stream()))
                .orElse(failures.get(failures.size() - 1));
    }

    private static Optional<FaultException> last(Stream<FaultException> failures) {
        return failures.reduce((earlier, later) -> later);
    }

    private static FaultException because(FaultException failure, List<FaultException> all) {
        all.stream().filter(other -> other != failure).forEach(failure::addSuppressed);
        return failure;
    }
}
