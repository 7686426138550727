package dev.yubin.routing.authentication;

import dev.yubin.smtp.Mailbox;
import java.util.Optional;

/**
 * Rewrites the sender of what an alias or a list sends on to another domain, whose server would else find, by SPF (RFC 7208), that this server may not send for it; and
 * leads notices of failure back. The sender rewriting scheme (SRS) is one.
 *
 * <p>{@link dev.yubin.routing.Relay.Builder#rewriting} asks it for the way out, {@link dev.yubin.routing.Router#returning} for the way back. Any thread may call it,
 * and it does not block.
 */
public interface SenderRewriting {
    /**
     * Under whom mail of this sender is sent on. Whoever uses a domain of this server needs no other name.
     *
     * @return the same where it is to stay
     */
    Mailbox onward(Mailbox sender);

    /**
     * Whose mail went on under this name. Mail for it is taken from anybody and sent to him, so nobody must be able to make such a name up.
     *
     * @return empty for every address that {@link #onward} did not make, or made too long ago
     */
    Optional<Mailbox> back(Mailbox recipient);
}
