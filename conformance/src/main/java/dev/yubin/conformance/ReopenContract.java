package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.UidSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a durable store still knows when it is opened again. Skipped for one that forgets. */
interface ReopenContract extends Chapter {
    static void reopen(Chapter chapter) throws Exception {
        assumeTrue(chapter.reopened(), "MailStoreContract.reopen is not overridden: this store forgets");
    }

    @Test
    default void mailboxesAndMessagesOutliveTheStore() throws Exception {
        other();
        ann().create(AccountContract.name("\u65e5\u672c/..'*"), Set.of(SpecialUse.JUNK));
        ann().subscribe(AccountContract.name("None"), true);
        long uid = Chapter.add(inbox(), "text\0\u00ff", Flag.SEEN, Flag.of("$Work"));
        inbox().expunge(UidSet.of(Chapter.add(inbox(), "gone")));
        List<MailboxEntry> entries = ann().list();
        List<Message> messages = inbox().messages();
        MailboxStatus status = inbox().status();
        ReopenContract.reopen(this);
        assertThat(ann().list())
                .as("MailStore: what has returned is durable")
                .containsExactlyInAnyOrderElementsOf(entries);
        assertThat(inbox().messages())
                .as("MailStore: what has returned is durable")
                .isEqualTo(messages);
        assertThat(inbox().status())
                .as("MailStore: what has returned is durable")
                .isEqualTo(status);
        assertThat(Chapter.text(inbox(), uid))
                .as("Content: the octets as they came in")
                .isEqualTo("text\0\u00ff");
        assertThat(inbox().outlines(UidSet.ALL).get(uid))
                .as("Mailbox.outlines: octet for octet")
                .isEqualTo(Chapter.octets("text\0\u00ff"));
    }

    @Test
    default void countersGoOnWhereTheyWere() throws Exception {
        long first = Chapter.add(inbox(), "first");
        long last = Chapter.add(inbox(), "last");
        inbox().expunge(UidSet.of(last));
        long modSeq = inbox().status().modSeq();
        long uidValidity = other().uidValidity();
        ann().delete(OTHER);
        ReopenContract.reopen(this);
        assertThat(Chapter.add(inbox(), "next"))
                .as("Mailbox: a UID is never given twice")
                .isGreaterThan(last);
        FlagContract.flag(inbox(), Flag.SEEN, first);
        assertThat(Chapter.message(inbox(), first).modSeq())
                .as("Mailbox: mod-sequences ascend")
                .isGreaterThan(modSeq);
        assertThat(other().uidValidity())
                .as("Account.create: a UIDVALIDITY above every one that this name has had")
                .isGreaterThan(uidValidity);
    }

    @Test
    default void whatVanishedIsRememberedOrSaidToBeForgotten() throws Exception {
        Mailbox inbox = inbox();
        long doomed = Chapter.add(inbox, "doomed");
        Chapter.add(inbox, "stays");
        long since = inbox.status().modSeq();
        inbox.expunge(UidSet.of(doomed));
        ReopenContract.reopen(this);
        inbox().changes(since)
                .ifPresent(changes -> assertThat(changes.vanished().contains(doomed))
                        .as("Mailbox.changes: empty, or all that vanished")
                        .isTrue());
    }
}
