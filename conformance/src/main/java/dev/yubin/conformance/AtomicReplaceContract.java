package dev.yubin.conformance;

import static dev.yubin.mailbox.StoreException.Reason.EXPUNGED;
import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Changes;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AtomicReplace;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A message in the place of another, in a store that has {@link AtomicReplace}. */
interface AtomicReplaceContract extends Chapter {
    private static Append begin(Mailbox mailbox, long uid, MailboxName target) throws StoreException {
        return Chapter.feature(AtomicReplace.class, mailbox).replace(uid, target, Set.of(), NOON, OptionalLong.empty());
    }

    private static void write(Append append, String text) throws StoreException {
        append.write(ByteBuffer.wrap(Chapter.octets(text)));
        append.finish(Chapter.octets(text));
    }

    @Test
    default void oneMessageComesAsTheOtherGoes() throws StoreException {
        Mailbox inbox = inbox();
        long first = Chapter.add(inbox, "first");
        long second = Chapter.add(inbox, "second");
        long before = inbox.status().modSeq();
        try (Append append = begin(inbox, first, INBOX)) {
            write(append, "anew");
            assertThat(Chapter.uids(inbox))
                    .as("AtomicReplace.replace: nothing is visible until the commit")
                    .containsExactly(first, second);
            Appended appended = append.commit();
            long third = appended.uids().get(0);
            assertThat(Chapter.uids(inbox))
                    .as("AtomicReplace.replace: the one comes and the other goes")
                    .containsExactly(second, third);
            assertThat(Chapter.text(inbox, third))
                    .as("AtomicReplace.replace: its octets")
                    .isEqualTo("anew");
        }
        Changes changes = inbox.changes(before).orElseThrow();
        assertThat(changes.vanished())
                .as("AtomicReplace.replace: changes tell of what went")
                .isEqualTo(UidSet.of(first));
        assertThat(changes.changed())
                .as("AtomicReplace.replace: and of what came")
                .hasSize(1);
    }

    @Test
    default void theOtherMayGoFromAnotherMailbox() throws StoreException {
        Mailbox inbox = inbox();
        Mailbox other = other();
        long first = Chapter.add(inbox, "first");
        try (Append append = begin(inbox, first, OTHER)) {
            write(append, "anew");
            append.commit();
        }
        assertThat(Chapter.uids(inbox))
                .as("AtomicReplace.replace: gone from here")
                .isEmpty();
        assertThat(Chapter.uids(other)).as("AtomicReplace.replace: come there").hasSize(1);
    }

    @Test
    default void withoutACommitNothingChanges() throws StoreException {
        Mailbox inbox = inbox();
        long first = Chapter.add(inbox, "first");
        try (Append append = begin(inbox, first, INBOX)) {
            write(append, "anew");
        }
        assertThat(Chapter.uids(inbox)).as("Append.close: leaves no trace").containsExactly(first);
    }

    @Test
    default void aMessageThatIsGoneIsNotReplaced() throws StoreException {
        Mailbox inbox = inbox();
        long first = Chapter.add(inbox, "first");
        long second = Chapter.add(inbox, "second");
        Chapter.feature(AtomicReplace.class, inbox);
        Chapter.refused(
                NONEXISTENT,
                "AtomicReplace.replace: no such target",
                () -> begin(inbox, first, OTHER).close());
        try (Append append = begin(inbox, first, INBOX)) {
            write(append, "anew");
            inbox.expunge(UidSet.of(first));
            Chapter.refused(EXPUNGED, "Append.commit: what it replaces is gone", append::commit);
        }
        assertThat(Chapter.uids(inbox))
                .as("Append.commit: adds nothing where what it replaces is gone")
                .containsExactly(second);
        Chapter.refused(
                EXPUNGED,
                "AtomicReplace.replace: of a message that is gone",
                () -> begin(inbox, first, INBOX).close());
    }
}
