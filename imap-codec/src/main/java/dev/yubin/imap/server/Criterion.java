package dev.yubin.imap.server;

import dev.yubin.imap.search.SearchKey;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.SaveDates;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.mailbox.outline.MailAddress;
import dev.yubin.mailbox.text.EncodedWords;
import dev.yubin.mailbox.text.Needle;
import dev.yubin.mailbox.text.TextSink;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A search key made ready to look at messages: RFC 9051 section 6.4.4.
 *
 * @param cost what a look costs at most
 */
record Criterion(Cost cost, Look look) {
    /** What has to be read of a message; the cheap is asked before the dear. */
    enum Cost {
        LISTED,
        OUTLINE,
        CONTENT
    }

    /** Whether a message is what is looked for. */
    @FunctionalInterface
    interface Look {
        boolean at(Candidate candidate) throws StoreException;
    }

    /** All of these keys together. */
    static Criterion all(List<SearchKey> keys, MailboxView view) throws Refusal {
        List<Criterion> sorted = cheapFirst(keys, view);
        return new Criterion(dearest(sorted), candidate -> {
            for (Criterion each : sorted) {
                if (!each.look.at(candidate)) {
                    return false;
                }
            }
            return true;
        });
    }

    private static Criterion any(List<SearchKey> keys, MailboxView view) throws Refusal {
        List<Criterion> sorted = cheapFirst(keys, view);
        return new Criterion(dearest(sorted), candidate -> {
            for (Criterion each : sorted) {
                if (each.look.at(candidate)) {
                    return true;
                }
            }
            return false;
        });
    }

    private static List<Criterion> cheapFirst(List<SearchKey> keys, MailboxView view) throws Refusal {
        List<Criterion> criteria = new ArrayList<>();
        for (SearchKey key : keys) {
            criteria.add(of(key, view));
        }
        criteria.sort(Comparator.comparing(Criterion::cost));
        return criteria;
    }

    private static Cost dearest(List<Criterion> sorted) {
        return sorted.isEmpty() ? Cost.LISTED : sorted.get(sorted.size() - 1).cost;
    }

    private static Criterion of(SearchKey key, MailboxView view) throws Refusal {
        return switch (key.kind()) {
            case FLAG -> flag(((SearchKey.HasFlag) key).flag());
            case TEXT, OBJECTID -> text((SearchKey.Text) key);
            case HEADER -> {
                SearchKey.Header header = (SearchKey.Header) key;
                Needle needle = new Needle(header.text());
                yield new Criterion(Cost.CONTENT, c -> c.text().headerHas(header.name(), needle));
            }
            case SAVED -> new Criterion(Cost.OUTLINE, c -> ((SearchKey.Saved) key).fits(inUtc(c.saved())));
            case SAVEDATE_SUPPORTED -> listed(message -> view.mailbox() instanceof SaveDates);
            case DATE -> date((SearchKey.Date) key);
            case WITHIN -> within((SearchKey.Within) key, Instant.now());
            case SIZE -> {
                SearchKey.Size size = (SearchKey.Size) key;
                yield listed(m -> size.larger() ? m.octets() > size.octets() : m.octets() < size.octets());
            }
            case MESSAGES -> messages((SearchKey.Messages) key, view);
            case UID_BOUND -> {
                UidSet uids = ((SearchKey.UidBound) key).uids();
                yield listed(message -> uids.contains(message.uid()));
            }
            case MODSEQ -> listed(message -> message.modSeq() >= ((SearchKey.ModSeq) key).modSeq());
            case FILTER -> throw new IllegalStateException("a filter is put in before"); // Filters
            case FUZZY -> fuzzy(((SearchKey.Fuzzy) key).key(), view);
            case NOT -> {
                Criterion not = of(((SearchKey.Not) key).key(), view);
                yield new Criterion(not.cost, candidate -> !not.look.at(candidate));
            }
            case OR -> any(((SearchKey.Or) key).keys(), view);
            case AND -> all(((SearchKey.And) key).keys(), view);
        };
    }

    /** A look at what the store's list says. */
    private static Criterion listed(Predicate<Message> look) {
        return new Criterion(Cost.LISTED, candidate -> look.test(candidate.message()));
    }

    /** {@code \Recent} is none of the store's. */
    private static Criterion flag(Flag flag) {
        return flag.equals(SearchKey.HasFlag.RECENT.flag())
                ? new Criterion(Cost.LISTED, Candidate::recent)
                : listed(message -> message.flags().contains(flag));
    }

    /** Where the result is kept up to date, UIDs name also what comes later: RFC 5267 section 4.3 holds fast sequence numbers alone. */
    private static Criterion messages(SearchKey.Messages key, MailboxView view) throws Refusal {
        UidSet uids = named(key, view);
        long last = key.uid() && !key.messages().isSaved() ? view.numbering().lastUid() : UidSet.MAX_UID;
        return listed(message -> {
            long uid = message.uid();
            return uid <= last ? uids.contains(uid) : key.messages().within(uid).contains(uid);
        });
    }

