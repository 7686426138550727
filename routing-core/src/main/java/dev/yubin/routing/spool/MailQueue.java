package dev.yubin.routing.spool;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The operator's view of a spool, and his hands: {@link Scheduler#queue}, or {@link #atRest} where none runs. Any thread may call; each call blocks until what it changed is durable. What is done
 * to a message while it is under way counts for its next attempt: what the destination has taken is delivered. What is dropped then is held until the attempt has
 * ended, or for as long as the operator likes where the program ends first.
 */
public final class MailQueue {
    private static final Reply REMOVED = Reply.of(554, "5.3.0", "Removed from the queue by this server's operator");
    private static final int PAGE = 256;

    /**
     * A message as it is shown.
     *
     * @param recipients those who are done among them
     */
    public record Shown(SpooledMessage message, List<SpooledRecipient> recipients) {
        public Shown {
            recipients = List.copyOf(recipients);
        }
    }

    /** Which messages are meant. */
    public sealed interface Selection permits One, To, All {}

    /** One message. */
    public record One(long message) implements Selection {}

    /** What waits for one destination. */
    public record To(String destination) implements Selection {}

    /** Everything. */
    public record All() implements Selection {}

    private final Spool spool;
    private final SpoolListener listener;
    private final UnderWay underWay;
    private final InstantSource clock;
    private final Runnable changed;

    MailQueue(Spool spool, SpoolListener listener, UnderWay underWay, InstantSource clock, Runnable changed) {
        this.spool = spool;
        this.listener = listener;
        this.underWay = underWay;
        this.clock = clock;
        this.changed = changed;
    }

    /**
     * The queue of a spool that no scheduler is at work on: what is changed is tried once one is.
     *
     * @param listener who hears of what is dropped
     */
    public static MailQueue atRest(Spool spool, SpoolListener listener) {
        return new MailQueue(spool, listener, new UnderWay(), InstantSource.system(), () -> {});
    }

    /** Messages with a higher id than this one, ascending, up to so many; from 0 on, page by page, it is the whole queue. */
    public List<SpooledMessage> list(long after, int most) throws StoreException {
        return spool.messages(after, most);
    }

    /** A message with its recipients; empty when it is gone. */
    public Optional<Shown> show(long message) throws StoreException {
        List<SpooledRecipient> recipients = spool.recipients(message);
        return spool.message(message).map(found -> new Shown(found, recipients));
    }

    /** How much waits for whom: destinations behind this name, up to so many; from the empty name on, page by page, it is all of them. */
    public List<Destination> counts(String after, int most) throws StoreException {
        return spool.destinations(after, most);
    }

    /**
     * Has them tried at once, though their time has not come and their destination is put off. Those that are held stay so.
     *
     * @param done told each time how many messages have been gone through
     */
    public void retryNow(Selection which, LongConsumer done) throws StoreException {
        Instant now = clock.instant();
        each(which, done, (message, recipients) -> {
            change(message, recipients, State.PENDING, recipient -> recipient.due(now));
            for (String destination : destinations(recipients)) {
                tryAgain(destination, now);
            }
        });
        changed.run();
    }

    private static Set<String> destinations(List<SpooledRecipient> recipients) {
        return recipients.stream().map(SpooledRecipient::destination).collect(Collectors.toSet());
    }

    private void tryAgain(String name, Instant now) throws StoreException {
        Optional<Destination> putOff = spool.destination(name)
                .filter(found ->
                        found.putOff().filter(until -> until.isAfter(now)).isPresent());
        if (putOff.isPresent()) {
            spool.putOff(name, putOff.get().failures(), now);
        }
    }

    /** Has them wait until they are released; they are neither tried nor given up. */
    public void hold(Selection which, LongConsumer done) throws StoreException {
        each(
                which,
                done,
                (message, recipients) ->
                        change(message, recipients, State.PENDING, recipient -> recipient.in(State.HELD)));
    }

    /** Lets go of those that are held; they are tried at once. */
    public void release(Selection which, LongConsumer done) throws StoreException {
        Instant now = clock.instant();
        each(
                which,
                done,
                (message, recipients) -> change(
                        message,
                        recipients,
                        State.HELD,
                        recipient -> recipient.in(State.PENDING).due(now)));
        changed.run();
    }

