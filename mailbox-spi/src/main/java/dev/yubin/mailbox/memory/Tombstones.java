package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.UidSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Which UIDs vanished and when, the oldest forgotten first. */
final class Tombstones {
    private record Stone(long modSeq, UidSet uids) {}

    private final long bound;
    private final Deque<Stone> stones = new ArrayDeque<>();
    private long remembered;
    private long forgotten;

    Tombstones(long bound) {
        this.bound = bound;
    }

    void add(long modSeq, UidSet uids) {
        stones.addLast(new Stone(modSeq, uids));
        remembered += uids.size();
        while (remembered > bound) {
            Stone oldest = stones.removeFirst();
            remembered -= oldest.uids().size();
            forgotten = oldest.modSeq();
        }
    }

    /** The UIDs that vanished behind a mod-sequence; empty when some of them are forgotten. */
    Optional<UidSet> since(long modSeq) {
        if (modSeq < forgotten) {
            return Optional.empty();
        }
        List<UidSet.Range> vanished = new ArrayList<>();
        for (Iterator<Stone> latest = stones.descendingIterator(); latest.hasNext(); ) {
            Stone stone = latest.next();
            if (stone.modSeq() <= modSeq) {
                break;
            }
            vanished.addAll(stone.uids().ranges());
        }
        return Optional.of(UidSet.ofRanges(vanished));
    }
}
