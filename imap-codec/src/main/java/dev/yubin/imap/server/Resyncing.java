package dev.yubin.imap.server;

import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.mailbox.Resync;
import dev.yubin.mailbox.ChangedUids;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * SELECT by a client that knows the mailbox from before: RFC 7162 section 3.2.5. Behind what everybody hears it is told which messages are gone
 * since, and of which the flags have changed; nothing, where the mailbox is another one under the same name.
 */
final class Resyncing implements Running {
    private final Session session;
    private final Resync known;
    private final Running selecting;
    private Optional<Progress> selected = Optional.empty();
    /** Those of which the flags are told, and the ones that are listed already. */
    private Batches changed = new Batches(UidSet.EMPTY, Batch.MOST);

    private final Deque<Message> listed = new ArrayDeque<>();

    /** @param selecting SELECT as for everybody */
    Resyncing(Session session, Resync known, Running selecting) {
        this.session = session;
        this.known = known;
        this.selecting = selecting;
    }

    @Override
    public Progress go(Answers out) throws StoreException, Refusal {
        if (selected.isEmpty()) {
            selected = Optional.of(selecting.go(out));
            if (known.uidValidity() == view().opened().uidValidity()) {
                compare(out);
            }
        }
        if (listed.isEmpty() && !changed.isEmpty()) {
            listed.addAll(view().mailbox().messages(changed.next(), known.modSeq()));
        }
        for (; !listed.isEmpty() && !out.enough(); listed.poll()) {
            out.fetchFlags(listed.peek(), view(), session.dialect(), true);
        }
        return listed.isEmpty() && changed.isEmpty() ? selected.get() : Progress.MORE;
    }

    private void compare(Answers out) throws StoreException {
        UidSet uids = known.knownUids()
                .map(set -> set.within(UidSet.MAX_UID).and(view().given()))
                .orElse(view().given());
        Optional<ChangedUids> since = view().mailbox().changedUids(known.modSeq());
        out.vanished(true, view().vanishedEarlier(uids.and(unsure()), since));
        UidSet asked = since.map(ChangedUids::changed).map(uids::and).orElse(uids);
        changed = new Batches(view().numbering().known(asked), Batch.MOST);
    }

    /**
     * The UIDs behind the last message that has the number by which the client knows it: up to there nothing is gone that it has not heard
     * of. RFC 7162 section 3.2.5.2.
     */
    private UidSet unsure() {
        long sure = known.knownNumbers().isEmpty()
                ? 0
                : lastAgreed(known.knownNumbers().get(), known.uidsOfNumbers().orElseThrow());
        return sure == UidSet.MAX_UID ? UidSet.EMPTY : UidSet.range(sure + 1, UidSet.MAX_UID);
    }

    private long lastAgreed(SequenceSet numbers, SequenceSet uidsOfNumbers) {
        Numbering numbering = view().numbering();
        Iterator<UidSet.Range> uids = uidsOfNumbers.within(UidSet.MAX_UID).iterator();
        UidSet.Range range = uids.next();
        long uid = range.first();
        long agreed = 0;
        for (UidSet.Range each : numbers.within(UidSet.MAX_UID)) {
            for (long number = each.first(); number <= Math.min(each.last(), numbering.size()); number++) {
                if (uid > range.last()) {
                    if (!uids.hasNext()) {
                        return agreed;
                    }
                    range = uids.next();
                    uid = range.first();
                }
                agreed = numbering.uid((int) number) == uid ? uid : agreed;
                uid++;
            }
        }
        return agreed;
    }

    private MailboxView view() {
        return session.view().orElseThrow();
    }
}
