package dev.yubin.imap.fetch;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a FETCH response whose octets are streamed: a {@link FetchOpening}; its octets; any number of times a {@link FetchContinuing} and its
 * octets; a {@link FetchClosing}. The same pieces go out of a server and come into a client.
 */
public sealed interface FetchPiece permits FetchOpening, FetchContinuing, FetchClosing {
    /** Writes it up to the end of its line. */
    void write(ImapWriter out);

    /** How many octets are to follow. */
    long octets();

    /** "* n FETCH (" or "* uid UIDFETCH (" items, up to the marker of octets that are yet to come. @throws SyntaxException where no such octets are announced */
    static FetchOpening readOpening(ImapReader in) throws SyntaxException {
        long number = in.numberBefore("");
        boolean byUid = FetchData.readByUid(in);
        in.expect('(');
        FetchPiece items = readItems(in);
        if (items instanceof FetchContinuing open) {
            return new FetchOpening(number, byUid, open.data(), open.body(), open.literal());
        }
        throw in.unexpected("a literal");
    }

    /** What stands behind streamed octets: items up to the next such, or to the end. */
    static FetchPiece readFurther(ImapReader in) throws SyntaxException {
        FetchPiece items = in.accept(' ') ? readItems(in) : new FetchClosing(List.of());
        if (items instanceof FetchClosing) {
            in.expect(')');
            in.accept(' ');
            in.expectEnd();
        }
        return items;
    }

    /** Items up to octets whose marker ends the input, or else up to the end of their list. */
    private static FetchPiece readItems(ImapReader in) throws SyntaxException {
        List<FetchDatum> data = new ArrayList<>();
        do {
            in.countItem();
            int start = in.position();
            if (FetchDatum.comesContent(in)) {
                BodyName body = BodyName.read(in);
                Optional<LiteralMarker> literal = in.space().acceptOpenLiteral();
                if (literal.isPresent()) {
                    return new FetchContinuing(data, body, literal.get());
                }
                in.back(in.position() - start);
            }
            data.add(FetchDatum.read(in));
        } while (in.accept(' '));
        return new FetchClosing(data);
    }

    /** *(item SP) name SP marker CRLF */
    static void writeItems(List<FetchDatum> data, BodyName body, LiteralMarker literal, ImapWriter out) {
        for (FetchDatum datum : data) {
            datum.write(out);
            out.space();
        }
        body.write(out);
        out.space().marker(literal);
    }
}
