package dev.yubin.imap.server;

import dev.yubin.imap.SequenceSet;
import dev.yubin.mailbox.UidSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which sequence number is which UID: RFC 9051 section 2.3.1.2. Four octets a message; looking up either way takes O(log n) or less,
 * and removing any number of messages takes one pass. Used by one thread at a time.
 */
final class Numbering {
    private static final int ROOM = 64;

    /** UIDs as unsigned ints, ascending; the message with sequence number n stands at n - 1. */
    private int[] uids = new int[0];

    private int size;

    /** Of the messages of a mailbox. */
    static Numbering of(UidSet uids) {
        Numbering numbering = new Numbering();
        numbering.uids = new int[Math.toIntExact(uids.size())];
        for (UidSet.Range range : uids) {
            for (long uid = range.first(); uid <= range.last(); uid++) {
                numbering.uids[numbering.size++] = (int) uid;
            }
        }
        return numbering;
    }

    /** How many messages there are, which is the greatest sequence number. */
    int size() {
        return size;
    }

    /** The UID of the message with this sequence number, 1 to {@link #size}. */
    long uid(int number) {
        if (number < 1 || number > size) {
            throw new IndexOutOfBoundsException("sequence number " + number + " of " + size);
        }
        return uids[number - 1] & UidSet.MAX_UID;
    }

    /** The greatest UID; 0 when there is none. */
    long lastUid() {
        return size == 0 ? 0 : uid(size);
    }

    /** The sequence number of the message with this UID; 0 when there is none. */
    int number(long uid) {
        int place = atLeast(uid);
        return place <= size && uid(place) == uid ? place : 0;
    }

    /** The smallest sequence number whose UID is {@code uid} or greater; one above {@link #size} when there is none. */
    int atLeast(long uid) {
        int low = 1;
        int high = size;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (uid(middle) < uid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Gives the next sequence number to this UID, which is greater than every one before it. */
    void add(long uid) {
        if (uid <= lastUid()) {
            throw new IllegalArgumentException("UID " + uid + " appeared behind " + lastUid());
        }
        if (size == uids.length) {
            uids = Arrays.copyOf(uids, size + Math.max(ROOM, size / 4));
        }
        uids[size++] = (int) uid;
    }

    /**
     * Takes messages away.
     *
     * @return their sequence numbers in the order in which EXPUNGE responses tell them: from the greatest down, so that none is moved by
     *     the one before it
     */
    int[] remove(UidSet gone) {
        int[] numbers = new int[size];
        int removed = 0;
        int kept = 0;
        for (int number = 1; number <= size; number++) {
            if (gone.contains(uid(number))) {
                numbers[removed++] = number;
            } else {
                uids[kept++] = uids[number - 1];
            }
        }
        size = kept;
        return descending(Arrays.copyOf(numbers, removed));
    }

    /** Every UID that has a sequence number. */
    UidSet uids() {
        return uids(1, size);
    }

    /** The UIDs of the sequence numbers from first to last that there are. */
    UidSet uids(int first, int last) {
        List<UidSet.Range> ranges = new ArrayList<>();
        int end = Math.min(last, size);
        for (int number = Math.max(1, first); number <= end; ) {
            int start = number;
            while (number < end && uid(number + 1) == uid(number) + 1) {
                number++;
            }
            ranges.add(new UidSet.Range(uid(start), uid(number)));
            number++;
        }
        return UidSet.ofRanges(ranges);
    }

    /** The UIDs of those sequence numbers that there are, {@code *} being the greatest. */
    UidSet named(SequenceSet numbers) {
        List<UidSet.Range> ranges = new ArrayList<>();
        for (UidSet.Range range : size == 0 ? UidSet.EMPTY : numbers.within(size)) {
            ranges.addAll(uids((int) Math.min(range.first(), size + 1L), (int) Math.min(range.last(), size))
                    .ranges());
        }
        return UidSet.ofRanges(ranges);
    }

    /** Those of these UIDs that have a sequence number. */
    UidSet known(UidSet some) {
        List<UidSet.Range> ranges = new ArrayList<>();
        for (UidSet.Range range : some) {
            ranges.addAll(
                    uids(atLeast(range.first()), atLeast(range.last() + 1) - 1).ranges());
        }
        return UidSet.ofRanges(ranges);
    }

    private static int[] descending(int[] numbers) {
        for (int i = 0, j = numbers.length - 1; i < j; i++, j--) {
            int number = numbers[i];
            numbers[i] = numbers[j];
            numbers[j] = number;
        }
        return numbers;
    }
}
