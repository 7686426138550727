package dev.yubin.mailbox;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A change of flags: {@code FLAGS}, {@code +FLAGS} and {@code -FLAGS} of RFC 9051 section 6.4.6. */
public record FlagChange(Kind kind, Set<Flag> flags) {
    /** What is done with the flags that are named. */
    public enum Kind {
        REPLACE,
        ADD,
        REMOVE
    }

    public FlagChange {
        flags = inOrder(List.copyOf(flags));
    }

    /** The same words give the same octets on the wire, run after run. */
    private static Set<Flag> inOrder(List<Flag> flags) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(flags));
    }

    /** These flags and no others. */
    public static FlagChange replace(Flag... flags) {
        return new FlagChange(Kind.REPLACE, inOrder(List.of(flags)));
    }

    /** These flags too. */
    public static FlagChange add(Flag... flags) {
        return new FlagChange(Kind.ADD, inOrder(List.of(flags)));
    }

    /** These flags no more. */
    public static FlagChange remove(Flag... flags) {
        return new FlagChange(Kind.REMOVE, inOrder(List.of(flags)));
    }

    /** What {@code before} becomes. */
    public Set<Flag> appliedTo(Set<Flag> before) {
        Set<Flag> after = new HashSet<>(before);
        switch (kind) {
            case REPLACE -> {
                after.clear();
                after.addAll(flags);
            }
            case ADD -> after.addAll(flags);
            case REMOVE -> after.removeAll(flags);
        }
        return Set.copyOf(after);
    }
}
