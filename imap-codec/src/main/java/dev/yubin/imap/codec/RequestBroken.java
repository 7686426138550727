package dev.yubin.imap.codec;

import java.util.Objects;

/**
 * What followed the octets of an APPEND, or came as a {@link ContinuationLine}, breaks the grammar: nothing of the command is done, and BAD
 * is due. It was dropped whole.
 *
 * @param tooBig whether it is its size that is wrong, so that TOOBIG is due with the BAD (RFC 7888 section 5)
 */
public record RequestBroken(String complaint, boolean tooBig) {
    public RequestBroken {
        Objects.requireNonNull(complaint, "complaint");
    }
}
