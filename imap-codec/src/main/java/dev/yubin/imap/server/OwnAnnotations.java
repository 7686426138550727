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

    /** Digests of the values, by {@link #place}; empty where the entry was removed. */
    private final Map<String, Optional<UUID>> values = new LinkedHashMap<>();

    void set(Optional<MailboxName> mailbox, Map<String, Optional<byte[]>> entries) {
        entries.forEach((entry, value) -> {
            String place = place(mailbox, entry);
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
        if (others.removeIf(entry -> values.containsKey(place(mailbox, entry)))) {
            Map<String, byte[]> now = store.annotations(mailbox);
            for (String entry : entries) {
                String place = place(mailbox, entry);
                Optional<UUID> value = Optional.ofNullable(now.get(entry)).map(UUID::nameUUIDFromBytes);
                if (values.containsKey(place) && !Objects.equals(values.get(place), value)) {
                    values.remove(place);
                    others.add(entry);
                }
            }
        }
        return others;
    }

    /** An entry of a mailbox, or of the server; neither name has a NUL in it. */
    private static String place(Optional<MailboxName> mailbox, String entry) {
        return mailbox.map(MailboxName::toString).orElse("") + '\0' + entry;
    }
}
