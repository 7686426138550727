package dev.yubin.routing.spool;

import dev.yubin.mailbox.StoreException;
import java.util.List;

/**
 * Hears what becomes of messages: who writes notices to their senders (RFC 3461) implements it. It is told before the spool forgets, so the content is there
 * still, and it is told again when the program ends between the two: twice rather than never. Where it throws {@link StoreException}, what it was told of
 * counts as not having happened yet, and is told again later.
 *
 * <p>Called on many threads at once, for one message also; it may block.
 */
public interface SpoolListener {
    /** Hears nothing. */
    SpoolListener NONE = new SpoolListener() {};

    /** Somebody else answers for the message now: the next server, or a mailbox here. */
    default void delivered(SpooledMessage message, List<Settled> recipients) throws StoreException {}

    /** It waits for so long that its sender should know. Once for a recipient. */
    default void delayed(SpooledMessage message, List<Settled> recipients) throws StoreException {}

    /** The destination has said no for good, or the operator has. */
    default void failed(SpooledMessage message, List<Settled> recipients) throws StoreException {}

    /** It has waited for so long that it is given up; the outcomes are the last that were heard. */
    default void expired(SpooledMessage message, List<Settled> recipients) throws StoreException {}
}
