package dev.yubin.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A set of UIDs, each 1 to 2^32-1 (RFC 9051 section 2.3.1.1), kept as ranges: ascending, apart from each other by at least one UID.
 * It never changes.
 */
public final class UidSet implements Iterable<UidSet.Range> {
    /** The greatest UID there can be. */
    public static final long MAX_UID = 0xFFFF_FFFFL;

    public static final UidSet EMPTY = new UidSet(new long[0]);
    public static final UidSet ALL = range(1, MAX_UID);

    /** The UIDs from first to last, both among them. */
    public record Range(long first, long last) {
        public Range {
            checkUid(first);
            checkUid(last);
            if (first > last) {
                throw new IllegalArgumentException("a range goes upwards, not from " + first + " to " + last);
            }
        }
    }

    /** first, last, first, last, ... */
    private final long[] bounds;

    private UidSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** The UIDs from first to last, both among them. */
    public static UidSet range(long first, long last) {
        Range range = new Range(first, last);
        return new UidSet(new long[] {range.first(), range.last()});
    }

    /** These UIDs, in any order, each any number of times. */
    public static UidSet of(long... uids) {
        long[] sorted = uids.clone();
        Arrays.sort(sorted);
        long[] bounds = new long[2 * sorted.length];
        int n = 0;
        for (long uid : sorted) {
            checkUid(uid);
            n = extend(bounds, n, uid, uid);
        }
        return new UidSet(Arrays.copyOf(bounds, n));
    }

    /** These UIDs, in any order, each any number of times. */
    public static UidSet of(Collection<Long> uids) {
        return of(uids.stream().mapToLong(Long::longValue).toArray());
    }

    /** The UIDs of all these ranges, in any order; they may overlap. */
    public static UidSet ofRanges(Collection<Range> ranges) {
        List<Range> sorted = ranges.stream()
                .sorted(java.util.Comparator.comparingLong(Range::first))
                .collect(Collectors.toList());
        long[] bounds = new long[2 * sorted.size()];
        int n = 0;
        for (Range range : sorted) {
            n = extend(bounds, n, range.first(), range.last());
        }
        return new UidSet(Arrays.copyOf(bounds, n));
    }

    /** Adds a range that begins nowhere before the last one's beginning; returns the new length. */
    private static int extend(long[] bounds, int n, long first, long last) {
        if (n > 0 && first <= bounds[n - 1] + 1) {
            bounds[n - 1] = Math.max(bounds[n - 1], last);
            return n;
        }
        bounds[n] = first;
        bounds[n + 1] = last;
        return n + 2;
    }

    /** UIDs put together one behind the other. Used by one thread at a time. */
    public static final class Builder {
        private long[] bounds = new long[16];
        private int length;

        /** Nothing is in it yet. */
        public Builder() {}

        /**
         * Adds a UID.
         *
         * @throws IllegalArgumentException when it is no UID, or smaller than one before it
         */
        public Builder add(long uid) {
            checkUid(uid);
            if (length > 0 && uid < bounds[length - 1]) {
                throw new IllegalArgumentException("UID " + uid + " behind " + bounds[length - 1] + ": they ascend");
            }
            if (length == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * length);
            }
            length = extend(bounds, length, uid, uid);
            return this;
        }

        /** The set of all that was added; adding may go on. */
        public UidSet build() {
            return new UidSet(Arrays.copyOf(bounds, length));
        }
    }

    static void checkUid(long uid) {
        if (uid < 1 || uid > MAX_UID) {
            throw new IllegalArgumentException("a UID is 1 to " + MAX_UID + ", not " + uid);
        }
    }

    public boolean contains(long uid) {
        int low = 0;
        int high = bounds.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (uid < bounds[2 * middle]) {
                high = middle - 1;
            } else if (uid > bounds[2 * middle + 1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** How many UIDs it names; {@link #ALL} names 2^32-1. */
    public long size() {
        return IntStream.range(0, bounds.length / 2)
                .mapToLong(i -> bounds[2 * i + 1] - bounds[2 * i] + 1)
                .sum();
    }

    /** The smallest UID. @throws NoSuchElementException when the set is empty */
    public long first() {
        if (isEmpty()) {
            throw new NoSuchElementException("an empty set of UIDs has no first");
        }
        return bounds[0];
    }

    /** The greatest UID. @throws NoSuchElementException when the set is empty */
    public long last() {
        if (isEmpty()) {
            throw new NoSuchElementException("an empty set of UIDs has no last");
        }
        return bounds[bounds.length - 1];
    }

    /** Every UID, ascending. Of {@link #ALL} that is 2^32-1 of them: ask the mailbox what exists first. */
    public LongStream uids() {
        return IntStream.range(0, bounds.length / 2)
                .boxed()
                .flatMapToLong(i -> LongStream.rangeClosed(bounds[2 * i], bounds[2 * i + 1]));
    }

    /** What is in both. */
    public UidSet and(UidSet other) {
        long[] both = new long[bounds.length + other.bounds.length];
        int n = 0;
        for (int i = 0, j = 0; i < bounds.length && j < other.bounds.length; ) {
            long first = Math.max(bounds[i], other.bounds[j]);
            long last = Math.min(bounds[i + 1], other.bounds[j + 1]);
            if (first <= last) {
                n = extend(both, n, first, last);
            }
            if (bounds[i + 1] < other.bounds[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return new UidSet(Arrays.copyOf(both, n));
    }

    /** What is in either. */
    public UidSet or(UidSet other) {
        return ofRanges(java.util.stream.Stream.concat(ranges().stream(), other.ranges().stream())
                .collect(Collectors.toList()));
    }

    /** What is in this set and not in the other. */
    public UidSet without(UidSet other) {
        List<Range> rest = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            long first = bounds[i];
            while (next < other.bounds.length && other.bounds[next + 1] < first) {
                next += 2;
            }
            for (int j = next; j < other.bounds.length && other.bounds[j] <= bounds[i + 1]; j += 2) {
                if (first < other.bounds[j]) {
                    rest.add(new Range(first, other.bounds[j] - 1));
                }
                first = other.bounds[j + 1] + 1;
            }
            if (first <= bounds[i + 1]) {
                rest.add(new Range(first, bounds[i + 1]));
            }
        }
        return ofRanges(rest);
    }

    /** The ranges, ascending. */
    public List<Range> ranges() {
        return IntStream.range(0, bounds.length / 2)
                .mapToObj(i -> new Range(bounds[2 * i], bounds[2 * i + 1]))
                .collect(Collectors.toUnmodifiableList());
    }

    @Override
    public Iterator<Range> iterator() {
        return ranges().iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UidSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** As IMAP writes it (RFC 9051 section 9, {@code uid-set}), such as {@code 1:3,7}; empty for the empty set. */
    @Override
    public String toString() {
        return ranges().stream()
                .map(r -> r.first() == r.last() ? "" + r.first() : r.first() + ":" + r.last())
                .collect(Collectors.joining(","));
    }
}
