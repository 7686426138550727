package dev.yubin.routing.spool;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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

    /** Tells the listener, and then the spool; false when one of them could not take it. */
    boolean record(Delivery delivery) {
        SpooledMessage message = delivery.consignment().message();
        Map<Integer, Outcome> outcomes = new HashMap<>();
        List<Settled> settled = new ArrayList<>();
        for (int i = 0; i < delivery.outcomes().size(); i++) {
            SpooledRecipient recipient = delivery.consignment().recipients().get(i);
            outcomes.put(recipient.number(), delivery.outcomes().get(i));
            settled.add(new Settled(recipient, delivery.outcomes().get(i)));
        }
        LOG.info("message {} to {}: {}", message.id(), delivery.site().name(), delivery.outcomes());
        try {
            tell(message, those(settled, Reply::isPositive), listener::delivered);
            List<Settled> failed = those(settled, Reply::isPermanent);
            if (!tell(message, failed, listener::failed)) { // nobody would know: they are kept, and tried again
                failed.forEach(each -> outcomes.put(each.recipient().number(), Outcome.ours(Replies.FAILURE)));
            }
            Instant now = clock.instant();
            spool.change(
                    message.id(),
                    outcomes.keySet(),
                    recipient ->
                            after(recipient, outcomes.get(recipient.number()).reply(), now));
            return true;
        } catch (StoreException | RuntimeException e) {
            LOG.error("what came of message {} is not recorded yet: {}", message.id(), e.getMessage());
            return false;
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

    private static List<Settled> those(List<Settled> settled, Predicate<Reply> reply) {
        return settled.stream()
                .filter(each -> reply.test(each.outcome().reply()))
                .toList();
    }

    private SpooledRecipient after(SpooledRecipient recipient, Reply reply, Instant now) {
        if (!recipient.state().waits()) {
            return recipient; // the operator has dropped it meanwhile
        }
        return reply.isPositive()
                ? recipient.ended(State.DELIVERED, reply)
                : reply.isPermanent()
                        ? recipient.ended(State.FAILED, reply)
                        : recipient.triedInVain(reply, now.plus(limits.retryAfter(recipient.attempts() + 1)));
    }
}
