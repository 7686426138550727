package dev.yubin.imap.server;

import dev.yubin.imap.Tag;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.Optional;
import java.util.OptionalLong;

/** SEARCH and UID SEARCH under way: RFC 9051 section 6.4.4. A turn looks at one batch of messages. */
final class Searching implements Running {
    private final Session session;
    private final MailboxView view;
    private final Tag tag;
    private final Search search;
    private final ReturnOptions asked;
    private final Matches matches;
    private final Finds finds;

    Searching(Session session, Tag tag, Search search) throws Refusal, StoreException {
        Matches.checkCharset(search.charset(), search.keys());
        this.session = session;
        this.view = session.view().orElseThrow();
        this.tag = tag;
        this.search = search;
        this.asked = search.returning().orElse(ReturnOptions.ALL);
        this.matches = new Matches(
                session, view, search.keys(), false, session.setting().limits().messages());
        this.finds = new Finds(view);
        view.contexts().check(asked, tag, session);
    }

    @Override
    public Progress go(Answers out) throws StoreException {
        if (matches.askModSeq()) {
            session.speakOfModSeqs(out);
        }
        if (!matches.areAllTaken() && !isEnough()) {
            matches.next(finds::add);
            return Progress.MORE;
        }
        answer(out);
        return matches.portion().done(view.expungeIssued(), search.verb().word() + " done", out);
    }

    @Override
    public Optional<Advance> advance() {
        return Optional.of(matches.advance());
    }

    /** Whether all that is asked for is a stretch at the beginning, and it is found. */
    private boolean isEnough() {
        boolean first = asked.partial().filter(range -> !range.fromLast()).isPresent();
        return first && !matches.askModSeq() && finds.count() >= Results.reach(asked);
    }

    private void answer(Answers out) {
        if (asked.has(SearchReturn.SAVE)) {
            view.save(finds.kept(asked));
        }
        if (search.returning().isEmpty() && !session.dialect().alwaysEsearch()) {
            plain(out.untagged());
        } else if (!asked.equals(ReturnOptions.of(SearchReturn.SAVE))) {
            long[] numbers = finds.numbers(search.uid());
            out.untagged(EsearchData.of(
                    tag.text(), search.uid(), Results.told(asked, numbers, finds.scores(), modSeq(asked))));
        }
        if (asked.has(SearchReturn.UPDATE)) {
            UidSet found = UidSet.of(finds.numbers(true));
            view.contexts()
                    .keep(
                            Context.searched(
                                    tag, Optional.empty(), search.uid(), matches.criterion(), asked.fetched(), found),
                            session,
                            out);
        }
    }

    private OptionalLong modSeq(ReturnOptions told) {
        return matches.askModSeq() ? finds.modSeq(told) : OptionalLong.empty();
    }

    private void plain(ImapWriter out) {
        out.text("SEARCH");
        for (long each : finds.numbers(search.uid())) {
            out.space().number(each);
        }
        out.number(" (MODSEQ ", modSeq(asked)).text(modSeq(asked).isPresent() ? ")" : "");
        out.crlf();
    }
}
