package dev.yubin.imap.fetch;

import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.LiteralMarker;
import java.util.List;
import java.util.Objects;

/**
 * Begins a FETCH response whose octets are streamed behind it: {@code * 12 FETCH (UID 7 BODY[] {342}}.
 *
 * @param number  the message's
 * @param byUid   whether that is its UID (RFC 9586)
 * @param data    what is told before them
 * @param body    which octets follow
 * @param literal how many
 */
public record FetchOpening(long number, boolean byUid, List<FetchDatum> data, BodyName body, LiteralMarker literal)
        implements FetchPiece {
    public FetchOpening {
        data = List.copyOf(data);
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(literal, "literal");
    }

    /** With so many octets in an ordinary literal. */
    public static FetchOpening of(long number, List<FetchDatum> data, BodyName body, long octets) {
        return new FetchOpening(number, false, data, body, new LiteralMarker(octets, true, false));
    }

    @Override
    public long octets() {
        return literal.octets();
    }

    @Override
    public void write(ImapWriter out) {
        FetchPiece.writeItems(
                data, body, literal, FetchData.writeHead(number, byUid, out).text("("));
    }
}
