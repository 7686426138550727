package dev.yubin.imap.server;

import dev.yubin.imap.PartialRange;
import dev.yubin.imap.Tag;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.imap.search.Sort;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * SORT and UID SORT under way: RFC 5256 section 3. A turn looks at one batch of messages, then at one of those that could not be told apart by what was
 * kept of them; the last one tells their order.
 */
final class Sorting implements Running {
    private final Session session;
    private final MailboxView view;
    private final Tag tag;
    private final Sort sort;
    private final ReturnOptions asked;
    private final SortOrder order;
    private final Matches matches;
    /** How many of one end of the result tell all that is asked for. */
    private final long reach;

    private final SortFinds finds;
    private int[] found = {};
    /** Null until all are found. */
    private Ties ties;

    Sorting(Session session, Tag tag, Sort sort) throws Refusal, StoreException {
        Matches.checkCharset(sort.charset(), sort.keys());
        this.session = session;
        this.view = session.view().orElseThrow();
        this.tag = tag;
        this.sort = sort;
        this.asked = sort.returning().orElse(ReturnOptions.ALL);
        this.order = new SortOrder(sort.criteria());
        this.matches = new Matches(session, view, sort.keys(), order.readsOutlines(), Long.MAX_VALUE);
        this.finds = new SortFinds(matches.askModSeq());
        this.reach = matches.askModSeq() ? Long.MAX_VALUE : Results.reach(asked);
        // the order of some is not that of all: RFC 9738 section 3.3
        Portion.requireAll(
                matches.portion().uids().size(), session.setting().limits().messages());
        view.contexts().check(asked, tag, session);
    }

    @Override
    public Progress go(Answers out) throws StoreException {
        if (matches.askModSeq()) {
            session.speakOfModSeqs(out);
        }
        if (!matches.areAllTaken()) {
            matches.next(this::add);
            finds.prune(reach, fromLast());
            return Progress.MORE;
        }
        if (ties == null) {
            found = finds.order();
            int stretch = (int) Math.min(reach, found.length);
            int first = fromLast() ? found.length - stretch : 0;
            ties = new Ties(finds, found, first, first + stretch, this::keys);
        }
        if (!ties.areNone()) {
            ties.next();
            return Progress.MORE;
        }
        answer(out);
        return Progress.done(view.expungeIssued(), sort.verb().word() + " done");
    }

    @Override
    public Optional<Advance> advance() {
        return Optional.of(matches.advance());
    }

    private void add(Candidate candidate) throws StoreException {
        Message message = candidate.message();
        finds.add(message.uid(), order.key(candidate), candidate.relevancy(), message.modSeq());
    }

    private boolean fromLast() {
        return asked.partial().filter(PartialRange::fromLast).isPresent();
    }

    /** For {@link Ties}. */
    private Map<Long, byte[]> keys(UidSet uids) throws StoreException {
        Map<Long, byte[]> keys = new HashMap<>();
        Candidate.each(view, uids, candidate -> {
            long uid = candidate.message().uid();
            candidate.scored(finds.scoreOf(uid));
            keys.put(uid, order.key(candidate));
        });
        return keys;
    }

    private void answer(Answers out) {
        long[] told = Arrays.stream(found)
                .mapToLong(finds::uid)
                .map(uid -> sort.uid() ? uid : view.numbering().number(uid))
                .toArray();
        if (sort.returning().isEmpty()) {
            plain(out.untagged(), told);
            return;
        }
        long[] scores = Arrays.stream(found).mapToLong(finds::score).toArray();
        out.untagged(EsearchData.of(tag.text(), sort.uid(), Results.told(asked, told, scores, modSeq())));
        if (asked.has(SearchReturn.UPDATE)) {
            long[] uids = Arrays.stream(found).mapToLong(finds::uid).toArray();
            SortedUids sorted = new SortedUids(view, order, matches.criterion(), uids);
            view.contexts()
                    .keep(Context.sorted(tag, sort.uid(), matches.criterion(), asked.fetched(), sorted), session, out);
        }
    }

    private void plain(ImapWriter out, long[] told) {
        out.text("SORT");
        for (long each : told) {
            out.space().number(each);
        }
        out.number(" (MODSEQ ", modSeq()).text(modSeq().isPresent() ? ")" : "");
        out.crlf();
    }

    /** RFC 7162 section 3.1.6; of MIN and MAX without the others, only those that are told count. */
    private OptionalLong modSeq() {
        if (!matches.askModSeq() || found.length == 0) {
            return OptionalLong.empty();
        }
        boolean first = asked.has(SearchReturn.MIN);
        boolean last = asked.has(SearchReturn.MAX);
        boolean more = asked.has(SearchReturn.ALL)
                || asked.has(SearchReturn.COUNT)
                || asked.partial().isPresent();
        IntStream told = more || !first && !last
                ? Arrays.stream(found)
                : IntStream.of(found[first ? 0 : found.length - 1], found[last ? found.length - 1 : 0]);
        return told.mapToLong(finds::modSeq).max();
    }
}
