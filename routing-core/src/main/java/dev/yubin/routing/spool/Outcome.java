package dev.yubin.routing.spool;

import dev.yubin.smtp.Reply;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one attempt for one recipient.
 *
 * @param reply   2xx: somebody else answers for the message now; 4xx: not now; 5xx: no
 * @param server  who said it, such as {@code mx.osaka.test:25}; empty when it is this server's own word, as it is of a mailbox here
 * @param success what a reply of 2xx means
 * @param others  who are tried in his place, at once and each at his own destination; nobody unless he was expanded or moved. Their numbers are given anew
 */
public record Outcome(Reply reply, Optional<String> server, Success success, List<SpooledRecipient> others) {
    /** What the sender hears of a success, if he wants to: the action of RFC 3464 section 2.3.3. */
    public enum Success {
        /** The message is in the recipient's mailbox. */
        DELIVERED,
        /** Another server has it, which will not tell what becomes of it. */
        RELAYED,
        /** Another server has it, and knows what the sender wants to hear: from here he hears nothing (RFC 3461 section 5.2.1). */
        HANDED_ON,
        /** The address is a list, and the message goes to its members (RFC 3461 section 5.2.7.3). */
        EXPANDED,
        /** His mail goes to another destination than it did when it came. Nothing was tried yet, and nobody hears of it. */
        MOVED
    }

    /** @throws IllegalArgumentException for 3xx, which decides nothing, and for others in the place of one who was not expanded or moved */
    public Outcome {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(success, "success");
        others = List.copyOf(others);
        if (!others.isEmpty() && (!reply.isPositive() || success != Success.EXPANDED && success != Success.MOVED)) {
            throw new IllegalArgumentException("nobody comes in the place of one who is " + success + ": " + reply);
        }
        if (reply.isIntermediate()) {
            throw new IllegalArgumentException("\"" + reply + "\" is no outcome");
        }
    }

    /** Without others. */
    public Outcome(Reply reply, Optional<String> server, Success success) {
        this(reply, server, success, List.of());
    }

    /** A success is {@code RELAYED} where another server has said it, and {@code DELIVERED} where it is this server's word. */
    public Outcome(Reply reply, Optional<String> server) {
        this(reply, server, server.isPresent() ? Success.RELAYED : Success.DELIVERED);
    }

    /** This server's own word. */
    public static Outcome ours(Reply reply) {
        return new Outcome(reply, Optional.empty());
    }
}
