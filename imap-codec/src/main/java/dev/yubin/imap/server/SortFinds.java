package dev.yubin.imap.server;

import dev.yubin.mailbox.UidSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * What SORT has found so far: of each message its UID and the first 16 octets of its key, which is {@value #OCTETS} octets in all. Those that begin
 * alike are told apart by {@link Ties}, which reads their keys again.
 */
final class SortFinds {
    /** What is kept of one message, a bit apart; half as much again while room is made, and 12 more while {@link #order} and {@link Ties} work. */
    static final int OCTETS = Integer.BYTES + 2 * Long.BYTES + 1;

    /** What is kept of a key. */
    static final int KEPT = 2 * Long.BYTES;

    private static final int ROOM = 256;

    /** UIDs as unsigned ints, ascending. */
    private int[] uids = new int[ROOM];

    private long[] begins = new long[ROOM];
    private long[] seconds = new long[ROOM];
    /** Which keys go on behind what is kept of them. */
    private BitSet longer = new BitSet();

    private byte[] scores = new byte[ROOM];
    /** Empty where they are not asked about. */
    private long[] modSeqs;

    private int size;
    /** How many the last {@link #prune} left. */
    private int pruned;

    /** @param keepsModSeqs whether mod-sequences are asked about, which are eight octets more */
    SortFinds(boolean keepsModSeqs) {
        this.modSeqs = new long[keepsModSeqs ? ROOM : 0];
    }

    /** Messages come by ascending UID. */
    void add(long uid, byte[] key, int score, long modSeq) {
        if (size == uids.length) {
            resize(size + size / 2);
        }
        uids[size] = (int) uid;
        begins[size] = octets(key, 0);
        seconds[size] = octets(key, Long.BYTES);
        longer.set(size, key.length > KEPT);
        scores[size] = (byte) score;
        if (modSeqs.length > 0) {
            modSeqs[size] = modSeq;
        }
        size++;
    }

    private void resize(int room) {
        uids = Arrays.copyOf(uids, room);
        begins = Arrays.copyOf(begins, room);
        seconds = Arrays.copyOf(seconds, room);
        scores = Arrays.copyOf(scores, room);
        modSeqs = modSeqs.length == 0 ? modSeqs : Arrays.copyOf(modSeqs, room);
    }

    /** Eight octets from there on, with zeroes behind the last. */
    private static long octets(byte[] key, int from) {
        long octets = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            octets = octets << Byte.SIZE | (i < key.length ? key[i] & 0xff : 0);
        }
        return octets;
    }

    int size() {
        return size;
    }

    /** The UID of one of them, 0 to {@link #size} - 1. */
    long uid(int one) {
        return uids[one] & UidSet.MAX_UID;
    }

    /** How well it fits, 1 to 100. */
    int score(int one) {
        return scores[one];
    }

    /** How well the message of that UID fits, which is one of them. */
    int scoreOf(long uid) {
        int low = 0;
        for (int high = size - 1; low < high; ) {
            int middle = (low + high) >>> 1;
            if (uid(middle) < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return scores[low];
    }

    long modSeq(int one) {
        return modSeqs[one];
    }

    /** All of them in order, but those that are {@link #alike} as they stand in the mailbox. */
    int[] order() {
        int[] order = IntStream.range(0, size).toArray();
        IntSort.sort(order, this::compare);
        return order;
    }

    private int compare(int one, int other) {
        int first = Long.compareUnsigned(begins[one], begins[other]);
        return first != 0 ? first : Long.compareUnsigned(seconds[one], seconds[other]);
    }

    /** Whether which of two stands first cannot be told by what is kept. Where a key ends within that, another that begins alike is the same. */
    boolean alike(int one, int other) {
        return longer.get(one) && compare(one, other) == 0;
    }

    /** Lets go of what is not among so many first or last, once that is worth its while: a stretch of a large result costs little more than the stretch. */
    void prune(long reach, boolean fromLast) {
        if (size <= ROOM || size / 2 < Math.max(reach, pruned)) {
            return;
        }
        int[] order = order();
        int edge = fromLast ? (int) (size - reach) : (int) reach;
        int step = fromLast ? -1 : 1;
        int inside = fromLast ? edge : edge - 1;
        int outside = inside + step;
        while (outside >= 0 && outside < size && alike(order[inside], order[outside])) {
            outside += step;
        }
        BitSet kept = new BitSet(size);
        Arrays.stream(order, fromLast ? outside + 1 : 0, fromLast ? size : outside)
                .forEach(kept::set);
        keep(kept);
        pruned = size;
    }

    private void keep(BitSet kept) {
        BitSet keptLonger = new BitSet();
        int to = 0;
        for (int from = kept.nextSetBit(0); from >= 0; from = kept.nextSetBit(from + 1), to++) {
            uids[to] = uids[from];
            begins[to] = begins[from];
            seconds[to] = seconds[from];
            scores[to] = scores[from];
            keptLonger.set(to, longer.get(from));
            if (modSeqs.length > 0) {
                modSeqs[to] = modSeqs[from];
            }
        }
        longer = keptLonger;
        size = to;
    }
}
