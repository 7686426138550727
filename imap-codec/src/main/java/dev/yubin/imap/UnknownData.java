package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Octets;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/** Untagged data of a kind that this codec does not know, kept whole: what stands behind {@code *}, literals within. */
public record UnknownData(Octets data) implements ImapResponse {
    public UnknownData {
        Objects.requireNonNull(data, "data");
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.UNKNOWN;
    }

    static UnknownData read(ImapReader in) throws SyntaxException {
        in.expect("* ");
        return new UnknownData(in.rest());
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* ").asRead(data);
    }
}
