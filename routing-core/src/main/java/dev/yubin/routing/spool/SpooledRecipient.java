package dev.yubin.routing.spool;

import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Reply;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One recipient of a message in a {@link Spool}, and how far he is.
 *
 * @param number      among the message's recipients, from 0
 * @param rcpt        who he is, and what the sender wishes for him: NOTIFY and ORCPT (RFC 3461)
 * @param destination the key by which his mail is tried together with others': a domain in A-labels, an address literal, or any name in printable ASCII
 * @param state       whether he waits
 * @param attempts    how often his mail was tried in vain
 * @param due         when it is to be tried next, to the millisecond; of no meaning unless he is pending
 * @param warned      whether the sender was told of the delay
 * @param last        the reply that decided last, where there was one
 */
public record SpooledRecipient(
        int number,
        Rcpt rcpt,
        String destination,
        State state,
        int attempts,
        Instant due,
        boolean warned,
        Optional<Reply> last) {
    /** The most a destination's name can have: those of an account and of a mailbox, encoded. */
    public static final int MAX_DESTINATION_OCTETS = 8192;

    /** How far he is. */
    public enum State {
        /** Waits until he is due. */
        PENDING,
        /** The next server, or his mailbox, has the message. */
        DELIVERED,
        /** Given up. */
        FAILED,
        /** Waits until the operator lets go. */
        HELD;

        /** Whether the message has still to be kept for him. */
        public boolean waits() {
            return this == PENDING || this == HELD;
        }
    }

    public SpooledRecipient {
        Objects.requireNonNull(rcpt, "rcpt");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(due, "due");
        Objects.requireNonNull(last, "last");
        if (number < 0 || attempts < 0) {
            throw new IllegalArgumentException("a recipient's number and attempts are 0 or more");
        }
        if (destination.isEmpty()
                || destination.length() > MAX_DESTINATION_OCTETS
                || !destination.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new IllegalArgumentException("a destination is 1 to " + MAX_DESTINATION_OCTETS
                    + " characters of printable ASCII, not \"" + destination + '"');
        }
    }

    /** One who has just come, to be tried from that instant on. */
    public static SpooledRecipient pending(int number, Rcpt rcpt, String destination, Instant due) {
        return new SpooledRecipient(number, rcpt, destination, State.PENDING, 0, due, false, Optional.empty());
    }

    /** What stands behind the {@code @}: the key of mail that goes where its recipient's domain says. */
    public static String destination(ForwardPath to) {
        return to.mailbox()
                .map(mailbox -> mailbox.host() instanceof Domain domain
                        ? domain.aLabels()
                        : mailbox.host().toString())
                .orElse("postmaster");
    }

    /** The same one under another number. */
    public SpooledRecipient numbered(int number) {
        return new SpooledRecipient(number, rcpt, destination, state, attempts, due, warned, last);
    }

    /** One in his place, who is as old and has waited as long. */
    public SpooledRecipient replacedBy(Rcpt rcpt, String destination) {
        return new SpooledRecipient(number, rcpt, destination, state, attempts, due, warned, last);
    }

    /** The same one in another state. */
    public SpooledRecipient in(State state) {
        return new SpooledRecipient(number, rcpt, destination, state, attempts, due, warned, last);
    }

    /** The same one, to be tried from that instant on. */
    public SpooledRecipient due(Instant due) {
        return new SpooledRecipient(number, rcpt, destination, state, attempts, due, warned, last);
    }

    /** The same one, whose sender knows of the delay. */
    public SpooledRecipient warnedOf() {
        return new SpooledRecipient(number, rcpt, destination, state, attempts, due, true, last);
    }

    /** The same one behind a further attempt in vain, with what was said. */
    public SpooledRecipient triedInVain(Reply said, Instant nextDue) {
        return new SpooledRecipient(number, rcpt, destination, state, attempts + 1, nextDue, warned, Optional.of(said));
    }

    /** The same one for whom this reply was the last. */
    public SpooledRecipient ended(State state, Reply said) {
        return new SpooledRecipient(number, rcpt, destination, state, attempts, due, warned, Optional.of(said));
    }
}
