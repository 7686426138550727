package dev.yubin.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;

/**
 * One mailbox of an account, wherever it is kept. It is keyed by UID; sequence numbers, {@code \Recent}, untagged differences, search and
 * sort belong to the library. Threads and failures are as {@link MailStore} says.
 *
 * <p>Two counters order everything. A UID is given to each message that comes in, ascending, never twice under one UIDVALIDITY; a
 * reader who sees a UID never later sees a smaller one appear. A mod-sequence (RFC 7162 section 3) is given to each change, ascending in
 * the order in which changes become visible; each message bears that of its last change.
 */
public interface Mailbox extends Maildrop {
    /** The counters and totals, all of one instant. Called for each STATUS, so often: best kept rather than counted. */
    MailboxStatus status() throws StoreException;

    /**
     * What SELECT shows. Called for each SELECT and EXAMINE, and when {@link #changes} no longer remembers. Unless it is overridden it
     * lists all messages; a store of large mailboxes does better.
     */
    default Snapshot snapshot() throws StoreException {
        MailboxStatus status = status();
        return Snapshot.of(status, messages(UidSet.ALL, 0));
    }

    /**
     * The messages of {@code uids} whose mod-sequence is greater than {@code sinceModSeq}, by ascending UID, all of one instant. Called for
     * FETCH and SEARCH, a batch of messages at a time, so often.
     *
     * @param sinceModSeq 0 for all
     */
    List<Message> messages(UidSet uids, long sinceModSeq) throws StoreException;

    /**
     * The outlines that were handed in when the messages came, by UID, octet for octet; a UID without a message is left out. Called where
     * FETCH or SEARCH needs more of messages than their list tells, for at most 256 at a time.
     */
    SortedMap<Long, byte[]> outlines(UidSet uids) throws StoreException;

    /**
     * Begins to add messages at the end. Called for each APPEND and each delivery; many may be under way at once, each for as long as its
     * sender takes, and none holds up another. Nothing is visible until {@link Append#commit}; closing without it leaves no trace.
     *
     * @param flags    the first message's flags
     * @param received its internal date, to the second at least (RFC 9051 section 2.3.3)
     * @param octets   its size where the peer announced it, so that a store over quota can refuse before a body is sent
     * @throws StoreException {@code OVERQUOTA}, {@code TOOBIG}, {@code NOPERM}, {@code UNAVAILABLE}
     */
    Append append(Set<Flag> flags, Instant received, OptionalLong octets) throws StoreException;

    /**
     * Changes flags, and gives each message that it changed a new mod-sequence. UIDs without a message are passed over. Called for each
     * STORE, a batch of messages at a time, and where FETCH sets {@code \Seen}.
     *
     * @param unchangedSince a message with a greater mod-sequence is left as it is and reported (RFC 7162 section 3.1.3)
     */
    Stored store(UidSet uids, FlagChange change, OptionalLong unchangedSince) throws StoreException;

    /**
     * Copies messages with their flags, internal dates and outlines to the end of another mailbox of the same account, all or none, in
     * the order of their UIDs. UIDs without a message are passed over. Called for each COPY, and for MOVE in a store that has no
     * {@link dev.yubin.mailbox.feature.AtomicMove}.
     *
     * @throws StoreException {@code NONEXISTENT} when there is no mailbox of that name, {@code OVERQUOTA}
     */
    Copied copy(UidSet uids, MailboxName target) throws StoreException;

    /**
     * Removes those of these messages that bear {@code \Deleted} now: looked at and removed in one step, so that whoever takes the flag
     * away in time keeps the message. Called for EXPUNGE, UID EXPUNGE and CLOSE.
     *
     * @return the UIDs that this call removed
     */
    UidSet expungeDeleted(UidSet uids) throws StoreException;

    /**
     * All that changed after a mod-sequence: new and changed messages, and the UIDs that vanished (tombstones; RFC 7162 section 3.2), all
     * of one instant. Called between the commands of whoever has the mailbox selected, so often and mostly for little, and for a SELECT
     * with QRESYNC, which may ask far back.
     *
     * @return empty when the store no longer remembers what vanished since then; the caller then compares with a {@link #snapshot}
     */
    Optional<Changes> changes(long sinceModSeq) throws StoreException;

    /**
     * The same by UIDs alone; the messages are listed behind it, some at a time. Called for a SELECT with QRESYNC, which may ask far back, and a
     * FETCH that asks what vanished. Unless it is overridden it asks {@link #changes}, which lists all that changed; a store of large
     * mailboxes does better.
     *
     * @return empty where {@link #changes} is
     */
    default Optional<ChangedUids> changedUids(long sinceModSeq) throws StoreException {
        return changes(sinceModSeq)
                .map(all -> new ChangedUids(
                        all.modSeq(),
                        UidSet.of(all.changed().stream().mapToLong(Message::uid).toArray()),
                        all.vanished()));
    }

    /**
     * Asks to be told when something has changed. The listener is called behind each change (one call may stand for several), on any
     * thread, with nothing locked, by whichever connection or process it was made where the store can know; it does not block. What
     * changed is then read with {@link #changes}, so a call too many does no harm and one too few delays a client's news for ever. Called
     * for each IDLE.
     *
     * @return what ends the watch when it is closed
     */
    Watch watch(Runnable listener) throws StoreException;

    @Override
    default long uidValidity() throws StoreException {
        return status().uidValidity();
    }

    @Override
    default List<Message> messages() throws StoreException {
        return messages(UidSet.ALL, 0);
    }
}
