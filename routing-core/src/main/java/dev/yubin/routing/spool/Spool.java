package dev.yubin.routing.spool;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.smtp.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Keeps messages until each of their recipients is delivered or given up: the content once, however many recipients, and beside it what SMTP said of it. RFC
 * 5321 section 4.5.4.
 *
 * <p>What {@link Intake#commit} and {@link #change} have returned is durable, whatever ends the program; what they have not is there whole or not at all. A
 * message is gone, content and all, once none of its recipients waits. Calls come from many threads at once, and may block. Lists are asked for in pages, so
 * that no queue is ever whole in memory.
 *
 * <p>It decides nothing: when to try, and what an outcome means, is the {@link Scheduler}'s. An implementation passes {@code SpoolContract}.
 *
 * <p>Every method throws {@link StoreException}: {@code UNAVAILABLE}, {@code FULL} or {@code CORRUPTION} with what to do, and what is said beside.
 */
public interface Spool extends AutoCloseable {
    /**
     * Begins to take a message in. Nothing is there before its commit; closing without leaves no trace.
     *
     * @param octets the size where the client announced it
     * @throws StoreException {@code TOOBIG}, {@code FULL}
     */
    Intake begin(OptionalLong octets) throws StoreException;

    /** A message; empty when it is gone. */
    Optional<SpooledMessage> message(long id) throws StoreException;

    /** The recipients of a message, those who are done among them, by number; none when it is gone. */
    List<SpooledRecipient> recipients(long message) throws StoreException;

    /**
     * The octets of a message, as they came in.
     *
     * @throws StoreException {@code NONEXISTENT} when it is gone; the content itself throws {@code EXPUNGED} when it goes meanwhile
     */
    Content content(long message) throws StoreException;

    /** Messages with a higher id than this one, ascending, up to so many. */
    List<SpooledMessage> messages(long after, int most) throws StoreException;

    /** The same, of those that have somebody waiting or held at this destination. */
    List<SpooledMessage> messagesFor(String destination, long after, int most) throws StoreException;

    /** A destination; empty when nothing waits or is held for it. */
    Optional<Destination> destination(String name) throws StoreException;

    /** Destinations behind this name, in the order of names, up to so many: those that anything waits or is held for. */
    List<Destination> destinations(String after, int most) throws StoreException;

    /** The same, of those that have something to do at that instant: a recipient is due, and the destination is not put off. */
    List<Destination> dueDestinations(Instant now, String after, int most) throws StoreException;

    /** When the next destination has something to do, of those that have not yet. */
    Optional<Instant> nextDue(Instant now) throws StoreException;

    /**
     * The messages with recipients who are due at this destination, with those recipients, longest due first, up to so many.
     *
     * @param except messages that are passed over, for they are under way
     */
    List<Consignment> due(String destination, Instant now, Set<Long> except, int most) throws StoreException;

    /**
     * Messages that came in no later than that and have somebody put off, with those recipients, oldest first, up to so many. Who is pending is put off while
     * his own time is still to come, or his destination's: an attempt has failed then. Who is due is about to be tried, however old his message is.
     *
     * @param warned whether those whose sender was told of the delay are among them
     */
    List<Consignment> putOffSince(Instant arrived, Instant now, boolean warned, int most) throws StoreException;

    /**
     * Changes what is known of recipients: all of them or none, and durable when it returns. Who is not there is passed over.
     *
     * @param change what becomes of each; he keeps his number, path and destination. It may be asked more than once, and has no other effect
     */
    void change(long message, Set<Integer> recipients, UnaryOperator<SpooledRecipient> change) throws StoreException;

    /**
     * Puts others in the place of a recipient, who is {@code DELIVERED} then: all of it or nothing, and durable when it returns. Who does not wait has nobody put
     * in his place, so that it may be asked again.
     *
     * @param said   his last reply
     * @param others one or more, who are numbered behind all that are there, in this order; held where he is
     */
    void replace(long message, int recipient, Reply said, List<SpooledRecipient> others) throws StoreException;

    /**
     * Puts a destination off as a whole, so that its messages do not each try; or lets it be tried again. Nothing happens where nothing waits for it.
     *
     * @param failures how often in a row it was not reached
     * @param until    nothing of it is due before
     */
    void putOff(String destination, int failures, Instant until) throws StoreException;

    /** Ends once all that was begun is done; calls that come later fail with {@code UNAVAILABLE}. */
    @Override
    void close() throws StoreException;
}
