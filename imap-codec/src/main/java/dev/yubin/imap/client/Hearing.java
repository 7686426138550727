package dev.yubin.imap.client;

import static dev.yubin.protocol.Witness.Speaker.CLIENT;
import static dev.yubin.protocol.Witness.Speaker.SERVER;

import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.UnreadableData;
import dev.yubin.imap.fetch.FetchClosing;
import dev.yubin.imap.fetch.FetchContinuing;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.fetch.FetchDatum;
import dev.yubin.imap.fetch.FetchDatum.Content;
import dev.yubin.imap.fetch.FetchOpening;
import dev.yubin.imap.fetch.FetchPiece;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Octets;
import dev.yubin.protocol.Witness.Speaker;
import java.util.List;
import java.util.function.Consumer;

/** Tells a witness what is said, line by line, written anew from the values: they know what is secret. Used on the connection's event loop. */
final class Hearing {
    private final ImapConnection connection;
    private ImapEncoding encoding = ImapEncoding.PLAIN;

    Hearing(ImapConnection connection) {
        this.connection = connection;
    }

    /** What both sides have agreed on from now on. */
    void encoding(ImapEncoding agreed) {
        encoding = agreed;
    }

    void said(ImapRequest request) {
        if (connection.isWitnessed()) {
            lines(CLIENT, ImapWriter.command(encoding), request::write);
        }
    }

    void heard(ImapResponse response) {
        if (!connection.isWitnessed()) {
            return;
        }
        if (response instanceof UnreadableData unreadable) {
            connection.told(SERVER, unreadable.line().text());
        } else if (response instanceof FetchData fetch) {
            FetchData masked = new FetchData(fetch.number(), fetch.byUid(), masked(fetch.data()));
            heard(masked::write);
        } else {
            heard(response::write);
        }
    }

    void heard(FetchPiece piece) {
        if (!connection.isWitnessed()) {
            return;
        }
        if (piece instanceof FetchOpening opening) {
            heard(
                    new FetchOpening(
                            opening.number(),
                            opening.byUid(),
                            masked(opening.data()),
                            opening.body(),
                            opening.literal())::write);
            connection.toldContent(SERVER, opening.octets());
        } else if (piece instanceof FetchContinuing further) {
            heard(new FetchContinuing(masked(further.data()), further.body(), further.literal())::write);
            connection.toldContent(SERVER, further.octets());
        } else if (piece instanceof FetchClosing closing) {
            heard(new FetchClosing(masked(closing.data()))::write);
        }
    }

    private static List<FetchDatum> masked(List<FetchDatum> data) {
        return data.stream().map(Hearing::masked).toList();
    }

    /** Octets of a message that stand within a line are told of by their size as well. */
    private static FetchDatum masked(FetchDatum datum) {
        int octets = datum instanceof Content content
                ? content.octets().map(Octets::size).orElse(0)
                : 0;
        return octets == 0 ? datum : new FetchDatum.Other("BODY", Octets.of(sizeOf(octets)));
    }

    private static String sizeOf(long octets) {
        return "[" + octets + " octets of content]";
    }

    private void heard(Consumer<ImapWriter> what) {
        lines(SERVER, ImapWriter.response(encoding), what);
    }

    private void lines(Speaker speaker, ImapWriter out, Consumer<ImapWriter> what) {
        try {
            what.accept(out);
            out.toString().lines().forEach(line -> connection.told(speaker, line));
        } catch (IllegalArgumentException e) { // read with more grace than is written
            connection.told(speaker, "[a line that cannot be written anew]");
        }
    }
}