    /** In an empty mailbox a search by numbers finds nothing, where a FETCH would be an error. */
    static UidSet named(SearchKey.Messages key, MailboxView view) throws Refusal {
        return view.numbering().size() == 0 ? UidSet.EMPTY : view.named(key.messages(), key.uid());
    }

    private static Criterion text(SearchKey.Text key) {
        Needle needle = new Needle(key.text());
        return switch (key.place()) {
            case BCC -> addresses(needle, Envelope::bcc);
            case CC -> addresses(needle, Envelope::cc);
            case FROM -> addresses(needle, Envelope::from);
            case TO -> addresses(needle, Envelope::to);
            case SUBJECT ->
                new Criterion(
                        Cost.OUTLINE,
                        c -> c.envelope()
                                .subject()
                                .map(subject -> needle.isIn(EncodedWords.decode(subject)))
                                .orElse(false));
            case BODY -> new Criterion(Cost.CONTENT, c -> c.text().bodyHas(needle));
            case TEXT -> new Criterion(Cost.CONTENT, c -> c.text().has(needle));
            case EMAILID ->
                new Criterion(Cost.OUTLINE, c -> c.objectId().email().equals(key.text()));
            case THREADID ->
                new Criterion(Cost.OUTLINE, c -> c.objectId().thread().equals(Optional.of(key.text())));
        };
    }

    /** Texts are looked at word by word; of all else nearly is exactly: RFC 6203 section 5. */
    private static Criterion fuzzy(SearchKey key, MailboxView view) throws Refusal {
        return switch (key.kind()) {
            case TEXT -> words((SearchKey.Text) key);
            case AND -> all(fuzzy(key.keys()), view);
            case OR -> any(fuzzy(key.keys()), view);
            default -> of(key, view);
        };
    }

    private static List<SearchKey> fuzzy(List<SearchKey> keys) {
        return keys.stream().<SearchKey>map(SearchKey.Fuzzy::new).toList();
    }

    private static Criterion words(SearchKey.Text key) {
        FuzzyWords words = new FuzzyWords(key.text());
        boolean content = key.place() == SearchKey.Place.BODY || key.place() == SearchKey.Place.TEXT;
        return new Criterion(content ? Cost.CONTENT : Cost.OUTLINE, candidate -> {
            FuzzyWords.Sink sink = words.sink();
            read(key.place(), candidate, sink);
            candidate.scored(sink.score());
            return sink.score() > 0;
        });
    }

    private static void read(SearchKey.Place place, Candidate candidate, TextSink to) throws StoreException {
        if (place == SearchKey.Place.BODY) {
            candidate.text().readBody(to);
        } else if (place == SearchKey.Place.TEXT) {
            if (candidate.text().readHeader(to)) {
                candidate.text().readBody(to);
            }
        } else if (place == SearchKey.Place.SUBJECT) {
            candidate.envelope().subject().map(EncodedWords::decode).ifPresent(text -> to.take(text, false));
        } else {
            for (MailAddress address : addresses(place, candidate.envelope())) {
                to.take(EncodedWords.decode(address), false);
            }
        }
    }

    private static List<MailAddress> addresses(SearchKey.Place place, Envelope envelope) {
        return switch (place) {
            case BCC -> envelope.bcc();
            case CC -> envelope.cc();
            case FROM -> envelope.from();
            case TO -> envelope.to();
            case SUBJECT, BODY, TEXT, EMAILID, THREADID -> List.of();
        };
    }

    private static Criterion addresses(Needle needle, Function<Envelope, List<MailAddress>> addresses) {
        return new Criterion(Cost.OUTLINE, c -> {
            for (MailAddress address : addresses.apply(c.envelope())) {
                if (needle.isIn(EncodedWords.decode(address))) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Who has no Date was sent on no day; to take the internal date for it is for SORT alone (RFC 5256 section 2.2). */
    private static Criterion date(SearchKey.Date key) {
        return key.sent()
                ? new Criterion(
                        Cost.OUTLINE,
                        c -> c.outline()
                                .sentDate()
                                .map(OffsetDateTime::toLocalDate)
                                .map(key::fits)
                                .orElse(false))
                : listed(message -> key.fits(received(message)));
    }

    /** The time of the command counts, however long it runs: RFC 5032 section 2. */
    private static Criterion within(SearchKey.Within key, Instant now) {
        long then = now.getEpochSecond() - key.seconds();
        return listed(message -> key.older()
                ? message.received().getEpochSecond() <= then
                : message.received().getEpochSecond() >= then);
    }

    /** The day that INTERNALDATE shows, which is written in UTC. */
    private static LocalDate received(Message message) {
        return inUtc(message.received());
    }

    private static LocalDate inUtc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
