package dev.yubin.imap.server;

import dev.yubin.imap.search.ThreadMessages;
import dev.yubin.imap.search.ThreadMessages.Algorithm;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.mailbox.text.BaseSubject;
import dev.yubin.mailbox.text.UnicodeCasemap;
import java.util.List;
import java.util.Optional;

/** THREAD and UID THREAD under way: RFC 5256 section 3. A turn looks at one batch of messages, and the last one joins them to threads. */
final class Threading implements Running {
    private final MailboxView view;
    private final Session session;
    private final ThreadMessages command;
    private final Matches matches;
    private final Threads threads;

    Threading(Session session, ThreadMessages command) throws Refusal, StoreException {
        Matches.checkCharset(command.charset(), command.keys());
        this.session = session;
        this.view = session.view().orElseThrow();
        this.command = command;
        this.threads = command.algorithm() == Algorithm.ORDEREDSUBJECT ? new SubjectThreads() : new ReferenceThreads();
        this.matches = new Matches(session, view, command.keys(), true, Long.MAX_VALUE);
        // the order of some is not that of all: RFC 9738 section 3.3
        Portion.requireAll(
                matches.portion().uids().size(), session.setting().limits().messages());
    }

    @Override
    public Progress go(Answers out) throws StoreException {
        if (matches.askModSeq()) {
            session.speakOfModSeqs(out);
        }
        if (!matches.areAllTaken()) {
            matches.next(this::add);
            return Progress.MORE;
        }
        write(out.untagged().text("THREAD"));
        return Progress.done(view.expungeIssued(), command.verb().word() + " done");
    }

    @Override
    public Optional<Advance> advance() {
        return Optional.of(matches.advance());
    }

    private void add(Candidate candidate) throws StoreException {
        Envelope envelope = candidate.outline().envelope();
        BaseSubject subject = SortColumn.baseSubject(envelope);
        boolean references = command.algorithm() == Algorithm.REFERENCES;
        threads.add(new Threaded(
                view.numbering().number(candidate.message().uid()),
                candidate.sentSecond(),
                UnicodeCasemap.key(subject.text()),
                subject.replyOrForward(),
                references ? MessageIds.first(envelope.messageId()) : MessageIds.NONE,
                references ? MessageIds.references(candidate.outline()) : List.of()));
    }

    private void write(ImapWriter out) {
        ThreadForest forest = threads.joined();
        out.text(forest.firstChild(ThreadForest.ROOT) == ThreadForest.NONE ? "" : " ");
        forest.write(out, number -> command.uid() ? view.numbering().uid(number) : number);
        out.crlf();
    }
}
