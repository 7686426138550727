package dev.yubin.imap.client;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.acl.MyRightsData;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.metadata.MetadataData;
import dev.yubin.imap.wire.Octets;
import dev.yubin.mailbox.feature.Right;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A mailbox of a list, and what was told of it besides. Of a mailbox that is not there, or cannot be asked right now, nothing is.
 *
 * @param status   its counters (RFC 5819)
 * @param rights   what the user may do there (RFC 8440)
 * @param metadata its annotations, by the names of their entries; empty for one that there is not (RFC 9590)
 */
public record Listed(
        ListData list,
        Optional<StatusData> status,
        Optional<Set<Right>> rights,
        Map<String, Optional<Octets>> metadata) {
    public Listed {
        Objects.requireNonNull(list, "list");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(rights, "rights");
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** Gathers what a server tells; what belongs to a mailbox bears its name, wherever it stands. */
    static final class Gathering {
        private final List<ListData> lists = new ArrayList<>();
        private final Map<ImapName, StatusData> status = new HashMap<>();
        private final Map<ImapName, Set<Right>> rights = new HashMap<>();
        private final Map<ImapName, Map<String, Optional<Octets>>> metadata = new HashMap<>();

        boolean take(ImapResponse response) {
            if (response instanceof ListData data && !data.lsub()) {
                lists.add(data);
            } else if (response instanceof StatusData data) {
                status.put(data.mailbox(), data);
            } else if (response instanceof MyRightsData data) {
                rights.put(data.mailbox(), data.rights());
            } else if (response instanceof MetadataData data && !data.news()) {
                metadata.computeIfAbsent(data.mailbox(), any -> new LinkedHashMap<>())
                        .putAll(data.values());
            } else {
                return false;
            }
            return true;
        }

        List<Listed> listed() {
            return lists.stream().map(this::listed).toList();
        }

        private Listed listed(ListData list) {
            ImapName name = list.mailbox();
            return new Listed(
                    list,
                    Optional.ofNullable(status.get(name)),
                    Optional.ofNullable(rights.get(name)),
                    metadata.getOrDefault(name, Map.of()));
        }
    }
}
