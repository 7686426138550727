package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.Quota.Resource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** How much an account holds, and may hold. The account's guard guards it. */
final class Room {
    /** A bound that is out of reach is none. */
    static final long UNBOUNDED = Long.MAX_VALUE;

    /** What can be bounded. */
    static final Set<Resource> BOUNDED =
            Collections.unmodifiableSet(EnumSet.of(Resource.STORAGE, Resource.MESSAGE, Resource.MAILBOX));

    private final Map<Resource, Long> limits;
    private final Map<Resource, Long> used = new EnumMap<>(Resource.class);

    Room(Bounds bounds) {
        limits = new EnumMap<>(Map.of(
                Resource.STORAGE, bounds.accountOctets(),
                Resource.MESSAGE, bounds.accountMessages(),
                Resource.MAILBOX, bounds.accountMailboxes()));
        limits.keySet().forEach(resource -> used.put(resource, 0L));
    }

    /** Bounds these, and nothing else. */
    void bound(Map<Resource, Long> anew) {
        limits.replaceAll((resource, limit) -> anew.getOrDefault(resource, UNBOUNDED));
    }

    /** Asks for room for so many more messages of so many octets together. */
    void requireMessages(long messages, long octets) throws StoreException {
        require(Resource.MESSAGE, messages);
        require(Resource.STORAGE, octets);
    }

    void requireMailboxes(long more) throws StoreException {
        require(Resource.MAILBOX, more);
    }

    private void require(Resource resource, long more) throws StoreException {
        if (more > 0 && more > limits.get(resource) - used.get(resource)) {
            throw new StoreException(
                    Reason.OVERQUOTA,
                    resource + ": " + used.get(resource) + " are kept and " + more + " more are over the account's "
                            + limits.get(resource));
        }
    }

    void add(Resource resource, long more) {
        used.merge(resource, more, Long::sum);
    }

    /** The one root there is; without resources where nothing is bounded. */
    Quota quota() {
        Map<Resource, Quota.Usage> resources = new EnumMap<>(Resource.class);
        limits.forEach((resource, limit) -> {
            if (limit < UNBOUNDED) {
                resources.put(resource, new Quota.Usage(used.get(resource), limit));
            }
        });
        return new Quota("", resources);
    }
}
