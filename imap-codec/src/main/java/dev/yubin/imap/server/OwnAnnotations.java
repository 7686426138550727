package dev.yubin.imap.server;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.Annotations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The annotations that the client itself has set, and so is not told of until somebody else changes them: RFC 5465 section 5. */
final class OwnAnnotations {
    /** How many are remembered; of those before, the client is told though it knows. */
    private static final int MOST = 1000;

    /** An entry of a mailbox, or of the server. */
    private record Place(Optional<MailboxName> mailbox, String entry) {}

    /** Digests of the values; empty where the entry was removed. */
    private final Map<Place, Optional<UUID>> values = new LinkedHashMap<>();

    void set(Optional<MailboxName> mailbox, Map<String, Optional<byte[]>> entries) {
        entries.forEach((entry, value) -> {
            Place place = new Place(mailbox, entry);
            values.remove(place);
            if (values.size() >= MOST) {
                values.remove(values.keySet().iterator().next());
            }
            values.put(place, value.map(UUID::nameUUIDFromBytes));
        });
    }

    /** Those of the entries that somebody else has changed, in order. */
    Set<String> changedByOthers(Optional<MailboxName> mailbox, Set<String> entries, Annotations store)
            throws StoreException {
        Set<String> others = new TreeSet<>(entries);
        if (others.removeIf(entry -> values.containsKey(new Place(mailbox, entry)))) {
            Map<String, byte[]> now = store.annotations(mailbox);
            for (String entry : entries) {
                Place place = new Place(mailbox, entry);
                Optional<UUID> value = Optional.ofNullable(now.get(entry)).map(UUID::nameUUIDFromBytes);
                if (values.containsKey(place) && !Objects.equals(values.get(place), value)) {
                    values.remove(place);
                    others.add(entry);
                }
            }
        }
        return others;
    }
}
