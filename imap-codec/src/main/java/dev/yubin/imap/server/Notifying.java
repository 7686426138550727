package dev.yubin.imap.server;

import dev.yubin.imap.notify.EventGroup;
import dev.yubin.imap.notify.MailboxFilter;
import dev.yubin.imap.notify.Notify;
import dev.yubin.imap.notify.NotifyEvent;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.AccountNews;
import dev.yubin.mailbox.feature.AccountWatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What this session's client is told since its last NOTIFY, also between commands: RFC 5465. Used on the connection's worker, save where it says
 * "any thread".
 */
final class Notifying implements AutoCloseable {
    private final Session session;
    private final Optional<EventGroup> selected;
    private final WatchedMailboxes mailboxes;
    private final NewsQueue queue;
    /** Of the queue, what is not told yet. */
    private final Deque<AccountNews> due = new ArrayDeque<>();
    /** Whether the selected mailbox has changed; another for each one that is selected, since a watch that is closed may still call. */
    private AtomicBoolean selectedChanged = new AtomicBoolean();

    private Optional<Watch> account = Optional.empty();
    private Optional<Watch> mailbox = Optional.empty();

    private Notifying(Session session, Notify notify, EventFilter filter) {
        this.session = session;
        this.selected = notify.selected().filter(group -> !group.events().isEmpty());
        this.mailboxes = new WatchedMailboxes(session, filter);
        this.queue = new NewsQueue(session.setting().limits().watchedMailboxes(), session::wake);
    }

    /** Begins to listen; what happens from here on is told once the session has it. */
    static Notifying begin(Session session, Notify notify) throws StoreException {
        Optional<String> others = session.offers("ACL")
                ? Optional.of(((AccessRights) session.account()).othersPrefix())
                : Optional.empty();
        EventFilter filter = new EventFilter(notify.groups(), others);
        Notifying notifying = new Notifying(session, notify, filter);
        if (!filter.isEmpty()) {
            notifying.account = Optional.of(((AccountWatch) session.account()).watch(notifying.queue));
        }
        return notifying;
    }

    WatchedMailboxes mailboxes() {
        return mailboxes;
    }

    /** Whether that is more than a session may watch. */
    boolean isTooMuch() {
        return queue.hasTooMany()
                || mailboxes.size() > session.setting().limits().watchedMailboxes();
    }

    // ------------------------------------------------------------------ the selected mailbox

    /** Catches up with the selected mailbox. */
    @FunctionalInterface
    interface Catching {
        void up(boolean mayExpunge) throws StoreException;
    }

    /** Follows the mailbox that is selected now, where that is asked for. */
    void select(MailboxView view, Arrivals arrivals) {
        unselect();
        if (selected.isEmpty()) {
            return;
        }
        arrivals.notify(selected.get().fetched());
        AtomicBoolean changed = selectedChanged;
        Runnable listener = () -> {
            changed.set(true);
            session.wake();
        };
        try {
            mailbox = Optional.of(view.mailbox().watch(listener));
        } catch (StoreException e) {
            session.note("no news of the selected mailbox between commands", e);
        }
        listener.run(); // what came between the view and the watch
    }

    void unselect() {
        mailbox.ifPresent(Watch::close);
        mailbox = Optional.empty();
        selectedChanged = new AtomicBoolean();
    }

    /** Whether anything is told of the selected mailbox that the client has not asked for by a command. */
    boolean tellsSelected() {
        return selected.isPresent();
    }

    /** Whether it is told of flags there. */
    boolean tellsFlags() {
        return selected.filter(group -> group.events().contains(NotifyEvent.FLAG_CHANGE))
                .isPresent();
    }

    /** Catches up with the selected mailbox where it has changed. @param idles whether also a client that keeps to numbers may hear what is gone */
    void follow(MailboxView view, boolean idles, Catching catching) throws StoreException {
        if (selected.isEmpty()) {
            return;
        }
        boolean changed =
                selectedChanged.getAndSet(false); // first: what happens meanwhile is told once more, and not never
        if (changed || (idles && view.hidesExpunged())) {
            try {
                catching.up(idles || !isDelayed());
            } catch (StoreException e) {
                selectedChanged.set(true);
                throw e;
            }
        }
    }

    /** The selected mailbox was told of; what had to be held back follows behind the command, unless it waits for one (section 6.1.2). */
    void told(MailboxView view) {
        if (view.hidesExpunged() && selected.isPresent() && !isDelayed()) {
            selectedChanged.set(true);
        }
    }

    private boolean isDelayed() {
        return selected.orElseThrow().mailboxes().kind() == MailboxFilter.Kind.SELECTED_DELAYED;
    }

    // ------------------------------------------------------------------ between commands, and in IDLE

    /** Whether there is something to tell; between turns, on any thread. */
    boolean hasNews() {
        return selectedChanged.get() || !due.isEmpty() || queue.hasNews();
    }

    /** Tells of other mailboxes as much as the client can take for now. */
    void tell(Answers out) throws StoreException {
        if (due.isEmpty()) {
            due.addAll(queue.take());
        }
        if (due.isEmpty()) {
            return;
        }
        WatchedMailboxes.Now now = mailboxes.now(); // behind what is due
        for (; !due.isEmpty() && !out.enough(); due.poll()) {
            try {
                mailboxes.tell(due.peek(), now, out);
            } catch (StoreException e) {
                if (News.passes(e)) {
                    throw e;
                }
                session.note("no news of a mailbox that is watched", e);
            }
        }
    }

    @Override
    public void close() {
        account.ifPresent(Watch::close);
        unselect();
    }
}
