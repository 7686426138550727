package dev.yubin.imap.server;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.notify.Notify;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client is told that it has not asked for: of its selected mailbox behind commands, in IDLE, and by NOTIFY (RFC 5465) between commands; and of
 * other mailboxes by NOTIFY. Here alone it is known whether there is any. What is due is told first and forgotten then: where the store fails, it is
 * asked again after a while. Used on the connection's worker, save where it says "any thread".
 */
final class News {
    private static final Logger LOG = LoggerFactory.getLogger(News.class);
    /** How long a store that fails is left alone at first; twice as long each time. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Session session;
    private final BiConsumer<Runnable, Duration> timer;
    private Optional<Notifying> notifying = Optional.empty();
    /** Of the selected mailbox. */
    private Optional<Arrivals> arrivals = Optional.empty();
    /** What the client is being told of the selected mailbox. */
    private Optional<Updating> updating = Optional.empty();
    /** Whether the store has failed, and is left alone for now. */
    private final AtomicBoolean pauses = new AtomicBoolean();

    private Duration pause = FIRST_PAUSE;

    /** @param timer runs something after a time, on any thread */
    News(Session session, BiConsumer<Runnable, Duration> timer) {
        this.session = session;
        this.timer = timer;
    }

    // ------------------------------------------------------------------ of what

    void select(MailboxView selected) {
        Arrivals its = new Arrivals(session, selected);
        arrivals = Optional.of(its);
        notifying.ifPresent(some -> some.select(selected, its));
    }

    void unselect() {
        notifying.ifPresent(Notifying::unselect);
        arrivals.ifPresent(Arrivals::close);
        arrivals = Optional.empty();
        updating = Optional.empty();
    }

    /** NOTIFY is answered from here on; also NOTIFY NONE is not as if there had been none. */
    void notify(Notifying next, Answers out) {
        endNotify();
        notifying = Optional.of(next);
        session.view().ifPresent(its -> next.select(its, arrivals.orElseThrow()));
        session.view()
                .filter(its -> !next.tellsSelected())
                .ifPresent(its -> its.contexts().end(out));
    }

    /** As if there had been no NOTIFY. */
    void endNotify() {
        notifying.ifPresent(Notifying::close);
        notifying = Optional.empty();
        arrivals.ifPresent(its -> its.notify(List.of()));
    }

    /** Whether the client is told of the selected mailbox between its commands, or behind them. */
    boolean tellsSelected() {
        return notifying.isEmpty() || notifying.get().tellsSelected();
    }

    /** The mailboxes that NOTIFY watches, to note what the client itself does to them. */
    Optional<WatchedMailboxes> watched() {
        return notifying.map(Notifying::mailboxes);
    }

    /** The client itself put these messages into that mailbox. */
    void made(MailboxName mailbox, List<Long> uids) {
        if (notifying.isPresent()
                && session.view().filter(view -> view.isNamed(mailbox)).isPresent()) {
            arrivals.orElseThrow().made(uids);
        }
    }

    // ------------------------------------------------------------------ behind commands

    /**
     * Tells what has happened to the selected mailbox as far as the client can take it for now; {@link #goOn} tells the rest.
     *
     * @param asked whether the client hears it in any case, since a command asked for it
     */
    void update(Answers out, boolean mayExpunge, boolean asked) {
        try {
            changes(out, mayExpunge, asked);
        } catch (StoreException e) {
            session.note("no news of the selected mailbox for now", e); // the next update tells what this one missed
        } catch (RuntimeException bug) {
            failed(bug, out);
        }
    }

