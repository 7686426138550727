package dev.yubin.imap.mailbox;

import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.LiteralMarker;
import java.util.Objects;
import java.util.Optional;

/** A message that is one literal: how many octets it has, and whether the client waits before it sends them. */
public record AppendLiteral(LiteralMarker marker) implements AppendData {
    public AppendLiteral {
        Objects.requireNonNull(marker, "marker");
    }

    @Override
    public Optional<LiteralMarker> literal() {
        return Optional.of(marker);
    }

    @Override
    public void write(ImapWriter out) {
        out.marker(marker);
    }
}
