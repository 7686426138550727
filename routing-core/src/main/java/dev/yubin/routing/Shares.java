package dev.yubin.routing;

import dev.yubin.routing.spool.BusyException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many deliveries each server has at once, and which server a destination's mail went to last. Any thread; none waits. */
final class Shares {
    /** Of so many destinations it is known; of more, the one asked for longest ago is found out again. */
    private static final int MOST_DESTINATIONS = 10_000;

    private final int most;
    private final Map<String, Integer> held = new HashMap<>();
    private final Map<String, String> servers = new LinkedHashMap<>(16, 0.75f, true);

    /** @param most to one server */
    Shares(int most) {
        this.most = most;
    }

    /** Whether the destination's server has all it may have, as far as its server is known. */
    synchronized boolean isFull(String destination) {
        String server = servers.get(destination);
        return server != null && held.getOrDefault(server, 0) >= most;
    }

    /** @throws BusyException when the server has all it may have; then there is nothing to give back */
    synchronized void take(String destination, String server) throws BusyException {
        servers.put(destination, server);
        if (servers.size() > MOST_DESTINATIONS) {
            servers.remove(servers.keySet().iterator().next());
        }
        if (held.getOrDefault(server, 0) >= most) {
            throw new BusyException(most + " deliveries are under way to " + server);
        }
        held.merge(server, 1, Integer::sum);
    }

    synchronized void giveBack(String server) {
        held.computeIfPresent(server, (key, count) -> count == 1 ? null : count - 1);
    }
}
