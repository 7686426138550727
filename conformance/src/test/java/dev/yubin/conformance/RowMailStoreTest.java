package dev.yubin.conformance;

import static dev.yubin.mailbox.StoreException.Reason.ALREADYEXISTS;
import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.rows.RowMailStore;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The skeleton keeps the contract over rows that have nothing to do with a database, with no more than must be written. */
class RowMailStoreTest extends MailStoreContract {
    @Override
    protected MailStore open(String... users) throws StoreException {
        RowMailStore store = new MapRowStore();
        for (String user : users) {
            store.addAccount(user);
        }
        return store;
    }

    @Test
    void anAccountIsMadeOnce() throws StoreException {
        long uid = Chapter.add(inbox(), "text");
        Chapter.refused(ALREADYEXISTS, "RowMailStore.addAccount", () -> ((RowMailStore) store()).addAccount(ANN));
        assertThat(Chapter.uids(inbox())).containsExactly(uid);
    }

    @Test
    void whatWasRefusedWakesNobodyAndWhoWatchesAnotherAccountSleepsOn() throws StoreException {
        AtomicInteger told = new AtomicInteger();
        Watch watch = inbox().watch(told::incrementAndGet);
        Chapter.refused(NONEXISTENT, "Mailbox.copy", () -> inbox().copy(UidSet.ALL, MailboxName.of("No such mailbox")));
        store().account(BOB).create(OTHER, Set.of());
        assertThat(told).hasValue(0);
        other();
        assertThat(told).hasValue(1);
        watch.close();
    }

    @Test
    void aMailboxStaysWithWhoOpenedItUnderEveryNameAndIsMissedOnceDeleted() throws StoreException {
        Mailbox opened = other();
        long uid = Chapter.add(opened, "text");
        ann().rename(OTHER, MailboxName.of("Renamed"));
        assertThat(Chapter.text(opened, uid)).isEqualTo("text");
        Chapter.add(opened, "more");
        MailboxStatus status = ann().open(MailboxName.of("Renamed")).status();
        assertThat(status.messages()).isEqualTo(2);
        ann().delete(MailboxName.of("Renamed"));
        Chapter.refused(NONEXISTENT, "Mailbox.status: of a mailbox that was deleted", opened::status);
        Chapter.refused(NONEXISTENT, "Mailbox.changes: of a mailbox that was deleted", () -> opened.changes(0));
        Chapter.refused(
                NONEXISTENT, "Mailbox.expunge: of a mailbox that was deleted", () -> opened.expunge(UidSet.ALL));
    }
}
