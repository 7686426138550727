package dev.yubin.imap.search;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What SEARCH or SORT is to tell of what it found: RFC 9051 section 6.4.4, RFC 5267 section 3.1. */
public enum SearchReturn {
    /** The least number; of SORT, the first in order. */
    MIN,
    /** The greatest number; of SORT, the last in order. */
    MAX,
    ALL,
    COUNT,
    /** Keeps the result as {@code $}: RFC 9051 section 6.4.4.1. Of SEARCH alone. */
    SAVE;

    /** RETURN () asks for ALL. */
    static Set<SearchReturn> orAll(Set<SearchReturn> options) {
        return options.isEmpty() ? Set.of(ALL) : Collections.unmodifiableSet(new LinkedHashSet<>(options));
    }

    /** [search-return-opts SP], where search-return-opts = "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")" */
    static Optional<Set<SearchReturn>> readOptions(ImapReader in) throws SyntaxException {
        if (!in.acceptWord("RETURN")) {
            return Optional.empty();
        }
        in.space();
        Set<SearchReturn> options = in.options(values());
        in.space();
        return Optional.of(options);
    }

    static void writeOptions(Optional<Set<SearchReturn>> options, ImapWriter out) {
        options.ifPresent(some -> out.text("RETURN ").options(some).space());
    }
}
