package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AtomicMove;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Being told of changes. */
interface WatchContract extends Chapter {
    /** A change to be told of. */
    interface Change {
        void make() throws StoreException;
    }

    private static void requireTold(String promise, Semaphore told, Change change)
            throws StoreException, InterruptedException {
        told.drainPermits();
        change.make();
        assertThat(told.tryAcquire(10, TimeUnit.SECONDS))
                .as("Mailbox.watch: the listener is called within ten seconds behind %s", promise)
                .isTrue();
    }

    @Test
    default void everyKindOfChangeIsTold() throws StoreException, InterruptedException {
        Mailbox inbox = inbox();
        Mailbox other = other();
        Semaphore told = new Semaphore(0);
        Watch watch = inbox.watch(told::release);
        try {
            requireTold("an append", told, () -> Chapter.add(inbox, "text"));
            long uid = Chapter.uids(inbox).get(0);
            requireTold("a change of flags", told, () -> FlagContract.flag(inbox, Flag.SEEN, uid));
            requireTold("a copy to here", told, () -> inbox.copy(UidSet.of(uid), INBOX));
            requireTold("a move from here", told, () -> AtomicMove.move(inbox, UidSet.of(uid), OTHER));
            requireTold("a move to here", told, () -> AtomicMove.move(other, UidSet.ALL, INBOX));
            requireTold("a removal", told, () -> ann().open(INBOX).expunge(UidSet.ALL));
        } finally {
            watch.close();
        }
    }

    @Test
    default void aWatchThatIsClosedIsQuietAndOthersGoOn() throws StoreException, InterruptedException {
        Mailbox inbox = inbox();
        Semaphore closed = new Semaphore(0);
        Semaphore open = new Semaphore(0);
        Watch ended = inbox.watch(closed::release);
        Watch watch = inbox.watch(open::release);
        try {
            ended.close();
            ended.close();
            requireTold("an append, though another watch was closed", open, () -> Chapter.add(inbox, "first"));
            // A call that was under way has come by now; what follows is behind the close.
            closed.drainPermits();
            requireTold("an append", open, () -> Chapter.add(inbox, "second"));
            assertThat(closed.availablePermits()).as("Watch.close: ends it").isZero();
        } finally {
            watch.close();
        }
    }

    @Test
    default void aListenerMayReadTheMailbox() throws StoreException, InterruptedException {
        Mailbox inbox = inbox();
        Semaphore seen = new Semaphore(0);
        Runnable reading = () -> {
            try {
                inbox.changes(0);
                // From another thread too: a lock that this one may enter again would hide that it is held.
                Together.run(1, number -> inbox.messages());
                seen.release();
            } catch (Exception e) {
                throw new AssertionError("Mailbox.watch: with nothing locked", e);
            }
        };
        Watch watch = inbox.watch(reading);
        try {
            requireTold("an append, and may read what changed", seen, () -> Chapter.add(inbox, "text"));
        } finally {
            watch.close();
        }
    }

    @Test
    default void whoReadsWhenToldReachesTheEnd() throws Exception {
        Mailbox inbox = inbox();
        Semaphore told = new Semaphore(0);
        int writers = 3;
        int each = 60;
        Watch watch = inbox.watch(told::release);
        try {
            Follower follower = new Follower(inbox);
            Together.run(writers + 1, number -> {
                if (number == writers) {
                    followToTheEnd(follower, inbox, told, writers * each);
                    return;
                }
                for (int i = 0; i < each; i++) {
                    long uid = Chapter.add(inbox, "text");
                    FlagContract.flag(inbox, Flag.SEEN, uid);
                    if (i % 4 != 0) {
                        inbox.expunge(UidSet.of(uid));
                    }
                }
            });
        } finally {
            watch.close();
        }
    }

    /** Reads only when told; were one call missing at the end, this would wait for ever. */
    private static void followToTheEnd(Follower follower, Mailbox inbox, Semaphore told, int appended)
            throws Exception {
        long kept = appended / 4;
        while (inbox.status().uidNext() <= appended || inbox.status().messages() != kept || !follower.same()) {
            assertThat(told.tryAcquire(10, TimeUnit.SECONDS))
                    .as("Mailbox.watch: one call too few delays a client's news for ever")
                    .isTrue();
            told.drainPermits();
            follower.catchUp();
        }
    }
}
