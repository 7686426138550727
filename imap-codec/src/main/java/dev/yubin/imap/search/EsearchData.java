package dev.yubin.imap.search;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a search found, as far as RETURN asked: RFC 9051 section 7.3.4. Data of unknown meaning is passed over when read.
 *
 * @param tag    that of the command
 * @param uid    whether the numbers are UIDs
 * @param all    all that were found; empty where nothing was found or nothing asked
 * @param modSeq the highest mod-sequence among what is told (RFC 7162 section 3.1.10)
 */
public record EsearchData(
        Optional<String> tag,
        boolean uid,
        OptionalLong min,
        OptionalLong max,
        Optional<SequenceSet> all,
        OptionalLong count,
        OptionalLong modSeq)
        implements ImapResponse {
    public EsearchData {
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(min, "min");
        Objects.requireNonNull(max, "max");
        Objects.requireNonNull(all, "all");
        Objects.requireNonNull(count, "count");
        Objects.requireNonNull(modSeq, "modSeq");
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.ESEARCH;
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
        OptionalLong min = OptionalLong.empty();
        OptionalLong max = OptionalLong.empty();
        Optional<SequenceSet> all = Optional.empty();
        OptionalLong count = OptionalLong.empty();
        OptionalLong modSeq = OptionalLong.empty();
        while (in.accept(' ') && !in.atEnd()) {
            in.countItem();
            String name = in.atom("search data").toUpperCase(Locale.ROOT);
            in.space();
            switch (name) {
                case "MIN" -> min = OptionalLong.of(in.number());
                case "MAX" -> max = OptionalLong.of(in.number());
                case "ALL" -> all = Optional.of(SequenceSet.read(in));
                case "COUNT" -> count = OptionalLong.of(in.number());
                case "MODSEQ" -> modSeq = OptionalLong.of(in.number64());
                default -> in.skipValue();
            }
        }
        return new EsearchData(tag, uid, min, max, all, count, modSeq);
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* ESEARCH");
        if (tag.isPresent()) {
            out.text(" (TAG ").string(tag.get()).text(")");
        }
        out.text(uid ? " UID" : "");
        out.number(" MIN ", min).number(" MAX ", max).number(" COUNT ", count);
        if (all.isPresent()) {
            all.get().write(out.text(" ALL "));
        }
        out.number(" MODSEQ ", modSeq);
    }
}
