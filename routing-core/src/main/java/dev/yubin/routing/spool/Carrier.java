package dev.yubin.routing.spool;

import dev.yubin.mailbox.Content;
import java.util.List;

/** Brings a message to its recipients at one destination: what a {@link Scheduler} calls, on many threads at once, each of which may wait. */
@FunctionalInterface
public interface Carrier {
    /**
     * Tries once.
     *
     * @param consignment its recipients have one destination
     * @param content     the octets; open as long as this call
     * @return an outcome for each recipient, in the same order
     * @throws NotReachedException when nobody at the destination has said anything about this message: what else waits for it would fare no better
     */
    List<Outcome> carry(Consignment consignment, Content content) throws NotReachedException;
}
