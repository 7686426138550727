package dev.yubin.imap.server;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.CopyUid;
import dev.yubin.imap.ResponseCode.Modified;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.message.Copy;
import dev.yubin.imap.message.Move;
import dev.yubin.imap.message.Store;
import dev.yubin.mailbox.Copied;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.Stored;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AtomicMove;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What is done to the messages of the selected mailbox: RFC 9051 sections 6.4.3 and 6.4.6 to 6.4.9, on the connection's worker. */
final class MessageCommands {
    /** How many messages' flags change in one call of the store. */
    private static final int STORE_BATCH = 4096;

    private final Session session;

    MessageCommands(Session session) {
        this.session = session;
    }

    Running store(Store store) throws Refusal {
        MailboxView view = view();
        Names.settable(store.change().flags());
        return new Storing(session, view, store, portion(view.named(store.messages(), store.uid())));
    }

    private Portion portion(UidSet named) {
        return Portion.of(named, session.setting().limits().messages());
    }

    /** STORE under way: a turn changes one batch. */
    private static final class Storing implements Running {
        private final Session session;
        private final MailboxView view;
        private final Store store;
        private final Portion portion;
        private final Batches batches;
        private final List<UidSet.Range> modified = new ArrayList<>();
        private boolean missing;

        Storing(Session session, MailboxView view, Store store, Portion portion) {
            this.session = session;
            this.view = view;
            this.store = store;
            this.portion = portion;
            this.batches = portion.batches(STORE_BATCH);
        }

        @Override
        public Progress go(Answers out) throws StoreException, Refusal {
            if (store.unchangedSince().isPresent()) {
                session.speakOfModSeqs(out);
            }
            if (batches.isEmpty()) {
                return done(out);
            }
            UidSet batch = batches.next();
            Map<Long, Set<Flag>> foreseen = store.silent() ? foreseen(batch) : Map.of();
            Stored stored = view.mailbox().store(batch, store.change(), store.unchangedSince());
            modified.addAll(stored.modified().ranges());
            missing |= stored.messages().size() + stored.modified().size() < batch.size();
            for (Message message : portion.inOrder(stored.messages())) {
                tell(message, out);
                if (message.flags().equals(foreseen.get(message.uid()))) {
                    view.tell(message);
                }
            }
            return Progress.MORE;
        }

        /**
         * The flags that the client itself can tell the messages to have behind a silent STORE. Where others come out, or where it has
         * not heard what they were, somebody else had a hand in them, and the next update tells (RFC 9051 section 6.4.6).
         */
        private Map<Long, Set<Flag>> foreseen(UidSet batch) throws StoreException {
            boolean replaced = store.change().kind() == FlagChange.Kind.REPLACE;
            return view.mailbox().messages(batch, 0).stream()
                    .filter(message -> replaced || view.hasTold(message))
                    .collect(Collectors.toMap(
                            Message::uid, message -> store.change().appliedTo(message.flags())));
        }

        /** A silent STORE still tells mod-sequences to a client that asked for them: RFC 7162 section 3.1.3. */
        private void tell(Message message, Answers out) {
            Dialect dialect = session.dialect();
            if (!store.silent()) {
                out.fetchFlags(message, view, dialect, store.uid() || dialect.uidInUpdates());
            } else if (dialect.condstore()) {
                out.fetch(message, view, dialect, true)
                        .text("MODSEQ (")
                        .number(message.modSeq())
                        .text("))")
                        .crlf();
            }
        }

        @Override
        public Optional<Advance> advance() {
            return Optional.of(batches.advance(0));
        }

        private Progress done(Answers out) throws Refusal {
            Optional<ResponseCode> code = modified.isEmpty() ? Optional.empty() : Optional.of(new Modified(modified()));
            if (missing && !store.uid()) { // of the two codes, the client does without the one that EXPUNGE tells too
                portion.tell(out);
                throw Refusal.no(code.orElse(Plain.EXPUNGEISSUED), "some of these messages are gone");
            }
            return portion.done(code, store.verb().word() + (code.isEmpty() ? " done" : " left some as they are"), out);
        }

        private SequenceSet modified() {
            UidSet uids = UidSet.ofRanges(modified);
            return SequenceSet.of(
                    store.uid()
                            ? uids
                            : UidSet.of(
                                    uids.uids().map(view.numbering()::number).toArray()));
        }
    }

