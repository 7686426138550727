package dev.yubin.smtp.client;

import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Reply;
import java.util.Objects;

/**
 * What became of a message for one of its recipients.
 *
 * @param reply        the one that decided: to MAIL or RCPT where that was refused, else to DATA or to the end of the content
 * @param perhapsTaken whether the content was sent whole for this recipient and no reply came, so that the server may have taken it: to send it again may
 *                     bring it twice (RFC 5321 section 6.1). The reply is this side's then
 */
public record Outcome(ForwardPath to, Reply reply, boolean perhapsTaken) {
    /** @throws IllegalArgumentException when it is accepted and only perhaps so */
    public Outcome {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(reply, "reply");
        if (perhapsTaken && reply.isPositive()) {
            throw new IllegalArgumentException("what was accepted is taken for sure");
        }
    }

    /** What a reply decided. */
    public Outcome(ForwardPath to, Reply reply) {
        this(to, reply, false);
    }

    /** Whether the server has taken the message for this recipient, and answers for it from then on (RFC 5321 section 6.1). */
    public boolean accepted() {
        return reply.isPositive();
    }
}
