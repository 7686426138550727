package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.UidSet;
import java.util.BitSet;
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

    UidSet toSet() {
        UidSet.Builder set = new UidSet.Builder();
        for (Map.Entry<Long, BitSet> block : blocks.entrySet()) {
            long start = block.getKey() * BLOCK;
            BitSet bits = block.getValue();
            for (int bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1)) {
                set.add(start + bit);
            }
        }
        return set.build();
    }
}
