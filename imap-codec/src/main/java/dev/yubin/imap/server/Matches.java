package dev.yubin.imap.server;

import dev.yubin.imap.ResponseCode.BadCharset;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.List;
import java.util.Optional;

/** The messages that search keys are about, looked for one batch after another, in the mailbox's order: what SEARCH, SORT and THREAD have in common. */
final class Matches {
    /** How many messages are listed together where nothing else is read of them. */
    private static final int LISTED_BATCH = 4096;

    private final MailboxView view;
    private final List<SearchKey> keys;
    private final Criterion criterion;
    private final Portion portion;
    private final Batches batches;

    /**
     * @param view      the mailbox looked in
     * @param readsMore whether whoever takes them reads more of them than what the store lists
     * @param most      how many may be looked at, which are those of the highest UIDs
     * @throws Refusal where the keys name what is not there
     */
    Matches(Session session, MailboxView view, List<SearchKey> keys, boolean readsMore, long most)
            throws Refusal, StoreException {
        this.view = view;
        this.keys = asks(SearchKey.Kind.FILTER, keys) ? Filters.applied(keys, session) : keys;
        UidOnly.check(session.dialect(), this.keys);
        if (asks(SearchKey.Kind.OBJECTID, this.keys)) {
            session.require("OBJECTID");
        }
        if (asks(SearchKey.Kind.SAVED, this.keys) || asks(SearchKey.Kind.SAVEDATE_SUPPORTED, this.keys)) {
            session.require("SAVEDATE");
        }
        if (asks(SearchKey.Kind.UID_BOUND, this.keys)
                && session.setting().limits().messages() == Long.MAX_VALUE) {
            throw Refusal.bad("MESSAGELIMIT is not offered here");
        }
        this.criterion = Criterion.all(this.keys, view);
        boolean listed = criterion.cost() == Criterion.Cost.LISTED && !readsMore;
        this.portion = Portion.of(scope(), most);
        this.batches = new Batches(
                Narrowing.narrow(portion.uids(), view.mailbox(), this.keys), listed ? LISTED_BATCH : Batch.MOST);
    }

    /** @param unfit the charset of their strings, where they cannot be in it */
    static void checkCharset(Optional<String> unfit, List<SearchKey> keys) throws Refusal {
        if (unfit.isEmpty()) {
            return;
        } else if (asks(SearchKey.Kind.FILTER, keys)) {
            throw Refusal.badCharset("FILTER goes with UTF-8 alone (RFC 5466 section 3.1)");
        }
        throw Refusal.no(new BadCharset(List.of("US-ASCII", "UTF-8")), "this charset is not known here");
    }

    /** The messages to be looked at: where the client names some, no others. */
    private UidSet scope() throws Refusal {
        UidSet scope = view.numbering().uids(1, view.numbering().size());
        for (SearchKey key : keys) {
            if (key instanceof SearchKey.Messages some) {
                scope = scope.and(Criterion.named(some, view));
            } else if (key instanceof SearchKey.UidBound bound) {
                scope = scope.and(bound.uids());
            }
        }
        return scope;
    }

    /** How many messages were looked at, of how many. */
    Advance advance() {
        return batches.advance(0);
    }

    /** Those that are looked at. */
    Portion portion() {
        return portion;
    }

    boolean areAllTaken() {
        return batches.isEmpty();
    }

    /** Looks at one batch. */
    void next(Candidate.Taker taker) throws StoreException {
        Candidate.each(view, batches.next(), candidate -> {
            if (criterion.look().at(candidate)) {
                taker.take(candidate);
            }
        });
    }

    /** What a message must be. */
    Criterion criterion() {
        return criterion;
    }

    /** Whether mod-sequences are asked about, so that they are to be told: RFC 7162 section 3.1.5. */
    boolean askModSeq() {
        return asks(SearchKey.Kind.MODSEQ, keys);
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
