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
    private final boolean downward;

    Batches(UidSet uids, int most) {
        this(uids, most, false);
    }

    /** @param downward whether the highest UIDs are of the first portion */
    Batches(UidSet uids, int most, boolean downward) {
        this.downward = downward;
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
            UidSet.Range range = downward ? left.removeLast() : left.removeFirst();
            long first = downward ? Math.max(range.first(), range.last() - room + 1) : range.first();
            long last = downward ? range.last() : Math.min(range.last(), range.first() + room - 1);
            batch.add(new UidSet.Range(first, last));
            room -= last - first + 1;
            taken += last - first + 1;
            if (first > range.first()) {
                left.addLast(new UidSet.Range(range.first(), first - 1));
            } else if (last < range.last()) {
                left.addFirst(new UidSet.Range(last + 1, range.last()));
            }
        }
        return UidSet.ofRanges(batch);
    }
}
