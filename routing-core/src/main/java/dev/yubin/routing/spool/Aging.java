package dev.yubin.routing.spool;

import dev.yubin.mailbox.StoreException;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/** What waits for too long: its sender is told, and in the end it is given up. RFC 5321 section 4.5.4.1. Used by the scheduler's turns alone. */
record Aging(Spool spool, SpoolListener listener, SchedulerLimits limits) {
    private static final Reply NOT_TRIED = Reply.of(451, "4.4.7", "It has not been tried yet");

    /**
     * Looks at the oldest messages.
     *
     * @param most     so many at the most, beside those that are under way
     * @param underWay whether a message is, and is left alone until it has come to its end
     * @return whether there was something to do, so that there may be more
     */
    boolean look(Instant now, int most, LongPredicate underWay) throws StoreException {
        int seen = 0;
        for (Consignment old : spool.waitingSince(now.minus(limits.giveUpAfter()), true, most + limits.deliveries())) {
            if (!underWay.test(old.message().id()) && Deliveries.tell(old.message(), settled(old), listener::expired)) {
                change(old.message().id(), old.numbers(), true);
                seen++;
            }
        }
        for (Consignment late : spool.waitingSince(now.minus(limits.warnAfter()), false, most + limits.deliveries())) {
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
                        new Settled(recipient, Outcome.ours(recipient.last().orElse(NOT_TRIED))))
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