    /**
     * Removes them. The notices that it writes are not among them.
     *
     * @param notice whether the senders are told, as of any failure
     */
    public void drop(Selection which, boolean notice, LongConsumer done) throws StoreException {
        Instant start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Predicate<SpooledMessage> own = message ->
                notice && message.mail().from().isNull() && !message.arrived().isBefore(start);
        each(which, own.negate(), done, (message, recipients) -> {
            Map<Boolean, List<SpooledRecipient>> now = recipients.stream()
                    .collect(Collectors.partitioningBy(recipient -> !underWay.has(message, recipient)));
            dropNow(message, now.get(true), notice);
            change(message, now.get(false), State.PENDING, recipient -> recipient.in(State.HELD));
            now.get(false).forEach(recipient -> underWay.drop(message, recipient, notice));
        });
        changed.run();
    }

    private void dropNow(SpooledMessage message, List<SpooledRecipient> recipients, boolean notice)
            throws StoreException {
        if (recipients.isEmpty()) {
            return;
        }
        if (notice) {
            listener.failed(
                    message,
                    recipients.stream()
                            .map(recipient -> new Settled(recipient, Outcome.ours(REMOVED)))
                            .toList());
        }
        spool.change(
                message.id(),
                numbers(recipients),
                recipient -> recipient.state().waits() ? recipient.ended(State.FAILED, REMOVED) : recipient);
    }

    /** An attempt has come to its end: whom it has not brought there, and the operator has dropped, is given up. */
    void ended(Consignment consignment) throws StoreException {
        synchronized (underWay) {
            SpooledMessage message = consignment.message();
            for (Map.Entry<UnderWay.Wish, List<SpooledRecipient>> dropped :
                    underWay.end(consignment).entrySet()) {
                List<SpooledRecipient> waiting = spool.recipients(message.id()).stream()
                        .filter(recipient -> recipient.state().waits())
                        .filter(recipient ->
                                dropped.getValue().stream().anyMatch(before -> before.number() == recipient.number()))
                        .toList();
                dropNow(message, waiting, dropped.getKey() == UnderWay.Wish.DROP_WITH_NOTICE);
            }
        }
    }

    private void change(
            SpooledMessage message,
            List<SpooledRecipient> recipients,
            State from,
            UnaryOperator<SpooledRecipient> change)
            throws StoreException {
        if (!recipients.isEmpty()) {
            spool.change(
                    message.id(),
                    numbers(recipients),
                    recipient -> recipient.state() == from ? change.apply(recipient) : recipient);
        }
    }

    private static Set<Integer> numbers(List<SpooledRecipient> recipients) {
        return recipients.stream().map(SpooledRecipient::number).collect(Collectors.toSet());
    }

    private interface Deed {
        /** @param recipients of those that are meant, who wait or are held; never none */
        void to(SpooledMessage message, List<SpooledRecipient> recipients) throws StoreException;
    }

    private void each(Selection which, LongConsumer done, Deed deed) throws StoreException {
        each(which, message -> true, done, deed);
    }

    private void each(Selection which, Predicate<SpooledMessage> meant, LongConsumer done, Deed deed)
            throws StoreException {
        if (which instanceof One one) {
            SpooledMessage message = spool.message(one.message())
                    .orElseThrow(() -> new StoreException(
                            Reason.NONEXISTENT, "message " + one.message() + " is not in the queue any more"));
            each(message, which, deed);
            done.accept(1);
            return;
        }
        long last = 0;
        long gone = 0;
        List<SpooledMessage> page;
        do {
            page = which instanceof To to
                    ? spool.messagesFor(to.destination(), last, PAGE)
                    : spool.messages(last, PAGE);
            for (SpooledMessage message : page) {
                last = message.id();
                if (meant.test(message)) {
                    each(message, which, deed);
                    done.accept(++gone);
                }
            }
        } while (page.size() == PAGE);
    }

    private void each(SpooledMessage message, Selection which, Deed deed) throws StoreException {
        synchronized (underWay) { // no attempt begins, and nobody else gives up, between the look and the deed
            List<SpooledRecipient> meant = spool.recipients(message.id()).stream()
                    .filter(recipient -> recipient.state().waits())
                    .filter(recipient ->
                            !(which instanceof To to) || recipient.destination().equals(to.destination()))
                    .toList();
            if (!meant.isEmpty()) {
                deed.to(message, meant);
            }
        }
    }
}
