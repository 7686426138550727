package dev.yubin.routing.spool;

import dev.yubin.mailbox.StoreException;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * What was tried in vain for too long: its sender is told, and in the end it is given up. RFC 5321 section 4.5.4.1. What is due is left alone however old it is:
 * behind an outage of this server, or released by its operator, it has first its attempt. Used by the scheduler's turns alone.
 */
record Aging(Spool spool, SpoolListener listener, SchedulerLimits limits) {
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
        int seen = 0;
        for (Consignment old :
                spool.putOffSince(now.minus(limits.giveUpAfter()), now, true, most + limits.deliveries())) {
            if (!underWay.test(old.message().id()) && Deliveries.tell(old.message(), settled(old), listener::expired)) {
                change(old.message().id(), old.numbers(), true);
                seen++;
            }
        }
        for (Consignment late :
                spool.putOffSince(now.minus(limits.warnAfter()), now, false, most + limits.deliveries())) {
            if (!underWay.test(late.message().id())
                    && Deliveries.tell(late.message(), settled(late), listener::delayed)) {
                change(late.message().id(), late.numbers(), false);
                seen++;
            }
        }
        return seen > 0;
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
