package dev.yubin.imap.search;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
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
 * @param tag    that of the command
 * @param source in which mailbox it was found, where many were looked in (RFC 7377 section 2.1)
 * @param uid    whether the numbers are UIDs
 * @param data   in the order in which it is told
 */
public record EsearchData(Optional<String> tag, Optional<Source> source, boolean uid, List<SearchDatum> data)
        implements ImapResponse {
    /** A mailbox, and of which time its UIDs are. */
    public record Source(ImapName mailbox, long uidValidity) {
        public Source {
            Objects.requireNonNull(mailbox, "mailbox");
            Syntax.checked("UIDVALIDITY", uidValidity, 1);
        }
    }

    public EsearchData {
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(source, "source");
        data = List.copyOf(data);
    }

    /** What was found in the selected mailbox. */
    public static EsearchData of(String tag, boolean uid, List<SearchDatum> data) {
        return new EsearchData(Optional.of(tag), Optional.empty(), uid, data);
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

    /** How well each message that is told fits, 1 to 100, in the same order; empty where that is not told. */
    public List<Integer> relevancy() {
        return all(SearchDatum.Relevancy.class)
                .findFirst()
                .map(SearchDatum.Relevancy::scores)
                .orElse(List.of());
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

    /** esearch-response = "ESEARCH" [SP "(" one-correlator *(SP one-correlator) ")"] [SP "UID"] *(SP search-return-data) */
    public static EsearchData read(ImapReader in) throws SyntaxException {
        in.expect("* ESEARCH");
        Optional<String> tag = Optional.empty();
        Optional<ImapName> mailbox = Optional.empty();
        OptionalLong uidValidity = OptionalLong.empty();
        if (in.accept(" (")) {
            do {
                in.countItem();
                if (in.accept("TAG ")) {
                    tag = Optional.of(in.astring());
                } else if (in.accept("MAILBOX ")) {
                    mailbox = Optional.of(ImapName.read(in));
                } else {
                    in.expect("UIDVALIDITY ");
                    uidValidity = OptionalLong.of(in.nzNumber());
                }
            } while (in.accept(' '));
            in.expect(')');
        }
        boolean uid = in.acceptWord(" UID");
        List<SearchDatum> data = new ArrayList<>();
        while (in.accept(' ') && !in.atEnd()) {
            in.countItem();
            SearchDatum.read(in).ifPresent(data::add);
        }
        Optional<Source> source = mailbox.isPresent() && uidValidity.isPresent()
                ? Optional.of(new Source(mailbox.get(), uidValidity.getAsLong()))
                : Optional.empty();
        return new EsearchData(tag, source, uid, data);
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* ESEARCH");
        if (tag.isPresent() || source.isPresent()) {
            out.text(" (");
            tag.ifPresent(text -> out.text("TAG ").string(text));
            out.text(tag.isPresent() && source.isPresent() ? " " : "");
            source.ifPresent(its -> {
                its.mailbox().write(out.text("MAILBOX "));
                out.text(" UIDVALIDITY ").number(its.uidValidity());
            });
            out.text(")");
        }
        out.text(uid ? " UID" : "");
        data.forEach(datum -> datum.write(out));
    }
}
