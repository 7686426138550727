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
import java.util.List;
import java.util.Optional;

/**
 * What NOTIFY wants to know of each new message in the selected mailbox, told behind its EXISTS: RFC 5465 section 5.2. Nothing is marked as read
 * by it. What the client put there itself, it is not told of.
 */
final class Arrivals implements AutoCloseable {
    private final Session session;
    private final MailboxView view;
    private final Fetch fetch;
    /** The greatest UID that was told or needs not be. */
    private long lastUid;

    private UidSet own = UidSet.EMPTY;
    private Batch batch;
    private final Deque<Message> listed = new ArrayDeque<>();
    private Optional<FetchedMessage> message = Optional.empty();

    /** @param items at least one */
    Arrivals(Session session, MailboxView view, List<FetchItem> items) {
        this.session = session;
        this.view = view;
        this.fetch = Fetch.of(false, SequenceSet.ALL, items.toArray(FetchItem[]::new));
        this.lastUid = view.numbering().lastUid();
        this.batch = new Batch(view.mailbox(), UidSet.EMPTY);
    }

    /** The client itself made these messages. */
    void made(Collection<Long> uids) {
        own = own.or(UidSet.of(uids));
    }

    boolean isEmpty() {
        return message.isEmpty() && listed.isEmpty() && view.numbering().lastUid() <= lastUid;
    }

    /** Tells as much as the client can take for now. */
    void tell(Answers out) throws StoreException {
        while (!isEmpty() && !out.enough()) {
            if (message.isPresent()) {
                if (message.get().tell(out)) {
                    close();
                }
            } else if (!listed.isEmpty()) {
                begin(listed.poll());
            } else {
                list();
            }
        }
    }

    private void list() throws StoreException {
        Numbering numbering = view.numbering();
        UidSet all = numbering.known(UidSet.range(lastUid + 1, UidSet.MAX_UID)).without(own);
        UidSet some = all.isEmpty() ? all : new Batches(all, Batch.MOST).next();
        lastUid = all.size() > some.size() ? some.last() : numbering.lastUid();
        own = own.and(UidSet.range(Math.min(lastUid + 1, UidSet.MAX_UID), UidSet.MAX_UID));
        batch = new Batch(view.mailbox(), some);
        listed.addAll(view.mailbox().messages(some, 0));
    }

    /** A message that cannot be told of is found out by the next FETCH. */
    private void begin(Message next) throws StoreException {
        FetchedMessage begun = new FetchedMessage(view, session.dialect(), next, batch, fetch, false);
        message = Optional.of(begun);
        try {
            begun.open();
        } catch (Refusal refusal) {
            close();
        } catch (StoreException e) {
            close();
            if (e.reason() != StoreException.Reason.EXPUNGED) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        message.ifPresent(FetchedMessage::close);
        message = Optional.empty();
    }
}
