package dev.yubin.imap.server;

import dev.yubin.imap.ResponseCode.BadEvent;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.notify.EventGroup;
import dev.yubin.imap.notify.Notify;
import dev.yubin.imap.notify.NotifyEvent;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** NOTIFY under way: RFC 5465 section 3.1. A turn looks up the counters of some mailboxes. */
final class NotifyCommand implements Running {
    private final Session session;
    private final Notify notify;
    private final Deque<MailboxName> counted = new ArrayDeque<>();
    private boolean caughtUp;
    private Optional<Notifying> begun = Optional.empty();

    NotifyCommand(Session session, Notify notify) throws Refusal {
        this.session = session;
        this.notify = notify;
        session.require("NOTIFY");
        for (EventGroup group : notify.groups()) {
            requireKnown(group);
            Fetching.requireOffered(session, group.fetched());
        }
    }

    private void requireKnown(EventGroup group) throws Refusal {
        Set<NotifyEvent> known = EnumSet.complementOf(EnumSet.of(NotifyEvent.ANNOTATION_CHANGE));
        if (!session.offers("METADATA")) {
            known.removeAll(Set.of(NotifyEvent.MAILBOX_METADATA_CHANGE, NotifyEvent.SERVER_METADATA_CHANGE));
        }
        if (!known.containsAll(group.events()) || !group.unknown().isEmpty()) {
            List<String> words = known.stream().map(NotifyEvent::word).toList();
            throw Refusal.no(new BadEvent(words), "only these events are told here");
        }
    }

    @Override
    public Progress go(Answers out) throws StoreException, Refusal {
        if (!caughtUp) {
            catchUp(out);
        }
        if (!session.news().goOn(out)) {
            return Progress.MORE;
        }
        if (begun.isEmpty()) {
            begin();
        }
        while (!counted.isEmpty()) {
            if (out.enough()) {
                return Progress.MORE;
            }
            begun.get().mailboxes().begin(counted.poll(), notify.status(), out);
        }
        session.news().notify(begun.get(), out);
        begun = Optional.empty(); // it is the session's now
        return Progress.done("NOTIFY done");
    }

    private void catchUp(Answers out) {
        caughtUp = true;
        if (notify.selected().map(EventGroup::fetched).orElse(List.of()).contains(FetchItem.Attribute.MODSEQ)) {
            session.speakOfModSeqs(out);
        }
        if (!notify.groups().isEmpty() && session.view().isPresent()) {
            session.news().update(out, true, true);
        }
    }

    /** The watch first: what happens while the list is read is then told twice rather than never. */
    private void begin() throws StoreException, Refusal {
        begun = Optional.of(Notifying.begin(session, notify));
        counted.addAll(begun.get().mailboxes().begin());
        if (begun.get().isTooMuch()) {
            throw Refusal.no(
                    Plain.NOTIFICATIONOVERFLOW,
                    "no more than " + session.setting().limits().watchedMailboxes() + " mailboxes are watched here");
        }
    }

    @Override
    public void close() {
        begun.ifPresent(Notifying::close);
    }
}