    private void changes(Answers out, boolean mayExpunge, boolean asked) throws StoreException {
        if (!asked && !tellsSelected()) {
            return; // its numbers keep their meaning: RFC 5465 section 3.1
        }
        MailboxView view = session.view().orElseThrow();
        boolean tellsFlags = asked || notifying.isEmpty() || notifying.get().tellsFlags();
        if (!tellsFlags) {
            view.withholdFlags();
        }
        try {
            Updates updates = view.update(mayExpunge);
            boolean uids = session.dialect().uidInUpdates() || notifying.isPresent(); // RFC 5465 section 5.1
            updating = Optional.of(
                    new Updating(tellsFlags ? updates : updates.withoutFlags(), view, session.dialect(), uids));
            goOn(out);
            notifying.ifPresent(some -> some.told(view));
        } catch (StoreException e) {
            if (e.reason() != StoreException.Reason.NONEXISTENT) {
                throw e;
            }
            session.bye("the selected mailbox is gone", out);
        }
    }

    /** Tells more of what was begun; whether all of it is told. */
    boolean goOn(Answers out) {
        if (updating.isPresent() && updating.get().tell(out)) {
            updating = Optional.empty();
        }
        return updating.isEmpty();
    }

    // ------------------------------------------------------------------ between commands, and in IDLE

    /** Whether there is something to tell between two commands; between turns, on any thread. */
    boolean hasNews() {
        return !pauses.get() && (notifying.filter(Notifying::hasNews).isPresent() || hasArrivals());
    }

    private boolean hasArrivals() {
        return arrivals.filter(all -> !all.isEmpty()).isPresent();
    }

    /** Tells what there is between two commands, or in IDLE: {@code MORE} where the client has to take some of it first. */
    Progress.Kind tell(Answers out, boolean idles) {
        try {
            tellSome(out, idles);
        } catch (BrokenOff brokenOff) {
            throw brokenOff;
        } catch (StoreException no) {
            session.note("no news for now", no);
            tryAgain();
        } catch (RuntimeException bug) {
            failed(bug, out);
        }
        return out.enough() ? Progress.Kind.MORE : Progress.Kind.DONE;
    }

    private void tellSome(Answers out, boolean idles) throws StoreException {
        if (goOn(out)
                && !hasArrivals()
                && session.view().isPresent()) { // nothing comes within what is told of a message
            tellSelected(session.view().get(), out, idles);
        }
        if (updating.isEmpty() && arrivals.isPresent()) {
            arrivals.get().tell(out);
        }
        if (!out.enough() && notifying.isPresent()) {
            notifying.get().tell(out);
            if (notifying.get().isTooMuch()) {
                out.untagged(
                        Condition.OK,
                        Plain.NOTIFICATIONOVERFLOW,
                        "that is more than is told here; ask for fewer mailboxes");
                notify(Notifying.begin(session, Notify.NONE), out);
            }
        }
        pause = FIRST_PAUSE;
    }

    private void tellSelected(MailboxView view, Answers out, boolean idles) throws StoreException {
        if (notifying.isPresent()) {
            notifying.get().follow(view, idles, mayExpunge -> changes(out, mayExpunge, false));
        } else if (idles) {
            changes(out, true, false);
        }
    }

    /** Whether the same call may succeed later, so that what is due is kept. */
    static boolean passes(StoreException no) {
        return switch (no.reason()) {
            case UNAVAILABLE, FULL, INUSE -> true;
            case NOPERM,
                    EXPUNGED,
                    CORRUPTION,
                    OVERQUOTA,
                    TOOBIG,
                    ALREADYEXISTS,
                    NONEXISTENT,
                    CANNOT,
                    EXPIRED,
                    CONTACTADMIN,
                    LIMIT -> false;
        };
    }

    private void tryAgain() {
        if (pauses.compareAndSet(false, true)) {
            Runnable ends = () -> {
                pauses.set(false);
                session.wake();
            };
            timer.accept(ends, pause);
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
    }

    private void failed(RuntimeException bug, Answers out) {
        LOG.error("news failed with what nobody caught", bug);
        session.bye("this server has a bug; its log tells of it", out);
    }

    /** The connection is gone. */
    void close() {
        unselect();
        endNotify();
    }
}
