package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.FlagChange;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** A change of rights: what SETACL brings with nothing, {@code +} or {@code -} before the rights (RFC 4314 section 3.1). */
public record RightsChange(FlagChange.Kind kind, Set<Right> rights) {
    public RightsChange {
        Objects.requireNonNull(kind, "kind");
        rights = Set.copyOf(rights);
    }

    /** What {@code before} becomes. */
    public Set<Right> appliedTo(Set<Right> before) {
        Set<Right> after = EnumSet.noneOf(Right.class);
        after.addAll(kind == FlagChange.Kind.REPLACE ? rights : before);
        switch (kind) {
            case ADD -> after.addAll(rights);
            case REMOVE -> after.removeAll(rights);
            case REPLACE -> {}
        }
        return Set.copyOf(after);
    }
}
