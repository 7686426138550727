package dev.yubin.pop3.client;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was fetched, as long as the program runs. */
final class MemorySeen implements Seen {
    private final Map<String, Instant> fetched = new HashMap<>();

    @Override
    public Optional<Instant> fetched(String uniqueId) {
        return Optional.ofNullable(fetched.get(uniqueId));
    }

    @Override
    public void add(String uniqueId, Instant when) {
        fetched.put(uniqueId, when);
    }

    @Override
    public void retain(Set<String> listed) {
        fetched.keySet().retainAll(listed);
    }
}
