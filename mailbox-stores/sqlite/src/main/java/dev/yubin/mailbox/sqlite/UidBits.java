package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.UidSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A set of UIDs that changes: bits in blocks, and no block where no UID is. A mailbox of a million messages takes some 200 KB, and one
 * of few messages with UIDs far apart little. Used by one thread at a time.
 */
final class UidBits {
    private static final int BLOCK = 1024;

    private final TreeMap<Long, BitSet> blocks = new TreeMap<>();

    void add(long uid) {
        blocks.computeIfAbsent(uid / BLOCK, number -> new BitSet(BLOCK)).set((int) (uid % BLOCK));
    }

    void remove(UidSet.Range range) {
        var touched = blocks.subMap(range.first() / BLOCK, true, range.last() / BLOCK, true);
        touched.forEach((number, bits) -> {
            long start = number * BLOCK;
            bits.clear((int) Math.max(0, range.first() - start), (int) Math.min(BLOCK, range.last() + 1 - start));
        });
        touched.values().removeIf(BitSet::isEmpty);
    }

    void remove(long uid) {
        remove(new UidSet.Range(uid, uid));
    }

    OptionalLong first() {
        return blocks.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(blocks.firstKey() * BLOCK
                        + blocks.firstEntry().getValue().nextSetBit(0));
    }

    /** Costs what there are of ranges, not of UIDs. */
    UidSet toSet() {
        List<UidSet.Range> ranges = new ArrayList<>();
        for (Map.Entry<Long, BitSet> block : blocks.entrySet()) {
            long start = block.getKey() * BLOCK;
            BitSet bits = block.getValue();
            for (int first = bits.nextSetBit(0); first >= 0; ) {
                int end = bits.nextClearBit(first);
                ranges.add(new UidSet.Range(start + first, start + end - 1));
                first = bits.nextSetBit(end);
            }
        }
        return UidSet.ofRanges(ranges);
    }
}
