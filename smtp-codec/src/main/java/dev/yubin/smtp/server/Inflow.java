package dev.yubin.smtp.server;

import dev.yubin.smtp.codec.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Content on its way from the wire to a session: gathers it, hands on many pieces at a time, and knows whether there is room for more. Used on the event loop,
 * save that whoever has written a piece counts it off.
 */
final class Inflow {
    /** How much content may wait for its sink before the client has to. */
    private static final int MAX_OCTETS_IN_FLIGHT = 256 << 10;
    /** What a piece of it counts for beside its octets, so that crumbs do not outweigh them: it keeps a read buffer of 8 KiB at least. */
    private static final int OCTETS_A_PIECE = 8 << 10;

    /** How much of it is gathered before a worker is woken: that costs more than most sinks do with a piece. */
    private static final int OCTETS_AT_ONCE = 64 << 10;

    private final SmtpSession session;
    /** Counted up by the event loop and down by whoever has written a piece. */
    private final AtomicInteger octetsInFlight = new AtomicInteger();
    /** What is not handed on yet. */
    private List<Content> gathered = new ArrayList<>();

    private int gatheredOctets;

    Inflow(SmtpSession session) {
        this.session = session;
    }

    /** Takes a piece over, and says whether another may come. */
    boolean take(Content piece) {
        int octets = piece.content().readableBytes() + OCTETS_A_PIECE;
        gathered.add(piece);
        gatheredOctets += octets;
        return octetsInFlight.addAndGet(octets) < MAX_OCTETS_IN_FLIGHT;
    }

    boolean hasRoom() {
        return octetsInFlight.get() < MAX_OCTETS_IN_FLIGHT;
    }

    /** Whether so much is gathered that it is worth a worker's while. */
    boolean isEnough() {
        return gatheredOctets >= OCTETS_AT_ONCE;
    }

    /**
     * Hands on what is gathered.
     *
     * @param heard is given what came of it, on any thread, where it failed or the client waits for room. Mostly there is nothing to come home for, and the way
     *     there costs as much as what was done here
     */
    void handOn(Consumer<CompletionStage<Void>> heard) {
        if (gathered.isEmpty()) {
            return;
        }
        List<Content> pieces = gathered;
        int octets = gatheredOctets;
        gathered = new ArrayList<>();
        gatheredOctets = 0;
        CompletionStage<Void> written;
        try {
            written = session.content(
                    pieces.stream().map(piece -> piece.content().nioBuffer()).toList());
        } catch (RuntimeException e) {
            pieces.forEach(Content::release);
            throw e;
        }
        written.whenComplete((nothing, e) -> {
            pieces.forEach(Content::release);
            boolean waiting = octetsInFlight.getAndAdd(-octets) >= MAX_OCTETS_IN_FLIGHT;
            if (e != null || waiting) {
                heard.accept(written);
            }
        });
    }

    /** The connection is gone, and nobody takes what is gathered. */
    void release() {
        gathered.forEach(Content::release);
        gathered = new ArrayList<>();
    }
}
