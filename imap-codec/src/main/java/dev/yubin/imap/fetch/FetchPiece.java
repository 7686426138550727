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

    /** "* n FETCH (" items, up to the marker of octets that are yet to come. @throws SyntaxException where no such octets are announced */
    static FetchOpening readOpening(ImapReader in) throws SyntaxException {
        in.expect("* ");
        long number = in.number();
        in.expect(" FETCH (");
        List<FetchDatum> data = new ArrayList<>();
        Optional<Announced> announced = readItems(in, data);
        if (announced.isEmpty()) {
            throw in.unexpected("a literal");
        }
        return new FetchOpening(
                number, data, announced.get().body(), announced.get().literal());
    }

    /** What stands behind streamed octets: items up to the next such, or to the end. */
    static FetchPiece readFurther(ImapReader in) throws SyntaxException {
        List<FetchDatum> data = new ArrayList<>();
        if (in.accept(' ')) {
            Optional<Announced> announced = readItems(in, data);
            if (announced.isPresent()) {
                return new FetchContinuing(
                        data, announced.get().body(), announced.get().literal());
            }
        }
        in.expect(')');
        in.accept(' ');
        in.expectEnd();
        return new FetchClosing(data);
    }

    /** Octets whose marker ends the input. */
    record Announced(BodyName body, LiteralMarker literal) {}

    private static Optional<Announced> readItems(ImapReader in, List<FetchDatum> data) throws SyntaxException {
        do {
            in.countItem();
            int start = in.position();
            String word = in.peekAtom().toUpperCase(java.util.Locale.ROOT);
            int bracket = word.indexOf('[');
            if (FetchDatum.isContent(bracket < 0 ? word : word.substring(0, bracket + 1))) {
                BodyName body = BodyName.read(in);
                in.space();
                Optional<LiteralMarker> literal = in.acceptOpenLiteral();
                if (literal.isPresent()) {
                    return Optional.of(new Announced(body, literal.get()));
                }
                in.back(in.position() - start);
            }
            data.add(FetchDatum.read(in));
        } while (in.accept(' '));
        return Optional.empty();
    }

    /** *(item SP) name SP marker CRLF */
    static void writeItems(List<FetchDatum> data, BodyName body, LiteralMarker literal, ImapWriter out) {
        data.forEach(datum -> {
            datum.write(out);
            out.space();
        });
        body.write(out);
        out.space().marker(literal);
    }
}
