package dev.yubin.routing.spool;

import static dev.yubin.routing.spool.Delivery.Event.FAILURE;
import static dev.yubin.routing.spool.Delivery.Event.SUCCESS;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one attempt, and records what came of it. On many threads at once. */
record Deliveries(Spool spool, Carrier carrier, SpoolListener listener, SchedulerLimits limits, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final Reply UNREADABLE = Reply.of(451, "4.3.0", "The message cannot be read here now");

    void carry(Delivery delivery) {
        Consignment consignment = delivery.consignment();
        try (Content content = spool.content(consignment.message().id())) {
            List<Outcome> outcomes = carrier.carry(consignment, content);
            if (outcomes.size() != consignment.recipients().size()) {
                throw new IllegalStateException("an outcome for each recipient, not " + outcomes.size());
            }
            delivery.answered(outcomes);
        } catch (NotReachedException e) {
            delivery.notReached(e.outcome());
        } catch (BusyException e) {
            LOG.debug("message {} waits its turn: {}", consignment.message().id(), e.getMessage());
        } catch (StoreException e) {
            if (e.reason() != Reason.NONEXISTENT) { // else the operator was quicker
                LOG.error("message {} cannot be read: {}", consignment.message().id(), e.getMessage(), e);
            }
            delivery.answered(forAll(consignment, UNREADABLE));
        } catch (RuntimeException e) {
            LOG.error(
                    "a bug of the carrier: message {} to {}",
                    consignment.message().id(),
                    delivery.site().name(),
                    e);
            delivery.answered(forAll(consignment, Replies.FAILURE));
        }
    }

    private static List<Outcome> forAll(Consignment consignment, Reply reply) {
        return consignment.recipients().stream()
                .map(recipient -> Outcome.ours(reply))
                .toList();
    }

    /** Whether what came of a delivery is in the spool. */
    enum Recorded {
        YES,
        /** The spool takes nothing now. */
        NOT_NOW,
        /** It does not take this, for it is damaged there, or somebody has a bug; others are not concerned. */
        NOT_THIS
    }

    /** Tells the listener, and then the spool. */
    Recorded record(Delivery delivery) {
        if (delivery.outcomes().isEmpty()) {
            return Recorded.YES; // nothing was tried
        }
        long message = delivery.consignment().message().id();
        LOG.info("message {} to {}: {}", message, delivery.site().name(), delivery.outcomes());
        try {
            tell(delivery);
            Map<Integer, Reply> replies = new HashMap<>();
            for (Settled each : delivery.settled()) {
                int number = each.recipient().number();
                if (each.outcome().others().isEmpty()) {
                    replies.put(number, each.outcome().reply());
                } else {
                    spool.replace(
                            message,
                            number,
                            each.outcome().reply(),
                            each.outcome().others());
                }
            }
            Instant now = clock.instant();
            if (!replies.isEmpty()) {
                spool.change(
                        message, replies.keySet(), recipient -> after(recipient, replies.get(recipient.number()), now));
            }
            return Recorded.YES;
        } catch (StoreException e) {
            LOG.error("what came of message {} is not recorded yet: {}", message, e.getMessage());
            return e.reason() == Reason.FULL || e.reason() == Reason.UNAVAILABLE ? Recorded.NOT_NOW : Recorded.NOT_THIS;
        } catch (RuntimeException e) {
            LOG.error("what came of message {} is not recorded yet", message, e);
            return Recorded.NOT_THIS;
        }
    }

    /** Of each event once, however often the spool or the listener says "not now" behind it. */
    private void tell(Delivery delivery) throws StoreException {
        SpooledMessage message = delivery.consignment().message();
        if (!delivery.isTold(SUCCESS)) {
            tell(message, those(delivery.settled(), Deliveries::isThere), listener::delivered);
            delivery.told(SUCCESS);
        }
        if (!delivery.isTold(FAILURE)) {
            if (!tell(
                    message,
                    those(delivery.settled(), outcome -> outcome.reply().isPermanent()),
                    listener::failed)) {
                delivery.keepRefused(Outcome.ours(Replies.FAILURE));
            }
            delivery.told(FAILURE);
        }
    }

    /** One of the listener's methods. */
    @FunctionalInterface
    interface Event {
        void happened(SpooledMessage message, List<Settled> recipients) throws StoreException;
    }

    /** False when the listener has a bug. */
    static boolean tell(SpooledMessage message, List<Settled> recipients, Event event) throws StoreException {
        try {
            if (!recipients.isEmpty()) {
                event.happened(message, recipients);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.error("a bug of the listener, which was told of message {}", message.id(), e);
            return false;
        }
    }

    private static List<Settled> those(List<Settled> settled, Predicate<Outcome> outcome) {
        return settled.stream().filter(each -> outcome.test(each.outcome())).toList();
    }

    private static boolean isThere(Outcome outcome) {
        return outcome.reply().isPositive() && outcome.success() != Outcome.Success.MOVED;
    }

    private SpooledRecipient after(SpooledRecipient recipient, Reply reply, Instant now) {
        if (!recipient.state().waits()) {
            return recipient; // somebody beside this scheduler has ended him
        }
        return reply.isPositive()
                ? recipient.ended(State.DELIVERED, reply)
                : reply.isPermanent()
                        ? recipient.ended(State.FAILED, reply)
                        : recipient.triedInVain(reply, now.plus(limits.retryAfter(recipient.attempts() + 1)));
    }
}
