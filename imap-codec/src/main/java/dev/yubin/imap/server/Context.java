package dev.yubin.imap.server;

import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.Tag;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.SearchDatum.Change;
import dev.yubin.imap.search.SearchDatum.Change.Placed;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A search whose result is kept up to date: RFC 5267 section 4.3. Sequence numbers in its keys are those of the time of the command. Used by one
 * thread at a time.
 */
final class Context {
    private final Tag tag;
    /** Where it was asked for by ESEARCH, of which mailbox it is. */
    private final Optional<EsearchData.Source> source;

    private final boolean uid;
    private final Criterion criterion;
    /** What is told of each new message in it. */
    private final List<FetchItem> fetched;

    /** Of a SORT, the result in its order; of a SEARCH, whose order is the mailbox's, empty. */
    private final Optional<SortedUids> sorted;
    /** The result as the client knows it. */
    private UidSet kept;
    /** What the last look has found to be no part of it any more. */
    private UidSet.Builder lost = new UidSet.Builder();

    private UidSet vanished = UidSet.EMPTY;
    /** What the last look has found to be part of it now. */
    private List<SortedUids.Gain> gained = new ArrayList<>();

    private Context(
            Tag tag,
            Optional<EsearchData.Source> source,
            boolean uid,
            Criterion criterion,
            List<FetchItem> fetched,
            Optional<SortedUids> sorted,
            UidSet kept) {
        this.tag = tag;
        this.source = source;
        this.uid = uid;
        this.criterion = criterion;
        this.fetched = fetched;
        this.sorted = sorted;
        this.kept = kept;
    }

    /** Of a SEARCH that found those. */
    static Context searched(
            Tag tag,
            Optional<EsearchData.Source> source,
            boolean uid,
            Criterion criterion,
            List<FetchItem> fetched,
            UidSet found) {
        return new Context(tag, source, uid, criterion, fetched, Optional.empty(), found);
    }

    /** Of a SORT that found those in that order. */
    static Context sorted(Tag tag, boolean uid, Criterion criterion, List<FetchItem> fetched, SortedUids found) {
        return new Context(tag, Optional.empty(), uid, criterion, fetched, Optional.of(found), found.uids());
    }

    String tag() {
        return tag.text();
    }

    /** Whether its result is told by UIDs. */
    boolean isByUid() {
        return uid;
    }

    /** Begins to look at what has changed in the mailbox. What an earlier look has found and was not told is found anew. */
    void begin(UidSet nowVanished) {
        vanished = nowVanished;
        lost = new UidSet.Builder();
        gained = new ArrayList<>();
    }

    List<FetchItem> fetched() {
        return fetched;
    }

    /** Looks at a message that came or changed; they come by ascending UID. Tells whether it is a part of the result from now on. */
    boolean look(Candidate candidate) throws StoreException {
        long its = candidate.message().uid();
        boolean had = kept.contains(its);
        boolean has = has(candidate);
        if (had && !has) {
            lost.add(its);
        } else if (has && !had) {
            gained.add(sorted.isPresent() ? sorted.get().place(candidate) : new SortedUids.Gain(its, new byte[0], 0));
        }
        return has && !had;
    }

    private boolean has(Candidate candidate) throws StoreException {
        try {
            return criterion.look().at(candidate);
        } catch (StoreException e) {
            if (e.reason() == StoreException.Reason.EXPUNGED) {
                return false;
            }
            throw e;
        }
    }

    /** Takes away what the last look has found to be lost. */
    Optional<EsearchData> lose(Numbering numbering) {
        UidSet gone = kept.and(lost.build().or(vanished));
        if (gone.isEmpty()) {
            return Optional.empty();
        }
        kept = kept.without(gone);
        Places places = new Places(false);
        if (sorted.isEmpty()) {
            gone.uids().forEach(each -> places.add(0, name(each, numbering)));
        } else {
            sorted.get().remove(gone, gained, (uid, position) -> places.add(position, name(uid, numbering)));
        }
        return places.told();
    }

    /** Puts in what the last look has found to be gained; new messages have their numbers by now. */
    Optional<EsearchData> gain(Numbering numbering) {
        if (gained.isEmpty()) {
            return Optional.empty();
        }
        Places places = new Places(true);
        if (sorted.isEmpty()) {
            gained.forEach(gain -> places.add(0, name(gain.uid(), numbering)));
        } else {
            sorted.get().insert(gained, (uid, position) -> places.add(position, name(uid, numbering)));
        }
        kept = kept.or(UidSet.of(gained.stream().mapToLong(SortedUids.Gain::uid).toArray()));
        gained = new ArrayList<>();
        return places.told();
    }

    private long name(long its, Numbering numbering) {
        return uid ? its : numbering.number(its);
    }

    /** What comes or goes one behind the other is told as one. */
    private final class Places {
        private final boolean added;
        private final List<Placed> places = new ArrayList<>();
        private final List<Long> together = new ArrayList<>();
        private long position;

        Places(boolean added) {
            this.added = added;
        }

        void add(long at, long number) {
            boolean moves = added && sorted.isPresent();
            if (at != position + (moves ? together.size() : 0)) {
                end();
                position = at;
            }
            together.add(number);
        }

        private void end() {
            if (!together.isEmpty()) {
                long[] numbers = together.stream().mapToLong(Long::longValue).toArray();
                places.add(new Placed(position, SequenceSet.inOrder(numbers)));
                together.clear();
            }
        }

        Optional<EsearchData> told() {
            end();
            return places.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new EsearchData(Optional.of(tag()), source, uid, List.of(new Change(added, places))));
        }
    }
}
