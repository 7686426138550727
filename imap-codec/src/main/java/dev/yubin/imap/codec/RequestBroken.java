package dev.yubin.imap.codec;

import java.util.Objects;

/**
 * What followed the octets of an APPEND, or came as a {@link ContinuationLine}, breaks the grammar: nothing of the command is done, and BAD
 * is due. It was dropped whole.
 */
public record RequestBroken(String complaint) {
    public RequestBroken {
        Objects.requireNonNull(complaint, "complaint");
    }
}
