package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Copied;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.SaveDates;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** When messages came into a mailbox, in a store that has {@link SaveDates}. */
interface SaveDatesContract extends Chapter {
    private static SaveDates saveDates(Mailbox mailbox) {
        return Chapter.feature(SaveDates.class, mailbox);
    }

    private static Instant saved(Mailbox mailbox, long uid) throws StoreException {
        SortedMap<Long, Instant> dates = saveDates(mailbox).saveDates(UidSet.of(uid));
        assertThat(dates).as("SaveDates.saveDates: of UID %d", uid).containsOnlyKeys(uid);
        return dates.get(uid);
    }

    private static Instant second() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    @Test
    default void aMessageIsSavedWhenItComesWhateverItsInternalDate() throws StoreException {
        saveDates(inbox());
        Instant before = second();
        long uid = Chapter.add(inbox(), "text");
        assertThat(saved(inbox(), uid))
                .as("SaveDates.saveDates: the clock at the commit of an append")
                .isBetween(before, Instant.now());
    }

    @Test
    default void aCopyIsSavedWhenItIsMadeAndItsSourceStaysAsItWas() throws StoreException {
        saveDates(inbox());
        long uid = Chapter.add(inbox(), "text");
        Instant source = saved(inbox(), uid);
        Mailbox other = other();
        Instant before = second();
        Copied copied = inbox().copy(UidSet.of(uid), OTHER);
        Copied moved = AtomicMove.move(inbox(), UidSet.of(Chapter.add(inbox(), "more")), OTHER);
        for (Copied each : new Copied[] {copied, moved}) {
            assertThat(saved(other, each.target().get(0)))
                    .as("SaveDates.saveDates: the clock at a copy or a move into the mailbox")
                    .isBetween(before, Instant.now());
        }
        FlagContract.flag(inbox(), Flag.SEEN, uid);
        assertThat(saved(inbox(), uid))
                .as("SaveDates.saveDates: never changes while the message is here")
                .isEqualTo(source);
    }

    @Test
    default void onlyMessagesThatExistAndWereAskedForHaveDates() throws StoreException {
        Mailbox inbox = inbox();
        SaveDates dates = saveDates(inbox);
        long first = Chapter.add(inbox, "first");
        long gone = Chapter.add(inbox, "gone");
        Chapter.add(inbox, "third");
        inbox.expunge(UidSet.of(gone));
        assertThat(dates.saveDates(UidSet.of(first, gone)))
                .as("SaveDates.saveDates: a UID without a message is left out")
                .containsOnlyKeys(first);
        assertThat(dates.saveDates(UidSet.EMPTY))
                .as("SaveDates.saveDates: of none")
                .isEmpty();
    }

    @Test
    default void saveDatesOutliveTheStore() throws Exception {
        saveDates(inbox());
        long uid = Chapter.add(inbox(), "text");
        Instant before = saved(inbox(), uid).truncatedTo(ChronoUnit.SECONDS);
        ReopenContract.reopen(this);
        assertThat(saved(inbox(), uid).truncatedTo(ChronoUnit.SECONDS))
                .as("SaveDates.saveDates: never changes")
                .isEqualTo(before);
    }
}
