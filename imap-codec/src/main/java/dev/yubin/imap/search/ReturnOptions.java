package dev.yubin.imap.search;

import dev.yubin.imap.PartialRange;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * RETURN: what SEARCH or SORT is to tell of what it found. RFC 9051 section 6.4.4. Nothing at all, {@code RETURN ()}, asks for ALL.
 *
 * @param options those that are words
 * @param partial the stretch of what was found that is told, never beside ALL (RFC 9394 section 3.1)
 * @param fetched what a FETCH response tells of each new message that comes to the result, beside UPDATE alone (RFC 5465 section 7)
 */
public record ReturnOptions(Set<SearchReturn> options, Optional<PartialRange> partial, List<FetchItem> fetched) {
    /** RETURN (ALL). */
    public static final ReturnOptions ALL = of(SearchReturn.ALL);

    public ReturnOptions {
        Objects.requireNonNull(partial, "partial");
        options = options.isEmpty() && partial.isEmpty()
                ? Set.of(SearchReturn.ALL)
                : Collections.unmodifiableSet(new LinkedHashSet<>(options));
        if (partial.isPresent() && options.contains(SearchReturn.ALL)) {
            throw new IllegalArgumentException("PARTIAL does not stand beside ALL (RFC 9394 section 3.1)");
        }
        fetched = List.copyOf(fetched);
        if (!fetched.isEmpty() && !options.contains(SearchReturn.UPDATE)) {
            throw new IllegalArgumentException("only UPDATE has fetch items (RFC 5465 section 7)");
        }
    }

    /** Those, with what is to be fetched of each new message in the result, where the server has NOTIFY. */
    public ReturnOptions fetching(FetchItem... items) {
        return new ReturnOptions(options, partial, List.of(items));
    }

    /** Those. */
    public static ReturnOptions of(SearchReturn... options) {
        return new ReturnOptions(new LinkedHashSet<>(Arrays.asList(options)), Optional.empty(), List.of());
    }

    /** A stretch of what was found, and those. */
    public static ReturnOptions partial(PartialRange partial, SearchReturn... options) {
        return new ReturnOptions(new LinkedHashSet<>(Arrays.asList(options)), Optional.of(partial), List.of());
    }

    /** Whether that is asked for. */
    public boolean has(SearchReturn option) {
        return options.contains(option);
    }

    /** [search-return-opts SP], where search-return-opts = "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")" */
    static Optional<ReturnOptions> read(ImapReader in) throws SyntaxException {
        if (!in.acceptWord("RETURN")) {
            return Optional.empty();
        }
        Set<SearchReturn> options = new LinkedHashSet<>();
        List<PartialRange> partial = new ArrayList<>(1);
        List<FetchItem> fetched = new ArrayList<>();
        in.space()
                .list(each -> each.acceptWord("PARTIAL")
                        ? partial.add(PartialRange.read(each.space()))
                        : options.add(readWord(each, fetched)));
        in.space();
        if (partial.size() > 1) {
            throw new SyntaxException("PARTIAL stands once (RFC 9394 section 3.1)");
        }
        return Optional.of(new ReturnOptions(options, partial.stream().findFirst(), fetched));
    }

    /** modifier-update = "UPDATE" [ "(" fetch-att *(SP fetch-att) ")" ]; the RFC's example has a space between. */
    private static SearchReturn readWord(ImapReader in, List<FetchItem> fetched) throws SyntaxException {
        SearchReturn word = in.option(SearchReturn.values());
        if (word == SearchReturn.UPDATE && (in.accept(" (") || in.accept("("))) {
            in.back(1);
            fetched.addAll(in.fullList(FetchItem::read));
        }
        return word;
    }

    /** [search-return-opts SP] */
    static void write(Optional<ReturnOptions> returning, ImapWriter out) {
        returning.ifPresent(some -> some.write(out));
    }

    private void write(SearchReturn option, ImapWriter out) {
        out.text(option.name());
        if (option == SearchReturn.UPDATE && !fetched.isEmpty()) {
            out.space().list(fetched, FetchItem::write);
        }
    }

    private void write(ImapWriter out) {
        out.text("RETURN (").joined(options, this::write);
        partial.ifPresent(some -> some.write(out.text(options.isEmpty() ? "PARTIAL " : " PARTIAL ")));
        out.text(") ");
    }
}
