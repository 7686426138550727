package dev.yubin.imap.server;

import dev.yubin.imap.search.SearchKey;
import dev.yubin.mailbox.StoreException;
import java.util.ArrayList;
import java.util.List;

/** Replaces search keys by others, at any depth. */
final class Rewriting {
    /** What stands for a key that is not made of others; mostly itself. */
    @FunctionalInterface
    interface Step {
        SearchKey of(SearchKey key) throws Refusal, StoreException;
    }

    private Rewriting() {}

    static List<SearchKey> all(List<SearchKey> keys, Step step) throws Refusal, StoreException {
        List<SearchKey> all = new ArrayList<>(keys.size());
        for (SearchKey key : keys) {
            all.add(one(key, step));
        }
        return all;
    }

    private static SearchKey one(SearchKey key, Step step) throws Refusal, StoreException {
        return switch (key.kind()) {
            case FUZZY -> new SearchKey.Fuzzy(all(key.keys(), step).get(0));
            case NOT -> new SearchKey.Not(all(key.keys(), step).get(0));
            case OR -> new SearchKey.Or(all(key.keys(), step));
            case AND -> new SearchKey.And(all(key.keys(), step));
            default -> step.of(key);
        };
    }
}
