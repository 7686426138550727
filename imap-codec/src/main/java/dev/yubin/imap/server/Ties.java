package dev.yubin.imap.server;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Puts messages in order of whose keys {@link SortFinds} keeps too little to tell them apart. Their whole keys are read again, of so many at a time
 * as are looked at together in any case, so that the longest keys of all messages cost no more memory than those of {@link Batch#MOST}.
 */
final class Ties {
    private static final int MOST = Batch.MOST;
    private static final Comparator<byte[]> ORDER = Arrays::compareUnsigned;

    private final SortFinds finds;
    private final Keys keys;
    private final int[] order;
    private final int end;
    /** Places in the order where a message stands that is told apart from the one before it. */
    private final BitSet apart = new BitSet();

    private final Random random = new Random();
    private int at;
    /** Null unless a tie of many is being split. */
    private Split split;

    /** Reads the keys of messages, by UID; of one that is gone there is none. */
    @FunctionalInterface
    interface Keys {
        Map<Long, byte[]> of(UidSet uids) throws StoreException;
    }

    /**
     * Of the places from one to before another of the order.
     *
     * @param order what {@link SortFinds#order} said; is changed
     */
    Ties(SortFinds finds, int[] order, int from, int to, Keys keys) {
        this.finds = finds;
        this.keys = keys;
        this.order = order;
        this.end = to;
        IntStream.range(0, order.length)
                .filter(place -> place == 0 || !finds.alike(order[place - 1], order[place]))
                .forEach(apart::set);
        this.at = from < to ? apart.previousSetBit(from) : to;
    }

    /** Whether all stand in their order. */
    boolean areNone() {
        while (at < end && behind(at) == at + 1) {
            at++;
        }
        return at >= end;
    }

    /** Reads one batch. */
    void next() throws StoreException {
        if (split != null) {
            split = split.next() ? null : split;
        } else if (behind(at) - at > MOST) {
            split = new Split(at, behind(at));
        } else {
            few();
        }
    }

    /** The place behind the last one that is not told apart from this one. */
    private int behind(int place) {
        int next = apart.nextSetBit(place + 1);
        return next < 0 ? order.length : next;
    }

    private Map<Long, byte[]> keys(IntStream places) throws StoreException {
        return keys.of(
                UidSet.of(places.mapToLong(place -> finds.uid(order[place])).toArray()));
    }

    /** As many ties as are read together. */
    private void few() throws StoreException {
        List<Integer> begins = new ArrayList<>();
        BitSet tied = new BitSet();
        int together = 0;
        for (int begin = at; begin < end; begin = behind(begin)) {
            int to = behind(begin);
            if (to - begin > 1) {
                together += to - begin;
                if (together > MOST) {
                    break;
                }
                begins.add(begin);
                tied.set(begin, to);
            }
        }
        Map<Long, byte[]> read = keys(tied.stream());
        for (int begin : begins) {
            sort(begin, behind(begin), read);
        }
        apart.or(tied);
    }

    /** Messages that are gone stand last. */
    private void sort(int from, int to, Map<Long, byte[]> read) {
        int[] sorted = Arrays.stream(order, from, to)
                .boxed()
                .sorted(Comparator.comparing((Integer one) -> read.get(finds.uid(one)), Comparator.nullsLast(ORDER)))
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(sorted, 0, order, from, sorted.length);
    }

    /**
     * A tie of more than are read together is split by the keys of some that are picked at random: what stands between two of these is a tie of
     * its own, what is equal to one is in order. So each message is read three times where there are a million, whatever their keys have in common.
     */
    private final class Split {
        private final int from;
        private final byte[][] picked;
        /** By their distance from the first: twice how many picked ones are less, and one more where one is equal. */
        private final short[] classes;

        private int read;

        Split(int from, int to) throws StoreException {
            this.from = from;
            this.classes = new short[to - from];
            this.picked = keys(random.ints(MOST, from, to).distinct()).values().stream()
                    .sorted(ORDER)
                    .toArray(byte[][]::new);
        }

        /** Reads one batch. Tells whether it was the last. */
        boolean next() throws StoreException {
            int to = Math.min(read + MOST, classes.length);
            Map<Long, byte[]> batch = keys(IntStream.range(from + read, from + to));
            for (; read < to; read++) {
                byte[] key = batch.get(finds.uid(order[from + read]));
                classes[read] = (short) (key == null ? gone() : classOf(key));
            }
            if (read == classes.length) {
                part();
                return true;
            }
            return false;
        }

        private int classOf(byte[] key) {
            int place = Arrays.binarySearch(picked, key, ORDER);
            return place >= 0 ? 2 * place + 1 : 2 * (-place - 1);
        }

        /** The last class, and like the others that are odd in order as it is. */
        private int gone() {
            return 2 * picked.length + 1;
        }

        private void part() {
            int[] ends = new int[gone() + 1];
            for (short its : classes) {
                ends[its]++;
            }
            Arrays.parallelPrefix(ends, Integer::sum);
            int[] begins = new int[ends.length];
            System.arraycopy(ends, 0, begins, 1, ends.length - 1);
            int[] before = Arrays.copyOfRange(order, from, from + classes.length);
            for (int i = 0; i < before.length; i++) {
                int place = from + begins[classes[i]]++;
                order[place] = before[i];
                apart.set(place, apart.get(place) || classes[i] % 2 == 1);
            }
            for (int end : ends) {
                apart.set(from + end); // where the next class begins; behind the last one, another tie
            }
        }
    }
}
