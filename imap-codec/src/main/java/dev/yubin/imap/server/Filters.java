package dev.yubin.imap.server;

import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.ResponseCode.UndefinedFilter;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.imap.wire.Octets;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Searches that are kept by name among the server's annotations, put in where a FILTER key names them: RFC 5466. */
final class Filters {
    private static final String VALUES = "/filters/values/";
    /** How deep filters may name filters, of which section 3.1 asks for 3. */
    private static final int DEEPEST = 8;
    /** How many are put in for one command: a few that name each other several times would be very many. */
    private static final int MOST = 100;

    private final Map<String, byte[]> kept;
    private final ImapLimits limits;
    private int put;

    private Filters(Map<String, byte[]> kept, ImapLimits limits) {
        this.kept = kept;
        this.limits = limits;
    }

    /** The keys with filters put in, each as if it stood in parentheses. */
    static List<SearchKey> applied(List<SearchKey> keys, Session session) throws Refusal, StoreException {
        session.require("FILTERS");
        Map<String, byte[]> kept = ((Annotations) session.account()).annotations(Optional.empty());
        return new Filters(kept, session.limits()).applied(keys, 0);
    }

    private List<SearchKey> applied(List<SearchKey> keys, int depth) throws Refusal, StoreException {
        return Rewriting.all(
                keys,
                key -> key instanceof SearchKey.Filter filter
                        ? new SearchKey.And(applied(named(filter.name(), depth), depth + 1))
                        : key);
    }

    private List<SearchKey> named(String name, int depth) throws Refusal {
        String entry = VALUES + name.toLowerCase(Locale.ROOT);
        byte[] own = kept.get("/private" + entry);
        byte[] value = own == null ? kept.get("/shared" + entry) : own;
        if (value == null || depth == DEEPEST || ++put > MOST) {
            throw undefined(name, value == null ? "there is no such filter" : "filters name filters too often");
        }
        try {
            return SearchKey.criteria(value, limits);
        } catch (SyntaxException | IllegalArgumentException e) {
            throw undefined(name, "it is no search: " + e.getMessage());
        }
    }

    private static Refusal undefined(String name, String words) {
        return Refusal.no(new UndefinedFilter(name), words);
    }

    /** Refuses to keep a filter that is no search: section 3.2. */
    static void check(Map<String, Optional<Octets>> values, ImapLimits limits) throws Refusal {
        for (Map.Entry<String, Optional<Octets>> each : values.entrySet()) {
            boolean filter = each.getKey().startsWith("/private" + VALUES)
                    || each.getKey().startsWith("/shared" + VALUES);
            if (filter && each.getValue().isPresent()) {
                check(each.getKey(), each.getValue().get().toArray(), limits);
            }
        }
    }

    private static void check(String entry, byte[] value, ImapLimits limits) throws Refusal {
        try {
            SearchKey.criteria(value, limits);
        } catch (SyntaxException | IllegalArgumentException e) {
            throw Refusal.no(Plain.CANNOT, entry + " is to be a search: " + e.getMessage());
        }
    }
}
