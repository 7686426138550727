package dev.yubin.imap.server;

import dev.yubin.imap.search.SearchKey;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.mailbox.outline.MailAddress;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

    /** A look at what the store's list says. */
    @FunctionalInterface
    private interface ListedLook {
        boolean at(Message message);
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
            case ALL -> listed(message -> true);
            case RECENT -> new Criterion(Cost.LISTED, Candidate::recent);
            case FLAG -> {
                SearchKey.HasFlag flag = (SearchKey.HasFlag) key;
                yield listed(message -> message.flags().contains(flag.flag()));
            }
            case TEXT -> text((SearchKey.Text) key);
            case HEADER -> {
                SearchKey.Header header = (SearchKey.Header) key;
                Needle needle = new Needle(header.text());
                yield new Criterion(
                        Cost.CONTENT, c -> c.text().headerHas(c.outline().root(), header.name(), needle));
            }
            case DATE -> date((SearchKey.Date) key);
            case SIZE -> {
                SearchKey.Size size = (SearchKey.Size) key;
                yield listed(m -> size.larger() ? m.octets() > size.octets() : m.octets() < size.octets());
            }
            case NUMBERS -> within(named(((SearchKey.Numbers) key), view));
            case UIDS -> within(view.named(((SearchKey.Uids) key).uids(), true));
            case MODSEQ -> listed(message -> message.modSeq() >= ((SearchKey.ModSeq) key).modSeq());
            case NOT -> {
                Criterion not = of(((SearchKey.Not) key).key(), view);
                yield new Criterion(not.cost, candidate -> !not.look.at(candidate));
            }
            case OR -> any(((SearchKey.Or) key).keys(), view);
            case AND -> all(((SearchKey.And) key).keys(), view);
        };
    }

    private static Criterion listed(ListedLook look) {
        return new Criterion(Cost.LISTED, candidate -> look.at(candidate.message()));
    }

    private static Criterion within(UidSet uids) {
        return listed(message -> uids.contains(message.uid()));
    }

    /** In an empty mailbox a search by numbers finds nothing, where a FETCH would be an error. */
    private static UidSet named(SearchKey.Numbers key, MailboxView view) throws Refusal {
        return view.numbering().size() == 0 ? UidSet.EMPTY : view.named(key.numbers(), false);
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
                        c -> c.outline()
                                .envelope()
                                .subject()
                                .map(subject -> needle.isIn(EncodedWords.decode(subject)))
                                .orElse(false));
            case BODY ->
                new Criterion(Cost.CONTENT, c -> c.text().bodyHas(c.outline().root(), needle));
            case TEXT ->
                new Criterion(Cost.CONTENT, c -> c.text().has(c.outline().root(), needle));
        };
    }

    private interface Addresses {
        List<MailAddress> of(Envelope envelope);
    }

    private static Criterion addresses(Needle needle, Addresses addresses) {
        return new Criterion(Cost.OUTLINE, c -> {
            for (MailAddress address : addresses.of(c.outline().envelope())) {
                if (needle.isIn(written(address))) {
                    return true;
                }
            }
            return false;
        });
    }

    /** The address as a person would write it: {@code Ann <ann@example.net>}. */
    private static String written(MailAddress address) {
        String mailbox = EncodedWords.decode(address.mailbox().orElse(""));
        String host = address.host().map(h -> "@" + EncodedWords.decode(h)).orElse("");
        String spec = mailbox + host;
        return address.name()
                .map(n -> EncodedWords.decode(n) + " <" + spec + ">")
                .orElse(spec);
    }

    private static Criterion date(SearchKey.Date key) {
        return key.sent()
                ? new Criterion(
                        Cost.OUTLINE,
                        c -> fits(
                                key,
                                c.outline()
                                        .sentDate()
                                        .map(OffsetDateTime::toLocalDate)
                                        .orElse(received(c.message()))))
                : listed(message -> fits(key, received(message)));
    }

    /** The day that INTERNALDATE shows, which is written in UTC. */
    private static LocalDate received(Message message) {
        return message.received().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static boolean fits(SearchKey.Date key, LocalDate date) {
        return switch (key.when()) {
            case BEFORE -> date.isBefore(key.date());
            case ON -> date.equals(key.date());
            case SINCE -> !date.isBefore(key.date());
        };
    }
}
