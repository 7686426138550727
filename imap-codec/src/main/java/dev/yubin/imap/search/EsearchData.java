package dev.yubin.imap.search;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a search found, as far as RETURN asked: RFC 9051 section 7.3.4. Data of unknown meaning is passed over when read.
 *
 * @param tag  that of the command
 * @param uid  whether the numbers are UIDs
 * @param data in the order in which it is told
 */
public record EsearchData(Optional<String> tag, boolean uid, List<SearchDatum> data) implements ImapResponse {
    public EsearchData {
        Objects.requireNonNull(tag, "tag");
        data = List.copyOf(data);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.ESEARCH;
    }

    /** The least number; of SORT, the first in order. Empty where nothing was found or it was not asked for. */
    public OptionalLong min() {
        return number(SearchDatum.Number.Name.MIN);
    }

    /** The greatest number; of SORT, the last in order. */
    public OptionalLong max() {
        return number(SearchDatum.Number.Name.MAX);
    }

    /** How many were found. */
    public OptionalLong count() {
        return number(SearchDatum.Number.Name.COUNT);
    }

    /** The highest mod-sequence among what is told: RFC 7162 section 3.1.10. */
    public OptionalLong modSeq() {
        return number(SearchDatum.Number.Name.MODSEQ);
    }

    /** All that were found, in order; empty where nothing was found or they were not asked for. */
    public Optional<SequenceSet> all() {
        return all(SearchDatum.All.class).map(SearchDatum.All::numbers).findFirst();
    }

    /** The stretch that was asked for. */
    public Optional<SearchDatum.Partial> partial() {
        return all(SearchDatum.Partial.class).findFirst();
    }

    /** What is told of the messages themselves, be it all or a stretch of them. */
    public Optional<SequenceSet> told() {
        return all().or(() -> partial().flatMap(SearchDatum.Partial::numbers));
    }

    /** How the result has changed, in this order: RFC 5267 section 4.3. Where it has, nothing else is told. */
    public List<SearchDatum.Change> changes() {
        return all(SearchDatum.Change.class).toList();
    }

    private OptionalLong number(SearchDatum.Number.Name name) {
        return all(SearchDatum.Number.class)
                .filter(datum -> datum.name() == name)
                .mapToLong(SearchDatum.Number::number)
                .findFirst();
    }

    private <T> Stream<T> all(Class<T> kind) {
        return data.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** esearch-response = "ESEARCH" [SP "(" "TAG" SP tag-string ")"] [SP "UID"] *(SP search-return-data) */
    public static EsearchData read(ImapReader in) throws SyntaxException {
        in.expect("* ESEARCH");
        Optional<String> tag = Optional.empty();
        if (in.accept(" (TAG ")) {
            tag = Optional.of(in.astring());
            in.expect(')');
        }
        boolean uid = in.acceptWord(" UID");
        List<SearchDatum> data = new ArrayList<>();
        while (in.accept(' ') && !in.atEnd()) {
            in.countItem();
            SearchDatum.read(in).ifPresent(data::add);
        }
        return new EsearchData(tag, uid, data);
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* ESEARCH");
        if (tag.isPresent()) {
            out.text(" (TAG ").string(tag.get()).text(")");
        }
        out.text(uid ? " UID" : "");
        data.forEach(datum -> datum.write(out));
    }
}
