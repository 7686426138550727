package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The annotations of one mailbox, or of an account: what is shared, and what is each user's own. The account's guard guards them. */
final class KeptAnnotations {
    private static final String PRIVATE = "/private/";
    /** Whose entries those are that are shared. */
    private static final Optional<String> EVERYBODY = Optional.empty();

    private final Bounds bounds;
    private final Map<Optional<String>, SortedMap<String, byte[]>> entries = new HashMap<>();

    KeptAnnotations(Bounds bounds) {
        this.bounds = bounds;
    }

    /** What a user sees. */
    SortedMap<String, byte[]> of(String user) {
        SortedMap<String, byte[]> seen = new TreeMap<>();
        entriesOf(EVERYBODY).forEach((entry, value) -> seen.put(entry, value.clone()));
        entriesOf(Optional.of(user)).forEach((entry, value) -> seen.put(entry, value.clone()));
        return seen;
    }

    private SortedMap<String, byte[]> entriesOf(Optional<String> user) {
        return entries.getOrDefault(user, Collections.emptySortedMap());
    }

    void annotate(String user, Map<String, Optional<byte[]>> values) throws StoreException {
        long more = 0;
        for (Map.Entry<String, Optional<byte[]>> each : values.entrySet()) {
            requireSize(
                    each.getKey(), each.getValue().map(value -> value.length).orElse(0));
            boolean there = entriesOf(whose(each.getKey(), user)).containsKey(each.getKey());
            more += (each.getValue().isPresent() ? 1 : 0) - (there ? 1 : 0);
        }
        requireNumber(more);
        values.forEach((entry, value) -> set(whose(entry, user), entry, value));
    }

    private static Optional<String> whose(String entry, String user) {
        return isPrivate(entry) ? Optional.of(user) : EVERYBODY;
    }

    /** Whether each user has an entry of that name of his own. */
    static boolean isPrivate(String entry) {
        return entry.startsWith(PRIVATE);
    }

    private void requireSize(String entry, int octets) throws StoreException {
        if (octets > bounds.annotationOctets()) {
            throw new StoreException(
                    Reason.TOOBIG,
                    octets + " octets of " + entry + " are more than an annotation's " + bounds.annotationOctets());
        }
    }

    private void requireNumber(long more) throws StoreException {
        long present = entries.values().stream().mapToLong(Map::size).sum();
        if (more > 0 && more > bounds.annotations() - present) {
            throw new StoreException(
                    Reason.LIMIT,
                    present + " annotations are kept and " + more + " more are over " + bounds.annotations());
        }
    }

    private void set(Optional<String> user, String entry, Optional<byte[]> value) {
        SortedMap<String, byte[]> own = entries.computeIfAbsent(user, any -> new TreeMap<>());
        value.ifPresentOrElse(octets -> own.put(entry, octets.clone()), () -> own.remove(entry));
    }

    /** Takes over what another mailbox has, which keeps it. */
    void copyFrom(KeptAnnotations other) {
        other.entries.forEach((user, own) -> entries.put(user, new TreeMap<>(own)));
    }
}
