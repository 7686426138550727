package dev.yubin.imap.search;

import dev.yubin.imap.PartialRange;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** One thing that is told of what was found: search-return-data of RFC 9051 section 9. */
public sealed interface SearchDatum {
    /** Writes it, the space before it too. */
    void write(ImapWriter out);

    /** One that is a number: MIN and MAX, COUNT, or the highest mod-sequence among what is told (RFC 7162 section 3.1.10). */
    record Number(Name name, long number) implements SearchDatum {
        /** Which number it is. */
        public enum Name {
            MIN,
            MAX,
            COUNT,
            MODSEQ
        }

        public Number {
            Objects.requireNonNull(name, "name");
            if (number < 0) {
                throw new IllegalArgumentException(name + " is 0 or more, not " + number);
            }
        }

        @Override
        public void write(ImapWriter out) {
            out.space().text(name.name()).space().number(number);
        }
    }

    /** ALL: all that were found, at least one, in order. */
    record All(SequenceSet numbers) implements SearchDatum {
        public All {
            Objects.requireNonNull(numbers, "numbers");
        }

        @Override
        public void write(ImapWriter out) {
            numbers.write(out.text(" ALL "));
        }
    }

    /**
     * PARTIAL: a stretch of what was found. RFC 9394 section 3.1.
     *
     * @param range   as it was asked for
     * @param numbers those there, in order; empty where there are none
     */
    record Partial(PartialRange range, Optional<SequenceSet> numbers) implements SearchDatum {
        public Partial {
            Objects.requireNonNull(range, "range");
            Objects.requireNonNull(numbers, "numbers");
        }

        @Override
        public void write(ImapWriter out) {
            range.write(out.text(" PARTIAL ("));
            out.space();
            numbers.ifPresentOrElse(some -> some.write(out), () -> out.text("NIL"));
            out.text(")");
        }
    }

    /** RELEVANCY: how well each message that is told fits, 1 to 100, in the same order. RFC 6203 section 4. */
    record Relevancy(List<Integer> scores) implements SearchDatum {
        public Relevancy {
            scores = List.copyOf(scores);
            if (!scores.stream().allMatch(score -> score >= 1 && score <= 100)) {
                throw new IllegalArgumentException("a score is 1 to 100");
            }
        }

        @Override
        public void write(ImapWriter out) {
            out.text(" RELEVANCY ").list(scores, (score, to) -> to.number(score));
        }
    }

    /**
     * ADDTO or REMOVEFROM: how the result of a search with UPDATE changes. RFC 5267 sections 4.3.3 and 4.3.4.
     *
     * @param added  whether messages come to it, rather than go from it
     * @param places one after another, at least one
     */
    record Change(boolean added, List<Placed> places) implements SearchDatum {
        /**
         * Messages that come or go together.
         *
         * @param position of the first of them in the result, counted from 1; 0 where that is as the mailbox's order has it
         */
        public record Placed(long position, SequenceSet numbers) {
            public Placed {
                Syntax.checked("a position in a result", position, 0);
                Objects.requireNonNull(numbers, "numbers");
            }
        }

        public Change {
            places = List.copyOf(places);
            if (places.isEmpty()) {
                throw new IllegalArgumentException("a change of a result has at least one place");
            }
        }

        @Override
        public void write(ImapWriter out) {
            out.text(added ? " ADDTO " : " REMOVEFROM ").list(places, (placed, to) -> {
                to.number(placed.position()).space();
                placed.numbers().write(to);
            });
        }

        /** "(" context-position SP sequence-set *(SP context-position SP sequence-set) ")" */
        private static Change read(boolean added, ImapReader in) throws SyntaxException {
            return new Change(added, in.list(each -> {
                long position = each.number();
                return new Placed(position, SequenceSet.read(each.space()));
            }));
        }
    }

    /** search-return-data = search-modifier-name SP search-return-value; empty for what is not known here. */
    static Optional<SearchDatum> read(ImapReader in) throws SyntaxException {
        String name = in.atom("search data").toUpperCase(Locale.ROOT);
        in.space();
        switch (name) {
            case "MIN", "MAX", "COUNT":
                return Optional.of(new Number(Number.Name.valueOf(name), in.number()));
            case "MODSEQ":
                return Optional.of(new Number(Number.Name.MODSEQ, in.number64()));
            case "ALL":
                return Optional.of(new All(SequenceSet.read(in)));
            case "PARTIAL":
                return Optional.of(partial(in));
            case "RELEVANCY":
                return Optional.of(new Relevancy(in.list(each -> (int) each.number(1, 100))));
            case "ADDTO", "REMOVEFROM":
                return Optional.of(Change.read(name.equals("ADDTO"), in));
            default:
                in.skipValue();
                return Optional.empty();
        }
    }

    /** ret-data-partial = "PARTIAL" SP "(" partial-range SP (sequence-set / "NIL") ")" */
    private static SearchDatum partial(ImapReader in) throws SyntaxException {
        in.expect('(');
        PartialRange range = PartialRange.read(in);
        boolean none = in.space().acceptWord("NIL");
        Optional<SequenceSet> numbers = none ? Optional.empty() : Optional.of(SequenceSet.read(in));
        in.expect(')');
        return new Partial(range, numbers);
    }
}
