package dev.yubin.imap;

import dev.yubin.imap.wire.ImapWriter;
import java.util.Objects;
import java.util.Optional;

/**
 * A command that breaks its grammar or a limit. It was dropped whole, its literals with it, and is a value so that its BAD keeps its place.
 *
 * @param intended  the verb, where it could be read: one that is out of turn may be answered as that rather
 * @param complaint what was expected and what came, fit for the peer and for a log; no secret is in it
 * @param tooBig    whether a size was the trouble: {@code [TOOBIG]}
 */
public record Malformed(Optional<Verb> intended, String complaint, boolean tooBig) implements ImapCommand {
    public Malformed {
        Objects.requireNonNull(intended, "intended");
        Objects.requireNonNull(complaint, "complaint");
    }

    @Override
    public Verb verb() {
        return Verb.MALFORMED;
    }

    @Override
    public void write(ImapWriter out) {
        throw new IllegalArgumentException("what is malformed is never sent");
    }
}
