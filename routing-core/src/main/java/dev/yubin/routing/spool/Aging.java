package dev.yubin.routing.spool;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was tried in vain for too long: its sender is told, and in the end it is given up. RFC 5321 section 4.5.4.1. What is due is left alone however old it is:
 * behind an outage of this server, or released by its operator, it has first its attempt. Used by the scheduler's turns alone.
 */
record Aging(Spool spool, SpoolListener listener, SchedulerLimits limits) {
    private static final Logger LOG = LoggerFactory.getLogger(Aging.class);
    /** Of whom another message's attempt has told. */
    private static final Reply NOT_REACHED = Reply.of(451, "4.4.1", "Its destination was not reached");

    /**
     * Looks at the oldest messages that are put off.
     *
     * @param most     so many at the most, beside those that are under way
     * @param underWay whether a message is, and is left alone until it has come to its end
     * @return whether there was something to do, so that there may be more
     */
    boolean look(Instant now, int most, LongPredicate underWay) throws StoreException {
        int page = most + limits.deliveries();
        int seen = 0;
        for (Consignment old : spool.putOffSince(now.minus(limits.giveUpAfter()), now, true, page)) {
            seen += !underWay.test(old.message().id()) && settle(old, listener::expired, true) ? 1 : 0;
        }
        for (Consignment late : spool.putOffSince(now.minus(limits.warnAfter()), now, false, page)) {
            seen += !underWay.test(late.message().id()) && settle(late, listener::delayed, false) ? 1 : 0;
        }
        return seen > 0;
    }

    private boolean settle(Consignment consignment, Deliveries.Event event, boolean giveUp) throws StoreException {
        long message = consignment.message().id();
        try {
            if (!Deliveries.tell(consignment.message(), settled(consignment), event)) {
                return false;
            }
            change(message, consignment.numbers(), giveUp);
            return true;
        } catch (StoreException e) {
            if (e.reason() == Reason.FULL || e.reason() == Reason.UNAVAILABLE) {
                throw e;
            }
            LOG.error("message {} is neither given up nor its sender told of the delay: {}", message, e.getMessage());
            return false; // the others are not concerned
        }
    }

    private static List<Settled> settled(Consignment consignment) {
        return consignment.recipients().stream()
                .map(recipient ->
                        new Settled(recipient, Outcome.ours(recipient.last().orElse(NOT_REACHED))))
                .toList();
    }

    private void change(long message, Set<Integer> recipients, boolean giveUp) throws StoreException {
        spool.change(message, recipients, recipient -> {
            if (recipient.state() != State.PENDING) {
                return recipient; // held by the operator meanwhile
            }
            return giveUp ? recipient.in(State.FAILED) : recipient.warnedOf();
        });
    }
}
