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
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.line.Escaped;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a witness what is said, line by line, written anew from the values: they know what is secret. Used on the connection's event loop. */
final class Hearing {
    private static final Logger LOG = LoggerFactory.getLogger(Hearing.class);

    private final Witness witness;
    private ImapEncoding encoding = ImapEncoding.PLAIN;

    Hearing(Witness witness) {
        this.witness = witness;
    }

    /** What both sides have agreed on from now on. */
    void encoding(ImapEncoding agreed) {
        encoding = agreed;
    }

    void said(ImapRequest request) {
        if (isAny()) {
            lines(CLIENT, ImapWriter.command(encoding), request::write);
        }
    }

    void heard(ImapResponse response) {
        if (!isAny()) {
            return;
        }
        if (response instanceof UnreadableData unreadable) {
            line(SERVER, unreadable.line().text());
        } else if (response instanceof FetchData fetch) {
            FetchData masked = new FetchData(fetch.number(), masked(fetch.data()));
            heard(masked::write);
        } else {
            heard(response::write);
        }
    }

    void heard(FetchPiece piece) {
        if (!isAny()) {
            return;
        }
        if (piece instanceof FetchOpening opening) {
            heard(new FetchOpening(opening.number(), masked(opening.data()), opening.body(), opening.literal())::write);
            content(SERVER, opening.octets());
        } else if (piece instanceof FetchContinuing further) {
            heard(new FetchContinuing(masked(further.data()), further.body(), further.literal())::write);
            content(SERVER, further.octets());
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

    void content(Speaker speaker, long octets) {
        line(speaker, sizeOf(octets));
    }

    void line(Speaker speaker, String line) {
        boolean printable = line.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        try {
            witness.said(speaker, printable ? line : Escaped.text(line));
        } catch (RuntimeException e) {
            LOG.error("a witness failed", e);
        }
    }

    private void heard(Consumer<ImapWriter> what) {
        lines(SERVER, ImapWriter.response(encoding), what);
    }

    private void lines(Speaker speaker, ImapWriter out, Consumer<ImapWriter> what) {
        try {
            what.accept(out);
            out.toString().lines().forEach(line -> line(speaker, line));
        } catch (IllegalArgumentException e) { // read with more grace than is written
            LOG.debug("what was heard cannot be written", e);
        }
    }

    private boolean isAny() {
        return witness != Witness.NONE;
    }
}
