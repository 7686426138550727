package dev.yubin.conformance;

import static dev.yubin.mailbox.StoreException.Reason.EXPUNGED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.Snapshot;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a reader is given. */
interface ReadContract extends Chapter {
    @Test
    default void anyRangeOfTheOctetsCanBeRead() throws StoreException {
        byte[] content = new byte[300_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 7 + i / 256);
        }
        Mailbox inbox = inbox();
        try (Append append = inbox.append(Set.of(), NOON, OptionalLong.empty())) {
            append.write(ByteBuffer.wrap(content));
            append.finish(new byte[0]);
            append.commit();
        }
        int[] offsets = {0, 1, 4095, 4096, 65_535, 65_536, 65_537, 131_072, 262_143, 262_144, 299_998, 299_999};
        try (Content opened = inbox.content(Chapter.uids(inbox).get(0))) {
            assertThat(opened.octets()).as("Content.octets").isEqualTo(content.length);
            for (int offset : offsets) {
                for (int length : new int[] {1, 2, 4096, 65_536, 65_537, 300_000}) {
                    assertThat(Chapter.readFrom(opened, offset, length))
                            .as("Content.read: up to %d octets from offset %d", length, offset)
                            .isEqualTo(Arrays.copyOfRange(content, offset, Math.min(content.length, offset + length)));
                }
            }
            for (long behind : new long[] {content.length, content.length + 1L, Integer.MAX_VALUE + 1L}) {
                assertThat(opened.read(behind, ByteBuffer.allocate(10)))
                        .as("Content.read: -1 at or behind the end, offset %d", behind)
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    default void aReadPutsItsOctetsAtTheBuffersPosition() throws StoreException {
        long uid = Chapter.add(inbox(), "hello");
        ByteBuffer into = ByteBuffer.allocateDirect(20);
        into.position(3).limit(5);
        try (Content content = inbox().content(uid)) {
            int read = content.read(1, into);
            assertThat(into.position())
                    .as("Content.read: the position moves by what was read")
                    .isEqualTo(3 + read);
            assertThat((char) into.get(3)).as("Content.read: from that offset").isEqualTo('e');
        }
    }

    @Test
    default void aMessageThatIsNotThereHasNoContent() throws StoreException {
        Mailbox inbox = inbox();
        long uid = Chapter.add(inbox, "gone");
        inbox.expunge(UidSet.of(uid));
        Chapter.refused(EXPUNGED, "Maildrop.content: no message has this UID any longer", () -> inbox.content(uid));
        Chapter.refused(EXPUNGED, "Maildrop.content: no message has this UID", () -> inbox.content(uid + 7));
    }

    @Test
    default void contentThatIsOpenStaysWholeOrSaysThatItIsGone() throws StoreException {
        Mailbox inbox = inbox();
        long uid = Chapter.add(inbox, "still here");
        try (Content content = inbox.content(uid)) {
            inbox.expunge(UidSet.of(uid));
            try {
                assertThat(Chapter.readFrom(content, 0, 10))
                        .as("Content.read: the octets as they came in, or EXPUNGED")
                        .isEqualTo(Chapter.octets("still here"));
            } catch (StoreException e) {
                assertThat(e.reason())
                        .as("Content.read: the octets as they came in, or EXPUNGED")
                        .isEqualTo(EXPUNGED);
            }
        }
    }

    @Test
    default void twoReadersOfOneMessageDoNotDisturbEachOther() throws StoreException {
        Mailbox inbox = inbox();
        long uid = Chapter.add(inbox, "0123456789");
        Content another = inbox.content(uid);
        try (Content one = inbox.content(uid)) {
            assertThat(Chapter.readFrom(one, 5, 2)).as("Content.read").isEqualTo(Chapter.octets("56"));
            assertThat(Chapter.readFrom(another, 0, 2)).as("Content.read").isEqualTo(Chapter.octets("01"));
            another.close();
            assertThat(Chapter.readFrom(one, 7, 9))
                    .as("Content.read: another was closed")
                    .isEqualTo(Chapter.octets("789"));
        }
    }

    @Test
    default void messagesAreTheOnesAskedForByAscendingUid() throws StoreException {
        Mailbox inbox = inbox();
        for (int i = 0; i < 10; i++) {
            Chapter.add(inbox, "message " + i);
        }
        List<Long> uids = Chapter.uids(inbox);
        assertThat(uids)
                .as("Mailbox.messages: by ascending UID")
                .hasSize(10)
                .isSorted()
                .doesNotHaveDuplicates();
        inbox.expunge(UidSet.of(uids.get(4)));
        UidSet asked = UidSet.of(uids.get(8), uids.get(4), uids.get(3), uids.get(1), uids.get(9) + 1000);
        assertThat(inbox.messages(asked, 0).stream().map(Message::uid).collect(Collectors.toList()))
                .as("Mailbox.messages: of %s those that exist", asked)
                .containsExactly(uids.get(1), uids.get(3), uids.get(8));
        assertThat(inbox.messages(UidSet.EMPTY, 0))
                .as("Mailbox.messages: of none")
                .isEmpty();
    }

    @Test
    default void aSnapshotShowsWhatSelectTells() throws StoreException {
        Mailbox inbox = inbox();
        Snapshot empty = inbox.snapshot();
        assertThat(empty)
                .as("Mailbox.snapshot: of no message")
                .isEqualTo(new Snapshot(inbox.status(), UidSet.EMPTY, OptionalLong.empty(), Set.of()));
        long first = Chapter.add(inbox, "first", Flag.SEEN, Flag.of("$Work"));
        long gone = Chapter.add(inbox, "gone");
        long unseen = Chapter.add(inbox, "unseen", Flag.FLAGGED);
        long last = Chapter.add(inbox, "last", Flag.of("ToDo"));
        inbox.expunge(UidSet.of(gone));
        Snapshot snapshot = inbox.snapshot();
        assertThat(snapshot.status()).as("Snapshot.status").isEqualTo(inbox.status());
        assertThat(snapshot.uids()).as("Snapshot.uids: of all messages").isEqualTo(UidSet.of(first, unseen, last));
        assertThat(snapshot.firstUnseen()).as("Snapshot.firstUnseen").hasValue(unseen);
        assertThat(snapshot.keywords())
                .as("Snapshot.keywords: every keyword that some message bears, and no other flag")
                .containsExactlyInAnyOrder(Flag.of("$Work"), Flag.of("ToDo"));
        FlagContract.flag(inbox, Flag.SEEN, unseen, last);
        FlagContract.flag(inbox, Flag.of("$Late"), last);
        assertThat(inbox.snapshot().firstUnseen())
                .as("Snapshot.firstUnseen: all are seen")
                .isEmpty();
        assertThat(inbox.snapshot().keywords()).as("Snapshot.keywords").contains(Flag.of("$Late"));
        inbox.store(UidSet.of(first), FlagChange.remove(Flag.SEEN), OptionalLong.empty());
        assertThat(inbox.snapshot().firstUnseen()).as("Snapshot.firstUnseen").hasValue(first);
    }

    @Test
    default void messagesBehindAModSequenceAreThoseThatChanged() throws StoreException {
        Mailbox inbox = inbox();
        long first = Chapter.add(inbox, "first");
        long second = Chapter.add(inbox, "second");
        long third = Chapter.add(inbox, "third");
        long since = inbox.status().modSeq();
        FlagContract.flag(inbox, Flag.SEEN, third, first);
        assertThat(inbox.messages(UidSet.ALL, since).stream().map(Message::uid).collect(Collectors.toList()))
                .as("Mailbox.messages: whose mod-sequence is greater than %d, by ascending UID", since)
                .containsExactly(first, third);
        assertThat(inbox.messages(UidSet.of(second, third), since).stream().map(Message::uid))
                .as("Mailbox.messages: and whose UID was asked for")
                .containsExactly(third);
        assertThat(inbox.messages(UidSet.ALL, Long.MAX_VALUE))
                .as("Mailbox.messages: behind the greatest mod-sequence")
                .isEmpty();
    }

    @Test
    default void statusCountsWhatIsThere() throws StoreException {
        Mailbox inbox = inbox();
        Chapter.add(inbox, "12345", Flag.SEEN);
        long doomed = Chapter.add(inbox, "1234567", Flag.DELETED);
        Chapter.add(inbox, "", Flag.SEEN, Flag.DELETED);
        MailboxStatus status = inbox.status();
        assertThat(List.of(status.messages(), status.unseen(), status.deleted(), status.octets()))
                .as("MailboxStatus: messages, unseen, deleted, octets")
                .containsExactly(3L, 1L, 2L, 12L);
        inbox.expunge(UidSet.of(doomed));
        FlagContract.flag(inbox, Flag.DELETED, Chapter.uids(inbox).get(0));
        status = inbox.status();
        assertThat(List.of(status.messages(), status.unseen(), status.deleted(), status.octets()))
                .as("MailboxStatus: messages, unseen, deleted, octets")
                .containsExactly(2L, 0L, 2L, 5L);
        assertThat(status.uidValidity()).as("MailboxStatus.uidValidity").isBetween(1L, UidSet.MAX_UID);
        assertThat(status.modSeq())
                .as("MailboxStatus.modSeq: the highest that was ever given")
                .isPositive();
    }

    @Test
    @Tag("large")
    default void oneHundredMegabytesPassThrough() throws StoreException {
        byte[] piece = new byte[1_000_003];
        Mailbox inbox = inbox();
        try (Append append = inbox.append(Set.of(), NOON, OptionalLong.empty())) {
            for (int i = 0; i < 100; i++) {
                Arrays.fill(piece, (byte) i);
                append.write(ByteBuffer.wrap(piece));
            }
            append.finish(new byte[0]);
            append.commit();
        }
        Message message = inbox.messages().get(0);
        assertThat(message.octets()).as("Message.octets").isEqualTo(100L * piece.length);
        try (Content content = inbox.content(message.uid())) {
            for (int i = 0; i < 100; i++) {
                Arrays.fill(piece, (byte) i);
                assertThat(Arrays.equals(Chapter.readFrom(content, (long) i * piece.length, piece.length), piece))
                        .as("Content.read: megabyte %d of a hundred", i)
                        .isTrue();
            }
        }
    }
}
