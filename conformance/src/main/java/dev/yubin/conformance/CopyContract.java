package dev.yubin.conformance;

import static dev.yubin.mailbox.StoreException.Reason.EXPUNGED;
import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Copied;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AtomicMove;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Copying and moving. */
interface CopyContract extends Chapter {
    @Test
    default void aCopyIsTheMessageInEverythingButItsUid() throws StoreException {
        Mailbox inbox = inbox();
        Mailbox other = other();
        Chapter.add(other, "was there before");
        long first = Chapter.add(inbox, "first", Flag.SEEN, Flag.of("$Work"));
        long second = Chapter.add(inbox, "second");
        Copied copied = inbox.copy(UidSet.of(second, first), OTHER);
        requireSame(inbox, other, copied, List.of(first, second));
        assertThat(Chapter.uids(inbox)).as("Mailbox.copy: the source stays").containsExactly(first, second);
        FlagContract.flag(other, Flag.FLAGGED, copied.target().get(1));
        inbox.expunge(UidSet.of(first));
        assertThat(Chapter.message(inbox, second).flags())
                .as("Mailbox.copy: flags are the copy's own")
                .isEmpty();
        assertThat(Chapter.text(other, copied.target().get(0)))
                .as("Mailbox.copy: the copy outlives the message")
                .isEqualTo("first");
    }

    private static void requireSame(Mailbox from, Mailbox to, Copied copied, List<Long> uids) throws StoreException {
        assertThat(copied.uidValidity()).as("Copied.uidValidity: the target's").isEqualTo(to.uidValidity());
        assertThat(copied.source()).as("Copied.source: ascending").isEqualTo(uids);
        assertThat(copied.target()).as("Copied.target: ascending").isSorted().doesNotHaveDuplicates();
        for (int i = 0; i < uids.size(); i++) {
            Message message = Chapter.message(from, uids.get(i));
            Message copy = Chapter.message(to, copied.target().get(i));
            assertThat(copy.flags()).as("Mailbox.copy: flags").isEqualTo(message.flags());
            assertThat(copy.received()).as("Mailbox.copy: internal date").isEqualTo(message.received());
            assertThat(copy.octets()).as("Mailbox.copy: size").isEqualTo(message.octets());
            assertThat(Chapter.read(to, copy.uid()))
                    .as("Mailbox.copy: octets")
                    .isEqualTo(Chapter.read(from, message.uid()));
            assertThat(to.outlines(UidSet.of(copy.uid())).get(copy.uid()))
                    .as("Mailbox.copy: outline")
                    .isEqualTo(from.outlines(UidSet.of(message.uid())).get(message.uid()));
        }
    }

    @Test
    default void aMailboxCanBeCopiedToItsOwnEnd() throws StoreException {
        Mailbox inbox = inbox();
        long uid = Chapter.add(inbox, "text");
        Copied copied = inbox.copy(UidSet.ALL, INBOX);
        assertThat(copied.source()).as("Mailbox.copy: to itself").containsExactly(uid);
        assertThat(Chapter.uids(inbox))
                .as("Mailbox.copy: to itself")
                .containsExactly(uid, copied.target().get(0));
    }

    @Test
    default void onlyWhatExistsIsCopiedOrMovedAndOnlyWhereAMailboxIs() throws StoreException {
        Mailbox inbox = inbox();
        long uid = Chapter.add(inbox, "text");
        Mailbox other = other();
        UidSet absent = UidSet.of(uid + 1, uid + 99);
        assertThat(inbox.copy(absent, OTHER).source())
                .as("Mailbox.copy: UIDs without a message")
                .isEmpty();
        assertThat(AtomicMove.move(inbox, absent, OTHER).source())
                .as("AtomicMove.move: UIDs without a message")
                .isEmpty();
        assertThat(other.messages()).as("Mailbox.copy: UIDs without a message").isEmpty();
        MailboxName none = MailboxName.of("None");
        Chapter.refused(NONEXISTENT, "Mailbox.copy: no mailbox of that name", () -> inbox.copy(UidSet.of(uid), none));
        Chapter.refused(
                NONEXISTENT,
                "AtomicMove.move: no mailbox of that name",
                () -> AtomicMove.move(inbox, UidSet.of(uid), none));
        assertThat(Chapter.uids(inbox)).as("AtomicMove.move: all or none").containsExactly(uid);
    }

    @Test
    default void aMoveLeavesNothingBehind() throws StoreException {
        Mailbox inbox = inbox();
        Mailbox other = other();
        long first = Chapter.add(inbox, "first", Flag.ANSWERED);
        long stays = Chapter.add(inbox, "stays");
        long third = Chapter.add(inbox, "third");
        Follower follower = new Follower(inbox);
        Copied moved = AtomicMove.move(inbox, UidSet.of(first, third), OTHER);
        assertThat(moved.source()).as("AtomicMove.move").containsExactly(first, third);
        assertThat(moved.uidValidity()).as("Copied.uidValidity: the target's").isEqualTo(other.uidValidity());
        assertThat(Chapter.uids(inbox)).as("AtomicMove.move: removed here").containsExactly(stays);
        assertThat(Chapter.uids(other)).as("AtomicMove.move: there instead").isEqualTo(moved.target());
        assertThat(Chapter.text(other, moved.target().get(1)))
                .as("AtomicMove.move: octets")
                .isEqualTo("third");
        assertThat(Chapter.message(other, moved.target().get(0)).flags())
                .as("AtomicMove.move: flags")
                .containsExactly(Flag.ANSWERED);
        Chapter.refused(EXPUNGED, "Maildrop.content: the message was moved", () -> inbox.content(first));
        follower.catchUp();
        follower.requireSame("Mailbox.changes: tells of what was moved away");
    }
}
