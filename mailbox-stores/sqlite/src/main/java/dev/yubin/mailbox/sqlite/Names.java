package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The numbers behind names that were asked for before, so that a delivery need not ask the file for what seldom changes. What is not there is
 * asked for each time. Used by any thread.
 *
 * @param <N> a name
 */
final class Names<N> {
    /** How many are kept: a megabyte or two. */
    private static final int MOST = 10_000;

    /** Asks the file. */
    interface Search {
        Optional<Long> find() throws StoreException;
    }

    private volatile Map<N, Long> known = new ConcurrentHashMap<>();

    Optional<Long> find(N name, Search search) throws StoreException {
        // What was asked for before a change goes where that change has it forgotten.
        Map<N, Long> before = known;
        Long number = before.get(name);
        if (number != null) {
            return Optional.of(number);
        }
        Optional<Long> found = search.find();
        if (found.isPresent()) {
            if (before.size() >= MOST) {
                forget();
            }
            before.put(name, found.get());
        }
        return found;
    }

    /** Called behind the commit that takes a name away, before its caller is answered. */
    void forget() {
        known = new ConcurrentHashMap<>();
    }
}
