package dev.yubin.conformance;

import static dev.yubin.conformance.Chapter.octets;
import static dev.yubin.mailbox.StoreException.Reason.CANNOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.GivenUids;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How messages keep the UIDs that they had elsewhere. Skipped for a store whose mailboxes are no {@link GivenUids}. */
interface GivenUidsContract extends Chapter {
    private GivenUids given(Mailbox mailbox) {
        assumeTrue(mailbox instanceof GivenUids, "the mailboxes of this store give their UIDs themselves");
        return (GivenUids) mailbox;
    }

    private static List<Long> add(GivenUids mailbox, long uid, String... texts) throws StoreException {
        try (Append append = mailbox.append(uid, Set.of(Flag.SEEN), NOON, OptionalLong.empty())) {
            for (int i = 0; i < texts.length; i++) {
                if (i > 0) {
                    append.next(Set.of(), NOON, OptionalLong.empty());
                }
                append.write(ByteBuffer.wrap(octets(texts[i])));
                append.finish(octets(texts[i]));
            }
            return append.commit().uids();
        }
    }

    @Test
    default void messagesKeepTheUidsThatTheyHad() throws StoreException {
        GivenUids given = given(other());
        given.adopt(77, 1000);
        assertThat(other().status())
                .as("GivenUids.adopt: UIDVALIDITY and UIDNEXT")
                .extracting(MailboxStatus::uidValidity, MailboxStatus::uidNext)
                .containsExactly(77L, 1000L);
        assertThat(add(given, 1000, "a")).as("GivenUids.append: the UID given").containsExactly(1000L);
        assertThat(add(given, 1007, "b", "c"))
                .as("GivenUids.append: those behind next() follow")
                .containsExactly(1007L, 1008L);
        assertThat(Chapter.add(other(), "d"))
                .as("Mailbox.append: goes on behind those given")
                .isEqualTo(1009);
        assertThat(Chapter.uids(other())).containsExactly(1000L, 1007L, 1008L, 1009L);
        assertThat(Chapter.text(other(), 1007)).as("Content: its octets").isEqualTo("b");
        assertThat(Chapter.message(other(), 1000).flags())
                .as("GivenUids.append: its flags")
                .containsExactly(Flag.SEEN);
    }

    @Test
    default void aUidThatWasPassedIsNotGivenAgain() throws StoreException {
        GivenUids given = given(other());
        add(given, 5, "a");
        other().expunge(UidSet.of(5));
        MailboxStatus before = other().status();
        Chapter.refused(CANNOT, "GivenUids.append: a UID that was given before", () -> add(given, 5, "b"));
        Chapter.refused(CANNOT, "GivenUids.append: one below it", () -> add(given, 4, "b"));
        try (Append append = given.append(6, Set.of(), NOON, OptionalLong.empty())) {
            append.finish(octets(""));
            assertThat(Chapter.add(other(), "came in between")).isEqualTo(6);
            Chapter.refused(CANNOT, "GivenUids.append: one that was given meanwhile", append::commit);
        }
        assertThat(Chapter.uids(other()))
                .as("GivenUids.append: what is refused leaves no trace")
                .containsExactly(6L);
        assertThat(other().status().uidValidity()).isEqualTo(before.uidValidity());
    }

    @Test
    default void countersAreAdoptedOnceAndGoOn() throws StoreException {
        GivenUids given = given(inbox());
        given.adopt(77, 10);
        given.adopt(77, 5);
        assertThat(inbox().status().uidNext())
                .as("GivenUids.adopt: UIDNEXT never falls")
                .isEqualTo(10);
        given.adopt(77, 20);
        assertThat(Chapter.add(inbox(), "a"))
                .as("GivenUids.adopt: UIDNEXT is at least what was said")
                .isEqualTo(20);
        Chapter.refused(
                CANNOT, "GivenUids.adopt: another UIDVALIDITY, where UIDs were given", () -> given.adopt(78, 30));
        assertThat(inbox().uidValidity()).isEqualTo(77);
    }

    @Test
    default void aMailboxMadeLaterHasAGreaterUidValidity() throws StoreException {
        long adopted = UidSet.MAX_UID - 5;
        given(other()).adopt(adopted, 1);
        ann().delete(OTHER);
        assertThat(other().uidValidity())
                .as("Account.create: UIDVALIDITY above every one that this name has had, adopted ones too")
                .isGreaterThan(adopted);
    }

    @Test
    default void whatIsNoUidIsNotGiven() throws StoreException {
        GivenUids given = given(other());
        assertThatThrownBy(() -> given.adopt(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> given.adopt(1, UidSet.MAX_UID + 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
