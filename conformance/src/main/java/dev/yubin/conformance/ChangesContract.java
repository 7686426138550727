package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.ChangedUids;
import dev.yubin.mailbox.Changes;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Mod-sequences, and what they are asked for. */
interface ChangesContract extends Chapter {
    @Test
    default void everyChangeRaisesTheModSequence() throws StoreException {
        Mailbox inbox = inbox();
        long before = inbox.status().modSeq();
        long uid = Chapter.add(inbox, "text");
        long added = Chapter.message(inbox, uid).modSeq();
        assertThat(added).as("Mailbox: a new message has a new mod-sequence").isGreaterThan(before);
        FlagContract.flag(inbox, Flag.SEEN, uid);
        long flagged = Chapter.message(inbox, uid).modSeq();
        assertThat(flagged)
                .as("Mailbox: a changed message has a new mod-sequence")
                .isGreaterThan(added);
        inbox.expunge(UidSet.of(uid));
        assertThat(inbox.status().modSeq())
                .as("Mailbox: a mod-sequence is given to each change, removals too")
                .isGreaterThan(flagged);
    }

    @Test
    default void newChangedAndVanishedAreTold() throws StoreException {
        Mailbox inbox = inbox();
        long first = Chapter.add(inbox, "first");
        long second = Chapter.add(inbox, "second");
        long third = Chapter.add(inbox, "third");
        Follower follower = new Follower(inbox);
        long since = inbox.status().modSeq();
        FlagContract.flag(inbox, Flag.SEEN, third);
        FlagContract.flag(inbox, Flag.SEEN, first);
        inbox.expunge(UidSet.of(second));
        long fourth = Chapter.add(inbox, "fourth");
        Optional<Changes> changes = inbox.changes(since);
        if (changes.isPresent()) {
            assertThat(changes.get().modSeq())
                    .as("Changes.modSeq")
                    .isEqualTo(inbox.status().modSeq());
            assertThat(changes.get().changed().stream().map(Message::uid).collect(Collectors.toList()))
                    .as("Changes.changed: new or with other flags, by ascending UID")
                    .containsExactly(first, third, fourth);
            assertThat(changes.get().vanished().contains(second))
                    .as("Changes.vanished: UID %d", second)
                    .isTrue();
        }
        for (long asked : new long[] {0, since, since + 1, Long.MAX_VALUE}) {
            requireTheSameByUids(inbox, asked);
        }
        follower.catchUp();
        follower.requireSame("Mailbox.changes, or Mailbox.messages where it is empty: nothing is missed");
    }

    private static void requireTheSameByUids(Mailbox mailbox, long since) throws StoreException {
        assertThat(mailbox.changedUids(since))
                .as("Mailbox.changedUids: what Mailbox.changes tells, behind %d", since)
                .isEqualTo(mailbox.changes(since)
                        .map(all -> new ChangedUids(
                                all.modSeq(),
                                UidSet.of(
                                        all.changed().stream().map(Message::uid).collect(Collectors.toList())),
                                all.vanished())));
    }

    @Test
    default void whereNothingChangedNothingIsTold() throws StoreException {
        Mailbox inbox = inbox();
        Chapter.add(inbox, "text");
        long since = inbox.status().modSeq();
        for (long asked : new long[] {since, since + 1000, Long.MAX_VALUE}) {
            Optional<Changes> changes = inbox.changes(asked);
            assertThat(changes)
                    .as("Mailbox.changes: behind %d nothing is forgotten", asked)
                    .isPresent();
            assertThat(changes.get().changed())
                    .as("Changes.changed: behind %d", asked)
                    .isEmpty();
            assertThat(changes.get().vanished())
                    .as("Changes.vanished: behind %d", asked)
                    .isEqualTo(UidSet.EMPTY);
        }
    }

    @Test
    default void whatIsForgottenIsSaidToBe() throws StoreException {
        Mailbox inbox = inbox();
        Follower early = new Follower(inbox);
        for (int i = 0; i < 50; i++) {
            long uid = Chapter.add(inbox, "message " + i);
            if (i == 10 || i == 30) {
                early.catchUp();
            }
            if (i % 3 != 0) {
                inbox.expunge(UidSet.of(uid));
            }
        }
        for (long since = 0; since <= inbox.status().modSeq(); since++) {
            requireTheSameByUids(inbox, since);
        }
        early.catchUp();
        early.requireSame(
                "Mailbox.changes: empty when the store no longer remembers what vanished, never a part of it");
    }

    @Test
    default void expungeTellsWhatItRemoved() throws StoreException {
        Mailbox inbox = inbox();
        List<Long> uids = List.of(
                Chapter.add(inbox, "0"), Chapter.add(inbox, "1"), Chapter.add(inbox, "2"), Chapter.add(inbox, "3"));
        assertThat(inbox.expunge(UidSet.of(uids.get(2))))
                .as("Maildrop.expunge: the UIDs that this call removed, whatever their flags")
                .isEqualTo(UidSet.of(uids.get(2)));
        assertThat(inbox.expunge(UidSet.of(uids.get(1), uids.get(2), uids.get(3) + 50)))
                .as("Maildrop.expunge: UIDs without a message are passed over in silence")
                .isEqualTo(UidSet.of(uids.get(1)));
        assertThat(Chapter.uids(inbox)).as("Maildrop.expunge").containsExactly(uids.get(0), uids.get(3));
        assertThat(inbox.expunge(UidSet.EMPTY))
                .as("Maildrop.expunge: of nothing")
                .isEqualTo(UidSet.EMPTY);
        assertThat(inbox.expunge(UidSet.ALL))
                .as("Maildrop.expunge: of all")
                .isEqualTo(UidSet.of(uids.get(0), uids.get(3)));
        assertThat(inbox.messages()).as("Maildrop.expunge: of all").isEmpty();
    }

    @Test
    default void onlyWhatBearsDeletedIsExpungedAsDeleted() throws StoreException {
        Mailbox inbox = inbox();
        long kept = Chapter.add(inbox, "kept", Flag.SEEN);
        long doomed = Chapter.add(inbox, "doomed", Flag.DELETED, Flag.SEEN);
        long spared = Chapter.add(inbox, "spared", Flag.DELETED);
        long other = Chapter.add(inbox, "not named", Flag.DELETED);
        Follower follower = new Follower(inbox);
        inbox.store(UidSet.of(spared), FlagChange.remove(Flag.DELETED), OptionalLong.empty());
        assertThat(inbox.expungeDeleted(UidSet.of(kept, doomed, spared, other + 7)))
                .as("Mailbox.expungeDeleted: those of them that bear \\Deleted now")
                .isEqualTo(UidSet.of(doomed));
        assertThat(Chapter.uids(inbox)).as("Mailbox.expungeDeleted").containsExactly(kept, spared, other);
        assertThat(inbox.expungeDeleted(UidSet.EMPTY))
                .as("Mailbox.expungeDeleted: of nothing")
                .isEqualTo(UidSet.EMPTY);
        assertThat(inbox.expungeDeleted(UidSet.ALL))
                .as("Mailbox.expungeDeleted: of all")
                .isEqualTo(UidSet.of(other));
        assertThat(inbox.status().deleted()).as("MailboxStatus.deleted").isZero();
        follower.catchUp();
        follower.requireSame("Mailbox.changes: tells of what was expunged as deleted");
    }
}
