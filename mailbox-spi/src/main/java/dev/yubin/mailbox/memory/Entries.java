package dev.yubin.mailbox.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Entries by a key that only ever ascends: a UID or a mod-sequence. One that is taken out leaves a hole, and holes are closed once they
 * are most of it: adding and taking out cost O(1) amortised, once O(log n) has found the place.
 */
final class Entries {
    private static final int SMALLEST = 16;

    private long[] keys = new long[SMALLEST];
    private Entry[] entries = new Entry[SMALLEST];
    private int end;
    private int present;

    int size() {
        return present;
    }

    void add(long key, Entry entry) {
        if (end == keys.length) {
            moveTo(Math.max(SMALLEST, 2 * present));
        }
        keys[end] = key;
        entries[end++] = entry;
        present++;
    }

    Optional<Entry> get(long key) {
        int place = Arrays.binarySearch(keys, 0, end, key);
        return place < 0 ? Optional.empty() : Optional.ofNullable(entries[place]);
    }

    /** Puts another entry in the place of one that is there. */
    void replace(long key, Entry entry) {
        entries[Arrays.binarySearch(keys, 0, end, key)] = entry;
    }

    /** Takes out one that is there. */
    void remove(long key) {
        entries[Arrays.binarySearch(keys, 0, end, key)] = null;
        present--;
        if (end > SMALLEST && present < end / 4) {
            moveTo(Math.max(SMALLEST, 2 * present));
        }
    }

    /** Adds to {@code found} all entries from one key to another, both among them. */
    void collect(long first, long last, List<Entry> found) {
        int place = Arrays.binarySearch(keys, 0, end, first);
        for (int i = place < 0 ? -place - 1 : place; i < end && keys[i] <= last; i++) {
            if (entries[i] != null) {
                found.add(entries[i]);
            }
        }
    }

    /** All entries behind a key, which may be the greatest there is. */
    List<Entry> after(long key) {
        List<Entry> found = new ArrayList<>();
        if (key < Long.MAX_VALUE) {
            collect(key + 1, Long.MAX_VALUE, found);
        }
        return found;
    }

    private void moveTo(int capacity) {
        long[] newKeys = new long[capacity];
        Entry[] newEntries = new Entry[capacity];
        int n = 0;
        for (int i = 0; i < end; i++) {
            if (entries[i] != null) {
                newKeys[n] = keys[i];
                newEntries[n++] = entries[i];
            }
        }
        keys = newKeys;
        entries = newEntries;
        end = n;
    }
}
