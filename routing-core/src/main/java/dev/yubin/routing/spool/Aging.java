package dev.yubin.routing.spool;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.Reply;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was tried in vain for too long: its sender is told, and in the end it is given up. RFC 5321 section 4.5.4.1. What is due is left alone however old it is:
 * behind an outage of this server, or released by its operator, it has first its attempt. Used by the scheduler's turns alone.
 */
final class Aging {
    private static final Logger LOG = LoggerFactory.getLogger(Aging.class);
    /** Of whom another message's attempt has told. */
    private static final Reply NOT_REACHED = Reply.of(451, "4.4.1", "Its destination was not reached");

    /** Somebody of whose delay, or end, the sender was told, though the spool did not take it: a full disk or damage must not tell him each minute. */
    private record Told(long message, int recipient, boolean end) {}

    private final Spool spool;
    private final SpoolListener listener;
    private final SchedulerLimits limits;
    private final UnderWay underWay;
    private final Set<Told> told = new HashSet<>();

    Aging(Spool spool, SpoolListener listener, SchedulerLimits limits, UnderWay underWay) {
        this.spool = spool;
        this.listener = listener;
        this.limits = limits;
        this.underWay = underWay;
    }

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
        SpooledMessage message = consignment.message();
        try {
            synchronized (underWay) {
                List<SpooledRecipient> pending = spool.recipients(message.id()).stream()
                        .filter(recipient -> consignment.numbers().contains(recipient.number()))
                        .filter(recipient -> recipient.state() == State.PENDING) // the operator may have been quicker
                        .toList();
                return tell(message, pending, event, giveUp) && change(message, pending, giveUp);
            }
        } catch (StoreException e) {
            if (e.reason() == Reason.FULL || e.reason() == Reason.UNAVAILABLE) {
                throw e;
            }
            LOG.error(
                    "message {} is neither given up nor its sender told of the delay: {}",
                    message.id(),
                    e.getMessage());
            return false; // the others are not concerned
        }
    }

    /** False when the listener has a bug. */
    private boolean tell(
            SpooledMessage message, List<SpooledRecipient> recipients, Deliveries.Event event, boolean giveUp)
            throws StoreException {
        List<Settled> untold = recipients.stream()
                .filter(recipient -> !told.contains(new Told(message.id(), recipient.number(), giveUp)))
                .map(recipient ->
                        new Settled(recipient, Outcome.ours(recipient.last().orElse(NOT_REACHED))))
                .toList();
        if (!Deliveries.tell(message, untold, event)) {
            return false;
        }
        untold.forEach(each -> told.add(new Told(message.id(), each.recipient().number(), giveUp)));
        return true;
    }

    private boolean change(SpooledMessage message, List<SpooledRecipient> recipients, boolean giveUp)
            throws StoreException {
        Set<Integer> numbers = recipients.stream().map(SpooledRecipient::number).collect(Collectors.toSet());
        spool.change(message.id(), numbers, recipient -> giveUp ? recipient.in(State.FAILED) : recipient.warnedOf());
        numbers.forEach(number -> told.remove(new Told(message.id(), number, giveUp)));
        return true;
    }
}
