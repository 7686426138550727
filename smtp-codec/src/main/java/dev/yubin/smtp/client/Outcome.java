package dev.yubin.smtp.client;

import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Reply;
import java.util.Objects;

/**
 * What became of a message for one of its recipients.
 *
 * @param reply the one that decided: to MAIL or RCPT where that was refused, else to DATA or to the end of the content
 */
public record Outcome(ForwardPath to, Reply reply) {
    public Outcome {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(reply, "reply");
    }

    /** Whether the server has taken the message for this recipient, and answers for it from then on (RFC 5321 section 6.1). */
    public boolean accepted() {
        return reply.isPositive();
    }
}
