package dev.yubin.mailbox.feature;

/**
 * A {@link dev.yubin.mailbox.Mailbox} with a largest message of its own. Clients are then told of APPENDLIMIT mailbox by mailbox (RFC 7889
 * section 3); without it the server has one limit for all. The store itself refuses with {@code TOOBIG} what is larger.
 */
@FunctionalInterface
public interface AppendLimits {
    /** How many octets a message that comes in may have; {@code Long.MAX_VALUE} where none is too large. Cheap: called for each STATUS that asks. */
    long appendLimit();
}
