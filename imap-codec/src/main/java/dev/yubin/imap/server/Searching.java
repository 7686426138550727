package dev.yubin.imap.server;

import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.Tag;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** SEARCH and UID SEARCH under way: RFC 9051 section 6.4.4. A turn looks at one batch of messages. */
final class Searching implements Running {
    private final Session session;
    private final MailboxView view;
    private final Tag tag;
    private final Search search;
    private final Matches matches;
    /** The sequence numbers that were found, ascending. */
    private int[] found = new int[16];

    private int count;
    /** The mod-sequences of the first and the last that were found, and the highest of all. */
    private long firstModSeq;

    private long lastModSeq;
    private long highestModSeq;

    Searching(Session session, Tag tag, Search search) throws Refusal, StoreException {
        this.session = session;
        this.view = session.view().orElseThrow();
        this.tag = tag;
        this.search = search;
        this.matches = new Matches(session, search.keys(), false);
        if (saves()) {
            view.save(UidSet.EMPTY); // what remains if the answer is NO, but not if it is BAD: RFC 9051 section 6.4.4.1
        }
        Matches.checkCharset(search.charset());
    }

    @Override
    public Progress go(Answers out) throws StoreException {
        if (matches.askModSeq()) {
            session.speakOfModSeqs(out);
        }
        if (!matches.areAllTaken()) {
            matches.next(found -> add(found.message()));
            return Progress.MORE;
        }
        answer(out);
        return Progress.done(
                view.hidesExpunged() ? "EXPUNGEISSUED" : "", search.verb().word() + " done");
    }

    private void add(Message message) {
        if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = view.numbering().number(message.uid());
        firstModSeq = count == 1 ? message.modSeq() : firstModSeq;
        lastModSeq = message.modSeq();
        highestModSeq = Math.max(highestModSeq, message.modSeq());
    }

    private Set<SearchReturn> returning() {
        Set<SearchReturn> options = EnumSet.noneOf(SearchReturn.class);
        search.returning().ifPresent(options::addAll);
        if (options.isEmpty()) {
            options.add(SearchReturn.ALL);
        }
        return options;
    }

    private boolean saves() {
        return returning().contains(SearchReturn.SAVE);
    }

    private void answer(Answers out) {
        Set<SearchReturn> options = returning();
        if (options.contains(SearchReturn.SAVE)) {
            view.save(kept(options));
        }
        if (search.returning().isEmpty() && !session.dialect().alwaysEsearch()) {
            plain(out.untagged());
        } else if (!options.equals(EnumSet.of(SearchReturn.SAVE))) {
            long[] all = numbersOrUids(search.uid());
            out.untagged(extended(
                    tag,
                    search.uid(),
                    options,
                    all,
                    count == 0 ? Optional.empty() : Optional.of(SequenceSet.of(UidSet.of(all))),
                    matches.askModSeq() && count > 0 ? OptionalLong.of(modSeq(options)) : OptionalLong.empty()));
        }
    }

    /** The table of RFC 5182 section 2.1: MIN and MAX alone keep what they tell, all else keeps everything. */
    private UidSet kept(Set<SearchReturn> options) {
        boolean ends = options.contains(SearchReturn.MIN) || options.contains(SearchReturn.MAX);
        if (!ends || options.contains(SearchReturn.ALL) || options.contains(SearchReturn.COUNT)) {
            return UidSet.of(numbersOrUids(true));
        }
        UidSet kept = UidSet.EMPTY;
        if (count > 0 && options.contains(SearchReturn.MIN)) {
            kept = kept.or(UidSet.of(view.numbering().uid(found[0])));
        }
        if (count > 0 && options.contains(SearchReturn.MAX)) {
            kept = kept.or(UidSet.of(view.numbering().uid(found[count - 1])));
        }
        return kept;
    }

    private long[] numbersOrUids(boolean uids) {
        return Arrays.stream(found, 0, count)
                .mapToLong(number -> uids ? view.numbering().uid(number) : number)
                .toArray();
    }

    private void plain(ImapWriter out) {
        out.text("SEARCH");
        for (long each : numbersOrUids(search.uid())) {
            out.space().number(each);
        }
        if (matches.askModSeq() && count > 0) {
            out.text(" (MODSEQ ").number(highestModSeq).text(")");
        }
        out.crlf();
    }

    /**
     * The ESEARCH response of SEARCH and SORT.
     *
     * @param numbers all that were found, in order
     * @param all     the same, as a set
     */
    static EsearchData extended(
            Tag tag,
            boolean uid,
            Set<SearchReturn> options,
            long[] numbers,
            Optional<SequenceSet> all,
            OptionalLong modSeq) {
        boolean any = numbers.length > 0;
        return new EsearchData(
                Optional.of(tag.text()),
                uid,
                any && options.contains(SearchReturn.MIN) ? OptionalLong.of(numbers[0]) : OptionalLong.empty(),
                any && options.contains(SearchReturn.MAX)
                        ? OptionalLong.of(numbers[numbers.length - 1])
                        : OptionalLong.empty(),
                all.filter(some -> options.contains(SearchReturn.ALL)),
                options.contains(SearchReturn.COUNT) ? OptionalLong.of(numbers.length) : OptionalLong.empty(),
                modSeq);
    }

    /** Of MIN and MAX without the others, only those that are told count: RFC 4731 section 3.2. */
    private long modSeq(Set<SearchReturn> options) {
        if (options.contains(SearchReturn.ALL) || options.contains(SearchReturn.COUNT)) {
            return highestModSeq;
        }
        boolean first = options.contains(SearchReturn.MIN);
        boolean last = options.contains(SearchReturn.MAX);
        return first || last ? Math.max(first ? firstModSeq : 0, last ? lastModSeq : 0) : highestModSeq;
    }
}
