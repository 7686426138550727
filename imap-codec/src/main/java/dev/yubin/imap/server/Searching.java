package dev.yubin.imap.server;

import dev.yubin.imap.Tag;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** SEARCH and UID SEARCH under way: RFC 9051 section 6.4.4. A turn looks at one batch of messages. */
final class Searching implements Running {
    /** How many messages are listed together where nothing else is read of them. */
    private static final int LISTED_BATCH = 4096;

    private final Session session;
    private final MailboxView view;
    private final Tag tag;
    private final Search search;
    private final Criterion criterion;
    private final Batches batches;
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
        if (asks(SearchKey.Kind.OBJECTID, search.keys())) {
            session.require("OBJECTID");
        }
        this.criterion = Criterion.all(search.keys(), view);
        UidSet scope = scope();
        if (saves()) {
            view.save(UidSet.EMPTY); // what remains if the answer is NO, but not if it is BAD: RFC 9051 section 6.4.4.1
        }
        checkCharset();
        boolean listed = criterion.cost() == Criterion.Cost.LISTED;
        this.batches =
                new Batches(Narrowing.narrow(scope, view.mailbox(), search.keys()), listed ? LISTED_BATCH : Batch.MOST);
    }

    private void checkCharset() throws Refusal {
        if (!search.knownCharset()) {
            throw Refusal.no("BADCHARSET (US-ASCII UTF-8)", "this charset is not known here");
        }
    }

    /** The messages to be looked at: where the client names some, no others. */
    private UidSet scope() throws Refusal {
        UidSet scope = view.numbering().uids(1, view.numbering().size());
        for (SearchKey key : search.keys()) {
            if (key instanceof SearchKey.Messages some) {
                scope = scope.and(Criterion.named(some, view));
            }
        }
        return scope;
    }

    @Override
    public Progress go(Answers out) throws StoreException {
        if (asks(SearchKey.Kind.MODSEQ, search.keys())) {
            session.speakOfModSeqs(out);
        }
        if (!batches.isEmpty()) {
            look(batches.next());
            return Progress.MORE;
        }
        answer(out);
        return Progress.done(
                view.hidesExpunged() ? "EXPUNGEISSUED" : "", search.verb().word() + " done");
    }

    private void look(UidSet uids) throws StoreException {
        Batch batch = new Batch(view.mailbox(), uids);
        for (Message message : view.mailbox().messages(uids, 0)) {
            try (Candidate candidate = new Candidate(view, message, batch)) {
                if (criterion.look().at(candidate)) {
                    add(message);
                }
            } catch (StoreException e) {
                if (e.reason() != StoreException.Reason.EXPUNGED) {
                    throw e;
                }
            }
        }
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
            extended(out.untagged(), options);
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
        if (asks(SearchKey.Kind.MODSEQ, search.keys()) && count > 0) {
            out.text(" (MODSEQ ").number(highestModSeq).text(")");
        }
        out.crlf();
    }

    private void extended(ImapWriter out, Set<SearchReturn> options) {
        out.text("ESEARCH (TAG ").string(tag.text()).text(search.uid() ? ") UID" : ")");
        long[] all = numbersOrUids(search.uid());
        if (options.contains(SearchReturn.MIN) && count > 0) {
            out.text(" MIN ").number(all[0]);
        }
        if (options.contains(SearchReturn.MAX) && count > 0) {
            out.text(" MAX ").number(all[count - 1]);
        }
        if (options.contains(SearchReturn.COUNT)) {
            out.text(" COUNT ").number(count);
        }
        if (options.contains(SearchReturn.ALL) && count > 0) {
            out.text(" ALL ").text(UidSet.of(all).toString());
        }
        if (asks(SearchKey.Kind.MODSEQ, search.keys()) && count > 0) {
            out.text(" MODSEQ ").number(modSeq(options));
        }
        out.crlf();
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

    /** Whether such a key is among them, at any depth. */
    private static boolean asks(SearchKey.Kind kind, List<SearchKey> keys) {
        for (SearchKey key : keys) {
            if (key.kind() == kind || asks(kind, key.keys())) {
                return true;
            }
        }
        return false;
    }
}
