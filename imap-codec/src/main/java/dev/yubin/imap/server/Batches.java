package dev.yubin.imap.server;

import dev.yubin.mailbox.UidSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A set of UIDs, all of which exist or did, in portions of a few. */
final class Batches {
    private final Deque<UidSet.Range> left;
    private final int most;
    private final long all;
    private long taken;

    Batches(UidSet uids, int most) {
        this.left = new ArrayDeque<>(uids.ranges());
        this.most = most;
        this.all = uids.size();
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** How many were dealt with, of how many. @param held how many were taken, and are not dealt with */
    Advance advance(int held) {
        return Advance.of(taken - held, all);
    }

    /** The UIDs of these that stand at those places, counted from 0. */
    static UidSet part(UidSet uids, long begin, long end) {
        Batches all = new Batches(uids, 0);
        all.next(begin);
        return all.next(end - begin);
    }

    UidSet next() {
        return next(most);
    }

    private UidSet next(long count) {
        List<UidSet.Range> batch = new ArrayList<>();
        for (long room = count; room > 0 && !left.isEmpty(); ) {
            UidSet.Range range = left.pop();
            long last = Math.min(range.last(), range.first() + room - 1);
            batch.add(new UidSet.Range(range.first(), last));
            room -= last - range.first() + 1;
            taken += last - range.first() + 1;
            if (last < range.last()) {
                left.push(new UidSet.Range(last + 1, range.last()));
            }
        }
        return UidSet.ofRanges(batch);
    }
}
