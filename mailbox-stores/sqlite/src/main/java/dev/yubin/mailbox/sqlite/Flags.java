package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A message's flags as they lie in its row: those of RFC 9051 section 2.3.2 as bits, all others as text with a space between two, for a
 * flag is an atom and has none.
 */
record Flags(int bits, String keywords) {
    /** In the order of their bits, which are in files: add at the end only. */
    private static final List<Flag> BITS = List.of(Flag.SEEN, Flag.ANSWERED, Flag.FLAGGED, Flag.DELETED, Flag.DRAFT);

    static final int SEEN = 1 << BITS.indexOf(Flag.SEEN);
    static final int DELETED = 1 << BITS.indexOf(Flag.DELETED);

    /** The sets of all combinations, for most messages have one of a few, and share it. */
    private static final List<Set<Flag>> SETS = java.util.stream.IntStream.range(0, 1 << BITS.size())
            .mapToObj(Flags::setOf)
            .collect(Collectors.toUnmodifiableList());

    private static Set<Flag> setOf(int bits) {
        return BITS.stream()
                .filter(flag -> (bits & 1 << BITS.indexOf(flag)) != 0)
                .collect(Collectors.toUnmodifiableSet());
    }

    static Flags of(Set<Flag> flags) {
        int bits = 0;
        Set<Flag> others = new TreeSet<>();
        for (Flag flag : flags) {
            int place = BITS.indexOf(flag);
            if (place >= 0) {
                bits |= 1 << place;
            } else {
                others.add(flag);
            }
        }
        return new Flags(bits, others.stream().map(Flag::name).collect(Collectors.joining(" ")));
    }

    Flags changed(FlagChange change) {
        return of(change.appliedTo(set()));
    }

    boolean seen() {
        return (bits & SEEN) != 0;
    }

    boolean deleted() {
        return (bits & DELETED) != 0;
    }

    Set<Flag> set() {
        Set<Flag> system = SETS.get(bits);
        if (keywords.isEmpty()) {
            return system;
        }
        Set<Flag> all = new HashSet<>(system);
        for (String keyword : keywords.split(" ")) {
            all.add(Flag.of(keyword));
        }
        return Set.copyOf(all);
    }
}
