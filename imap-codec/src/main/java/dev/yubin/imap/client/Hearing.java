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
import dev.yubin.protocol.Witness;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.line.Escaped;
import java.util.ArrayList;
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
            heard(fetch);
        } else {
            heard(response::write);
        }
    }

    void heard(FetchPiece piece) {
        if (isAny()) {
            heard(piece::write);
        }
        if (!(piece instanceof FetchClosing)) {
            content(SERVER, piece.octets());
        }
    }

    /** With its octets told of by their size. */
    private void heard(FetchData fetch) {
        List<FetchDatum> before = new ArrayList<>();
        boolean open = false;
        for (FetchDatum datum : fetch.data()) {
            if (datum instanceof Content content && content.octets().isPresent()) {
                long octets = content.octets().get().size();
                heard(
                        open
                                ? FetchContinuing.of(before, content.name(), octets)
                                : FetchOpening.of(fetch.number(), before, content.name(), octets));
                before.clear();
                open = true;
            } else {
                before.add(datum);
            }
        }
        if (open) {
            heard(new FetchClosing(before));
        } else {
            heard(fetch::write);
        }
    }

    void content(Speaker speaker, long octets) {
        line(speaker, "[" + octets + " octets of content]");
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
