package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.feature.Right;
import dev.yubin.mailbox.feature.RightsChange;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What others than the owner may do in a mailbox, by identifier: RFC 4314 section 2. The account's guard guards it. */
final class AccessList {
    private static final String ANYONE = "anyone";
    /** Stands before an identifier whose rights are taken away. */
    private static final String NEGATIVE = "-";

    private final SortedMap<String, Set<Right>> rights = new TreeMap<>();

    boolean isEmpty() {
        return rights.isEmpty();
    }

    /** All that is granted to a user or to anyone, without what is taken away from either. */
    Set<Right> of(String user) {
        Set<Right> granted = EnumSet.noneOf(Right.class);
        granted.addAll(listed(user));
        granted.addAll(listed(ANYONE));
        granted.removeAll(listed(NEGATIVE + user));
        granted.removeAll(listed(NEGATIVE + ANYONE));
        return granted;
    }

    private Set<Right> listed(String identifier) {
        return rights.getOrDefault(identifier, Set.of());
    }

    SortedMap<String, Set<Right>> byIdentifier() {
        return Collections.unmodifiableSortedMap(rights);
    }

    void change(String identifier, RightsChange change) {
        Set<Right> after = change.appliedTo(listed(identifier));
        if (after.isEmpty()) {
            rights.remove(identifier);
        } else {
            rights.put(identifier, after);
        }
    }

    void copyFrom(AccessList other) {
        rights.putAll(other.rights);
    }
}
