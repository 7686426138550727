package dev.yubin.imap.server;

import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What NOTIFY wants to know of each new message in the selected mailbox, and UPDATE of each in its result, in one FETCH behind EXISTS and ESEARCH:
 * RFC 5465 sections 5.2 and 7. Nothing is marked as read by it. What the client put there itself, NOTIFY does not tell it of.
 */
final class Arrivals implements AutoCloseable {
    private final Session session;
    private final MailboxView view;
    /** What NOTIFY wants to know; nothing where it does not ask. */
    private List<FetchItem> items = List.of();
    /** The greatest UID that NOTIFY was told of or needs not be. */
    private long lastUid;

    private UidSet own = UidSet.EMPTY;
    /** What the results want to know, by UIDs. */
    private final Map<Long, Set<FetchItem>> wanted = new TreeMap<>();

    private Batch batch;
    /** Of the batch, those that NOTIFY wants to know of. */
    private UidSet notified = UidSet.EMPTY;

    private final Deque<Message> listed = new ArrayDeque<>();
    private Optional<FetchedMessage> message = Optional.empty();

    Arrivals(Session session, MailboxView view) {
        this.session = session;
        this.view = view;
        this.batch = new Batch(view.mailbox(), UidSet.EMPTY);
    }

    /** NOTIFY wants to know that from now on. */
    void notify(List<FetchItem> wants) {
        items = wants;
        lastUid = view.numbering().lastUid();
    }

    /** The client itself made these messages. */
    void made(Collection<Long> uids) {
        own = items.isEmpty() ? own : own.or(UidSet.of(uids));
    }

    boolean isEmpty() {
        boolean told = items.isEmpty() || view.numbering().lastUid() <= lastUid;
        return message.isEmpty()
                && listed.isEmpty()
                && told
                && wanted.isEmpty()
                && !view.contexts().hasFetches();
    }

    /** Tells as much as the client can take for now. */
    void tell(Answers out) throws StoreException {
        while (!isEmpty() && !out.enough()) {
            if (message.isPresent()) {
                if (message.get().tell(out)) {
                    close();
                }
            } else if (listed.isEmpty()) {
                list();
            } else if (view.numbering().number(listed.peek().uid()) == 0) {
                forget(listed.peek()); // gone while the store was left alone
            } else {
                begin(listed.peek());
            }
        }
    }

    private void list() throws StoreException {
        Numbering numbering = view.numbering();
        wanted.putAll(view.contexts().takeFetches());
        wanted.keySet().removeIf(uid -> numbering.number(uid) == 0); // gone meanwhile
        UidSet asked = items.isEmpty()
                ? UidSet.EMPTY
                : numbering.known(UidSet.range(lastUid + 1, UidSet.MAX_UID)).without(own);
        UidSet all = asked.or(UidSet.of(wanted.keySet()));
        UidSet some = all.isEmpty() ? all : new Batches(all, Batch.MOST).next();
        listed.addAll(view.mailbox().messages(some, 0)); // where the store fails, all is as it was
        UidSet there = UidSet.of(listed.stream().mapToLong(Message::uid).toArray());
        wanted.keySet().removeIf(uid -> some.contains(uid) && !there.contains(uid));
        notified = asked;
        lastUid = all.size() > some.size() ? Math.max(lastUid, some.last()) : numbering.lastUid();
        own = own.and(UidSet.range(Math.min(lastUid + 1, UidSet.MAX_UID), UidSet.MAX_UID));
        batch = new Batch(view.mailbox(), some);
    }

    /** A message that cannot be told of at all is found out by the next FETCH. */
    private void begin(Message next) throws StoreException {
        Set<FetchItem> told = new LinkedHashSet<>(notified.contains(next.uid()) ? items : List.of());
        told.addAll(wanted.getOrDefault(next.uid(), Set.of()));
        Fetch fetch = Fetch.of(false, SequenceSet.ALL, told.toArray(FetchItem[]::new));
        Dialect dialect = session.dialect();
        FetchedMessage begun =
                new FetchedMessage(view, dialect, next, batch, FetchedMessage.items(fetch, dialect, false));
        message = Optional.of(begun);
        try {
            begun.open();
        } catch (Refusal refusal) {
            close();
        } catch (StoreException e) {
            close();
            if (News.passes(e)) {
                throw e;
            }
        }
        forget(next);
    }

    private void forget(Message next) {
        listed.poll();
        wanted.remove(next.uid());
    }

    @Override
    public void close() {
        message.ifPresent(FetchedMessage::close);
        message = Optional.empty();
    }
}
