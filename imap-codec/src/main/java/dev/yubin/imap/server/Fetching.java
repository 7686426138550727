package dev.yubin.imap.server;

import dev.yubin.imap.PartialRange;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * FETCH under way: RFC 9051 section 6.4.5. Messages are listed by batches and told one after another; a turn ends when the client has enough
 * to take, if need be in the middle of a body, so that neither many messages nor large ones fill the memory.
 */
final class Fetching implements Running {
    private final Session session;
    private final MailboxView view;
    private final Fetch fetch;
    private final Portion portion;
    private final Batches batches;
    private final boolean marksSeen;
    private final Deque<Message> listed = new ArrayDeque<>();
    private final Deque<Message> ready = new ArrayDeque<>();
    private Set<Long> newlySeen = Set.of();
    private Batch batch;
    /** What is told of a message of the batch. */
    private Set<FetchItem> told = Set.of();
    /** What is told of one that was marked as read. */
    private Set<FetchItem> toldOfSeen = Set.of();

    private Optional<FetchedMessage> message = Optional.empty();
    private boolean missing;
    private boolean vanishedUntold;

    Fetching(Session session, Fetch fetch) throws Refusal {
        this.session = session;
        this.view = session.view().orElseThrow();
        this.fetch = fetch;
        if (fetch.vanished()) {
            session.requireQresync();
        }
        requireOffered(session, fetch.items());
        this.portion = portion(session.setting().limits().messages());
        this.batches = portion.batches(Batch.MOST);
        this.marksSeen = view.mayChange(Flag.SEEN) && fetch.items().stream().anyMatch(FetchItem::setsSeen);
        this.batch = new Batch(view.mailbox(), UidSet.EMPTY);
        this.vanishedUntold = fetch.vanished();
    }

    /** Refuses items that belong to a capability that was not told. */
    static void requireOffered(Session session, List<FetchItem> items) throws Refusal {
        for (FetchItem item : items) {
            if (item == FetchItem.Attribute.EMAILID || item == FetchItem.Attribute.THREADID) {
                session.require("OBJECTID");
            } else if (item == FetchItem.Attribute.PREVIEW || item == FetchItem.Attribute.PREVIEW_LAZY) {
                session.require("PREVIEW");
            } else if (item == FetchItem.Attribute.SAVEDATE) {
                session.require("SAVEDATE");
            }
        }
    }

    /** Of a stretch that is asked for, all or nothing: RFC 9738 section 3.1. */
    private Portion portion(long most) throws Refusal {
        UidSet named = view.named(fetch.messages(), fetch.uid());
        if (fetch.partial().isEmpty()) {
            return Portion.of(named, most);
        }
        PartialRange range = fetch.partial().get();
        UidSet stretch = Batches.part(named, range.begin(named.size()), range.end(named.size()));
        Portion.requireAll(stretch.size(), most);
        return Portion.of(stretch, most);
    }

    @Override
    public Progress go(Answers out) throws StoreException, Refusal {
        if (fetch.changedSince().isPresent() || fetch.items().contains(FetchItem.Attribute.MODSEQ)) {
            session.speakOfModSeqs(out);
        }
        if (vanishedUntold) {
            vanishedUntold = false;
            out.vanished(true, vanished());
        }
        while (!out.enough()) {
            if (message.isPresent()) {
                tell(message.get(), out);
            } else if (!ready.isEmpty()) {
                begin(ready.poll());
            } else if (!listed.isEmpty()) {
                makeReady();
            } else if (!batches.isEmpty()) {
                list(batches.next());
            } else {
                return done(out);
            }
        }
        return Progress.MORE;
    }

    /** Of the UIDs that are asked for, those that went behind CHANGEDSINCE: RFC 7162 section 3.2.6. */
    private UidSet vanished() throws StoreException {
        UidSet among = fetch.messages().isSaved()
                ? view.saved()
                : fetch.messages()
                        .within(Math.max(1, view.numbering().lastUid()))
                        .and(view.given());
        return view.vanishedEarlier(
                among, view.mailbox().changedUids(fetch.changedSince().orElseThrow()));
    }

    private void list(UidSet uids) throws StoreException {
        batch = new Batch(view.mailbox(), uids);
        told = FetchedMessage.items(fetch, session.dialect(), false);
        toldOfSeen = FetchedMessage.items(fetch, session.dialect(), true);
        var messages = view.mailbox().messages(uids, fetch.changedSince().orElse(0));
        missing |= fetch.changedSince().isEmpty() && messages.size() < uids.size();
        listed.addAll(portion.inOrder(messages));
    }

    /**
     * Marks the next messages as read, where their bodies are asked for: as many as fill one window. To mark more in one call would be
     * quicker, but a client that is cut off would then find messages read that it never saw.
     */
    private void makeReady() throws StoreException {
        List<Message> next = new ArrayList<>();
        for (long octets = 0;
                octets < Source.WINDOW && !listed.isEmpty();
                octets += next.get(next.size() - 1).octets()) {
            next.add(listed.poll());
        }
        Map<Long, Message> marked = marksSeen ? marked(next) : Map.of();
        newlySeen = marked.keySet();
        for (Message message : next) {
            ready.add(marked.isEmpty() ? message : marked.getOrDefault(message.uid(), message));
        }
    }

    private Map<Long, Message> marked(List<Message> messages) throws StoreException {
        long[] unseen = messages.stream()
                .filter(message -> !message.flags().contains(Flag.SEEN))
                .mapToLong(Message::uid)
                .toArray();
        return unseen.length == 0
                ? Map.of()
                : MessageCommands.seen(view, UidSet.of(unseen)).stream()
                        .collect(Collectors.toMap(Message::uid, message -> message));
    }

    private void begin(Message next) throws StoreException, Refusal {
        boolean seen = !newlySeen.isEmpty() && newlySeen.contains(next.uid());
        FetchedMessage begun = new FetchedMessage(view, session.dialect(), next, batch, seen ? toldOfSeen : told);
        message = Optional.of(begun);
        try {
            begun.open();
        } catch (StoreException e) {
            close();
            if (e.reason() != StoreException.Reason.EXPUNGED) {
                throw e;
            }
            missing = true;
        }
    }

    private void tell(FetchedMessage told, Answers out) {
        if (told.tell(out)) {
            close();
        }
    }

    @Override
    public Optional<Advance> advance() {
        return message.isPresent() ? Optional.empty() : Optional.of(batches.advance(listed.size() + ready.size()));
    }

    private Progress done(Answers out) throws Refusal {
        if (missing && !fetch.uid()) {
            portion.tell(out);
            throw Refusal.no(Plain.EXPUNGEISSUED, "some of these messages are gone");
        }
        return portion.done(fetch.verb().word() + " done", out);
    }

    @Override
    public void close() {
        message.ifPresent(FetchedMessage::close);
        message = Optional.empty();
    }
}
