package dev.yubin.imap.client;

import dev.yubin.imap.fetch.BodyName;
import dev.yubin.imap.fetch.FetchClosing;
import dev.yubin.imap.fetch.FetchContinuing;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.fetch.FetchDatum;
import dev.yubin.imap.fetch.FetchOpening;
import dev.yubin.imap.fetch.FetchPiece;
import dev.yubin.imap.wire.Octets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts together a FETCH response that comes in pieces: RFC 9051 section 7.5.2. Before octets of a section come, the present command is asked whether they
 * are what it wants; those that nobody wants as they come are kept for whoever takes the response. Used on the connection's event loop.
 */
final class FetchAssembly {
    /** Octets that are kept while it is not known whose they are; behind so many, they go on, and the end of the response has to tell. */
    private static final int MOST_IN_DOUBT = 65_536;

    /** Whether octets are those that a command wants as they come. */
    enum Claim {
        OURS,
        /** So it seems, but what names the message has not come yet. */
        PERHAPS,
        NOT_OURS
    }

    private FetchOpening opening;
    private List<FetchDatum> data;
    /** Of which section octets are coming. */
    private BodyName name;
    /** Who wants them as they come; null where nobody does. */
    private Exchange<?> taker;

    private boolean doubtful;
    private boolean dropped;
    /** Null where they are passed over, or go on. */
    private ByteArrayOutputStream octets;

    /**
     * The response begins or goes on.
     *
     * @param current whom to ask for what the octets that follow are; null where no command runs
     */
    void begin(FetchPiece piece, Exchange<?> current) {
        if (piece instanceof FetchOpening begun) {
            opening = begun;
            dropped = false;
            data = new ArrayList<>(begun.data());
            expect(begun.body(), current);
        } else if (piece instanceof FetchContinuing further) {
            data.addAll(further.data());
            expect(further.body(), current);
        }
    }

    private void expect(BodyName section, Exchange<?> current) {
        name = section;
        Claim claim = current == null ? Claim.NOT_OURS : current.claim(soFar(), section);
        taker = claim == Claim.NOT_OURS ? null : current;
        doubtful = claim == Claim.PERHAPS;
        octets = claim == Claim.OURS ? null : new ByteArrayOutputStream();
    }

    private FetchData soFar() {
        return new FetchData(opening.number(), opening.byUid(), data);
    }

    /**
     * Octets come, and are released.
     *
     * @param room whether there is any for what is kept; otherwise they are passed over
     * @return how many of those that have come have gone on
     */
    int content(ByteBuf piece, boolean room) {
        if (taker != null && (!doubtful || !room || octets.size() + piece.readableBytes() > MOST_IN_DOUBT)) {
            return goOn(piece);
        }
        try {
            if (!room) {
                octets = null;
                dropped = true;
            } else if (octets != null) {
                piece.readBytes(octets, piece.readableBytes());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e); // memory does not fail so
        } finally {
            piece.release();
        }
        return 0;
    }

    private int goOn(ByteBuf piece) {
        ByteBuf all =
                octets == null ? piece : Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(octets.toByteArray()), piece);
        doubtful = false;
        octets = null;
        int count = all.readableBytes();
        taker.content(all);
        return count;
    }

    /** The octets of a section have all come. */
    void contentEnds() {
        if (octets != null) {
            data.add(new FetchDatum.Content(name, Optional.of(Octets.of(octets.toByteArray()))));
            octets = null;
        }
    }

    /** Whether octets of the response were passed over. */
    boolean hasDropped() {
        return dropped;
    }

    /** The response is whole: all of it, but for octets that went on or were passed over. */
    FetchData end(FetchClosing closing) {
        data.addAll(closing.data());
        FetchData whole = soFar();
        data = null; // they may be many, and the next such response may never come
        return whole;
    }
}
