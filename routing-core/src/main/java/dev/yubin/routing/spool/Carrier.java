package dev.yubin.routing.spool;

import dev.yubin.mailbox.Content;
import java.util.List;

/** Brings a message to its recipients at one destination: what a {@link Scheduler} calls, on many threads at once, each of which may wait. */
@FunctionalInterface
public interface Carrier {
    /**
     * Whether the server where this destination's mail goes has all that it is to have at once, other destinations' among it, as far as that is known here. Nothing
     * is begun then. Asked on the scheduler's turns for each destination that has something due, so it looks up nothing and never waits.
     */
    default boolean isBusy(String destination) {
        return false;
    }

    /**
     * Tries once.
     *
     * @param consignment its recipients have one destination
     * @param content     the octets; open as long as this call
     * @return an outcome for each recipient, in the same order
     * @throws NotReachedException when nobody at the destination has said anything about this message: what else waits for it would fare no better
     * @throws BusyException       when it would be {@link #isBusy busy}, which was not known before; nothing has happened then
     */
    List<Outcome> carry(Consignment consignment, Content content) throws NotReachedException, BusyException;
}
