package dev.yubin.imap.server;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.Tag;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.MultiSearch;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.imap.search.SearchScope;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Right;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** ESEARCH under way: RFC 7377. A turn looks at one batch of messages; what one mailbox has is told before the next is looked at. */
final class MultiSearching implements Running {
    private final Session session;
    private final Tag tag;
    private final MultiSearch search;
    private final ReturnOptions asked;
    private final Deque<MailboxName> left;
    private final int mailboxes;
    private Optional<One> one = Optional.empty();

    /** The mailbox that is looked at. */
    private record One(MailboxView view, Matches matches, Finds finds) {}

    MultiSearching(Session session, Tag tag, MultiSearch search) throws Refusal, StoreException {
        Matches.checkCharset(search.charset(), search.keys());
        this.session = session;
        this.tag = tag;
        this.search = search;
        this.asked = search.returning().orElse(ReturnOptions.ALL);
        if (search.needsSelected() && session.view().isEmpty()) {
            throw Refusal.bad("no mailbox is selected; say IN which to look");
        }
        if (asked.has(SearchReturn.UPDATE)) {
            session.view().orElseThrow().contexts().check(asked, tag, session);
        }
        List<SearchScope> scopes =
                search.scopes().isEmpty() ? List.of(SearchScope.of(SearchScope.Kind.SELECTED)) : search.scopes();
        Set<MailboxName> names = Scopes.names(scopes, session.account(), Whereabouts.find(session));
        int most = session.setting().limits().searchedMailboxes();
        if (names.size() > most) {
            throw Refusal.no(Plain.LIMIT, "at most " + most + " mailboxes are looked in at once, not " + names.size());
        }
        this.left = new ArrayDeque<>(names);
        this.mailboxes = names.size();
        if (asked.has(SearchReturn.SAVE)) {
            session.view().orElseThrow().save(UidSet.EMPTY); // what remains where nothing is found
        }
    }

    @Override
    public Progress go(Answers out) throws StoreException, Refusal {
        if (one.isEmpty() && left.isEmpty()) {
            return Progress.done("ESEARCH done");
        }
        try {
            if (one.isEmpty()) {
                one = begun(left.poll());
            } else if (!one.get().matches().areAllTaken()) {
                one.get().matches().next(one.get().finds()::add);
            } else {
                tell(one.get(), out);
                one = Optional.empty();
            }
        } catch (StoreException e) {
            if (e.reason() != Reason.NONEXISTENT && e.reason() != Reason.NOPERM) {
                throw e;
            }
            one = Optional.empty(); // section 2.2: it is as if it had not been named
        }
        return Progress.MORE;
    }

    @Override
    public Optional<Advance> advance() {
        return Optional.of(Advance.of(mailboxes - left.size() - (one.isPresent() ? 1 : 0), mailboxes));
    }

    /** Empty where the user may not read what is there. */
    private Optional<One> begun(MailboxName name) throws StoreException, Refusal {
        MailboxView view;
        Optional<MailboxView> selected = session.view().filter(its -> its.isNamed(name));
        if (selected.isPresent()) {
            view = selected.get();
        } else {
            Set<Right> rights = new MailboxCommands(session).rights(name);
            if (!rights.contains(Right.READ)) {
                return Optional.empty();
            }
            view = MailboxView.open(session.account().open(name), name, true, rights);
        }
        Matches matches = new Matches(
                session, view, Rewriting.all(search.keys(), key -> within(key, view)), false, Long.MAX_VALUE);
        return Optional.of(new One(view, matches, new Finds(view)));
    }

    /** Numbers that go beyond the mailbox are no error here: section 2. */
    private static SearchKey within(SearchKey key, MailboxView view) {
        if (!(key instanceof SearchKey.Messages some)
                || some.uid()
                || some.messages().isSaved()) {
            return key;
        }
        return SearchKey.uids(view.numbering().named(some.messages()));
    }

    private void tell(One told, Answers out) {
        long[] uids = told.finds().numbers(true);
        Optional<EsearchData.Source> source = Optional.of(new EsearchData.Source(
                new ImapName(told.view().name().toString()),
                told.view().opened().uidValidity()));
        if (asked.has(SearchReturn.SAVE)) {
            told.view().save(told.finds().kept(asked));
        }
        if (uids.length > 0 && !asked.equals(ReturnOptions.of(SearchReturn.SAVE))) {
            OptionalLong modSeq = told.matches().askModSeq() ? told.finds().modSeq(asked) : OptionalLong.empty();
            out.untagged(new EsearchData(
                    Optional.of(tag.text()),
                    source,
                    true,
                    Results.told(asked, uids, told.finds().scores(), modSeq)));
        }
        if (asked.has(SearchReturn.UPDATE)) {
            Context context =
                    Context.searched(tag, source, true, told.matches().criterion(), asked.fetched(), UidSet.of(uids));
            told.view().contexts().keep(context, session, out);
        }
    }
}
