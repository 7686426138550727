package dev.yubin.mailbox;

import java.util.HashSet;
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
        flags = Set.copyOf(flags);
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
