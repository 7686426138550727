package dev.yubin.imap.fetch;

import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.LiteralMarker;
import java.util.List;
import java.util.Objects;

/** Goes on behind streamed octets and announces more: {@code  FLAGS () BODY[2] {77}}. Parts as those of {@link FetchOpening}. */
public record FetchContinuing(List<FetchDatum> data, BodyName body, LiteralMarker literal) implements FetchPiece {
    public FetchContinuing {
        data = List.copyOf(data);
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(literal, "literal");
    }

    /** With so many octets in an ordinary literal. */
    public static FetchContinuing of(List<FetchDatum> data, BodyName body, long octets) {
        return new FetchContinuing(data, body, new LiteralMarker(octets, true, false));
    }

    @Override
    public long octets() {
        return literal.octets();
    }

    @Override
    public void write(ImapWriter out) {
        FetchPiece.writeItems(data, body, literal, out.space());
    }
}
