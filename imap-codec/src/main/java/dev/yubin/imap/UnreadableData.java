package dev.yubin.imap;

import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Octets;
import java.util.Objects;

/** A response that breaks its grammar; the conversation goes on behind it. Only ever read. */
public record UnreadableData(String complaint, Octets line) implements ImapResponse {
    public UnreadableData {
        Objects.requireNonNull(complaint, "complaint");
        Objects.requireNonNull(line, "line");
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.UNREADABLE;
    }

    @Override
    public void write(ImapWriter out) {
        throw new IllegalArgumentException("what is unreadable is never sent");
    }
}
