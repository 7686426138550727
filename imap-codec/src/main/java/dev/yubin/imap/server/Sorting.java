package dev.yubin.imap.server;

import dev.yubin.imap.Tag;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.imap.search.Sort;
import dev.yubin.imap.search.SortData;
import dev.yubin.mailbox.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** SORT and UID SORT under way: RFC 5256 section 3. A turn looks at one batch of messages, and the last one puts them in order. */
final class Sorting implements Running {
    /** So many are kept in any case. */
    private static final int LEAST = 256;

    private final Session session;
    private final MailboxView view;
    private final Tag tag;
    private final Sort sort;
    private final ReturnOptions asked;
    private final SortOrder order;
    private final Matches matches;
    /** How many of one end of the result tell all that is asked for. */
    private final long reach;

    private final List<SortOrder.Entry> found = new ArrayList<>();

    Sorting(Session session, Tag tag, Sort sort) throws Refusal, StoreException {
        this.session = session;
        this.view = session.view().orElseThrow();
        this.tag = tag;
        this.sort = sort;
        this.asked = sort.returning().orElse(ReturnOptions.ALL);
        this.order = new SortOrder(sort.criteria());
        this.matches = new Matches(session, view, sort.keys(), order.readsOutlines(), Long.MAX_VALUE);
        this.reach = matches.askModSeq() ? Long.MAX_VALUE : Results.reach(asked);
        Matches.checkCharset(sort.charset());
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
            matches.next(message -> found.add(order.entry(message)));
            if (found.size() > LEAST && found.size() / 2 >= reach) {
                prune();
            }
            return Progress.MORE;
        }
        found.sort(order);
        answer(out);
        return Progress.done(
                view.hidesExpunged() ? "EXPUNGEISSUED" : "", sort.verb().word() + " done");
    }

    @Override
    public Optional<Advance> advance() {
        return Optional.of(matches.advance());
    }

    /** Lets go of what will not be told, so that a stretch of a large result costs little more than the stretch. */
    private void prune() {
        found.sort(order);
        int kept = (int) reach;
        boolean last = asked.partial().orElseThrow().fromLast();
        (last ? found.subList(0, found.size() - kept) : found.subList(kept, found.size())).clear();
    }

    private void answer(Answers out) {
        long[] told = found.stream()
                .mapToLong(SortOrder.Entry::uid)
                .map(uid -> sort.uid() ? uid : view.numbering().number(uid))
                .toArray();
        long[] scores = found.stream().mapToLong(SortOrder.Entry::relevancy).toArray();
        if (sort.returning().isEmpty()) {
            out.untagged(new SortData(Arrays.stream(told).boxed().toList(), modSeq()));
        } else {
            out.untagged(EsearchData.of(tag.text(), sort.uid(), Results.told(asked, told, scores, modSeq())));
            if (asked.has(SearchReturn.UPDATE)) {
                view.contexts()
                        .keep(
                                Context.sorted(tag, sort.uid(), matches.criterion(), asked.fetched(), order, found),
                                session,
                                out);
            }
        }
    }

    /** RFC 7162 section 3.1.6; of MIN and MAX without the others, only those that are told count. */
    private OptionalLong modSeq() {
        if (!matches.askModSeq() || found.isEmpty()) {
            return OptionalLong.empty();
        }
        boolean first = asked.has(SearchReturn.MIN);
        boolean last = asked.has(SearchReturn.MAX);
        boolean more = asked.has(SearchReturn.ALL)
                || asked.has(SearchReturn.COUNT)
                || asked.partial().isPresent();
        Stream<SortOrder.Entry> told = more || !first && !last
                ? found.stream()
                : Stream.of(found.get(first ? 0 : found.size() - 1), found.get(last ? found.size() - 1 : 0));
        return told.mapToLong(SortOrder.Entry::modSeq).max();
    }
}
