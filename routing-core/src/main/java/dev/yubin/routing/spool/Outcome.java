package dev.yubin.routing.spool;

import dev.yubin.smtp.Reply;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one attempt for one recipient.
 *
 * @param reply  2xx: somebody else answers for the message now; 4xx: not now; 5xx: no
 * @param server who said it, such as {@code mx.osaka.test:25}; empty when it is this server's own word, as it is of a mailbox here
 */
public record Outcome(Reply reply, Optional<String> server) {
    /** @throws IllegalArgumentException for 3xx, which decides nothing */
    public Outcome {
        Objects.requireNonNull(server, "server");
        if (reply.isIntermediate()) {
            throw new IllegalArgumentException("\"" + reply + "\" is no outcome");
        }
    }

    /** This server's own word. */
    public static Outcome ours(Reply reply) {
        return new Outcome(reply, Optional.empty());
    }
}
