package dev.yubin.routing.spool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A clock whose hands the test turns, and which rings on the test's thread. */
final class TurnedClock implements InstantSource, Alarm {
    private Instant now = Instant.parse("2026-11-27T08:00:00Z");
    private Optional<Instant> ringsAt = Optional.empty();
    private Runnable ring = () -> {};

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void set(Duration after, Runnable ring) {
        ringsAt = Optional.of(now.plus(after));
        this.ring = ring;
    }

    @Override
    public void close() {
        ringsAt = Optional.empty();
    }

    /** Turns on, and stops wherever it rings. */
    void turn(Duration on) {
        Instant end = now.plus(on);
        while (ringsAt.isPresent() && !ringsAt.get().isAfter(end)) {
            now = ringsAt.get();
            ringsAt = Optional.empty();
            ring.run();
        }
        now = end;
    }
}