    Progress copy(Copy copy) throws StoreException, Refusal {
        MailboxView view = view();
        UidSet uids = view.named(copy.messages(), copy.uid());
        Portion.of(uids, session.setting().limits().copies()).requireAll();
        requireThere(uids, copy.uid());
        Copied copied = transferred(uids, copy.target(), false);
        return Progress.done(code(copied), copy.verb().word() + " done");
    }

    /** COPYUID stands in an untagged OK before the messages go: RFC 6851 section 4.3. */
    Progress move(Move move, Answers out) throws StoreException, Refusal {
        MailboxView view = view();
        Portion portion = portion(view.named(move.messages(), move.uid()));
        requireThere(portion.uids(), move.uid());
        Copied copied = transferred(portion.uids(), move.target(), true);
        if (!copied.source().isEmpty()) {
            out.untagged(Condition.OK, code(copied).get(), "moved");
        }
        return portion.done(move.verb().word() + " done", out);
    }

    /** Who names messages by number means each of them: where one is gone, none is copied (RFC 2180 section 4.4.1). */
    private void requireThere(UidSet named, boolean byUid) throws StoreException, Refusal {
        if (!byUid && view().lacks(named)) {
            throw Refusal.no(Plain.EXPUNGEISSUED, "some of these messages are gone; none was copied");
        }
    }

    private Copied transferred(UidSet uids, dev.yubin.imap.ImapName target, boolean move)
            throws StoreException, Refusal {
        MailboxName name;
        try {
            name = MailboxName.of(target.text());
        } catch (IllegalArgumentException e) {
            throw Refusal.no(Plain.CANNOT, e.getMessage());
        }
        try {
            Mailbox mailbox = view().mailbox();
            Copied copied = move ? AtomicMove.move(mailbox, uids, name) : mailbox.copy(uids, name);
            session.news().made(name, copied.target());
            return copied;
        } catch (StoreException e) {
            throw Refusal.ofTarget(e);
        }
    }

    private static Optional<ResponseCode> code(Copied copied) {
        return copied.source().isEmpty()
                ? Optional.empty()
                : Optional.of(new CopyUid(
                        copied.uidValidity(),
                        SequenceSet.of(UidSet.of(copied.source())),
                        SequenceSet.of(UidSet.of(copied.target()))));
    }

    /** EXPUNGE; the update behind it tells what is gone. */
    Progress expunge(String verb) throws StoreException {
        MailboxView view = view();
        expunge(view, view.numbering().uids(1, view.numbering().size()));
        return Progress.done(verb + " done");
    }

    /** UID EXPUNGE, of which those alone count that bear {@code \Deleted}; and EXPUNGE is never bounded: RFC 9738 section 3.1. */
    Progress uidExpunge(SequenceSet uids, Answers out) throws StoreException, Refusal {
        MailboxView view = view();
        UidSet named = view.named(uids, true);
        boolean fits = named.size() <= session.setting().limits().messages();
        Portion portion = portion(fits ? named : deleted(view, named));
        expunge(view, portion.uids());
        return portion.done("UID EXPUNGE done", out);
    }

    private static UidSet deleted(MailboxView view, UidSet uids) throws StoreException {
        UidSet.Builder deleted = new UidSet.Builder();
        for (Batches batches = new Batches(uids, STORE_BATCH); !batches.isEmpty(); ) {
            for (Message message : view.mailbox().messages(batches.next(), 0)) {
                if (message.flags().contains(Flag.DELETED)) {
                    deleted.add(message.uid());
                }
            }
        }
        return deleted.build();
    }

    /** CLOSE: as EXPUNGE, without a word of it; nothing is removed where that is not allowed (RFC 9051 section 6.4.1, RFC 4314 section 4). */
    Progress close() throws StoreException {
        MailboxView view = view();
        if (view.mayExpunge()) {
            expunge(view, view.numbering().uids(1, view.numbering().size()));
        }
        session.unselect();
        return Progress.done("CLOSE done");
    }

    private static void expunge(MailboxView view, UidSet known) throws StoreException {
        for (Batches batches = new Batches(known, STORE_BATCH); !batches.isEmpty(); ) {
            view.mailbox().expungeDeleted(batches.next());
        }
    }

    /** Marks messages as read, as FETCH of a body does. */
    static List<Message> seen(MailboxView view, UidSet uids) throws StoreException {
        return view.mailbox()
                .store(uids, new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)), OptionalLong.empty())
                .messages();
    }

    private MailboxView view() {
        return session.view().orElseThrow();
    }
}
