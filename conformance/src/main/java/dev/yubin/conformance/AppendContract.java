package dev.yubin.conformance;

import static dev.yubin.conformance.Chapter.octets;
import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** How messages come in. */
interface AppendContract extends Chapter {
    /** Contents that some storage bends: text ends, text encodings, line ends, sizes around a page. */
    static List<byte[]> contents() {
        byte[] everyOctet = new byte[256];
        for (int i = 0; i < 256; i++) {
            everyOctet[i] = (byte) i;
        }
        List<byte[]> contents = new ArrayList<>(List.of(
                octets(""),
                octets("\0"),
                octets("a\0b\0"),
                everyOctet,
                octets("no end of line"),
                octets("\r"),
                octets("\n"),
                octets("a\rb\nc\r\n\r\n"),
                octets(".\r\n..\r\nFrom \r\n\u001a"),
                octets("\u00ff\u00fe\u0000"),
                octets("' OR 1=1; --")));
        for (int size : new int[] {4095, 4096, 4097, 65_535, 65_536, 65_537, 262_143, 262_144, 262_145, 1_000_000}) {
            byte[] content = new byte[size];
            for (int i = 0; i < size; i++) {
                content[i] = (byte) (i * 31 + i / 251);
            }
            contents.add(content);
        }
        return contents;
    }

    /** Pushes a message in pieces of that size, from one buffer that is used again and again. */
    static void push(Append append, byte[] content, int piece) throws StoreException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(piece);
        for (int at = 0; at < content.length; at += piece) {
            buffer.clear();
            buffer.put(content, at, Math.min(piece, content.length - at)).flip();
            append.write(buffer);
            assertThat(buffer.hasRemaining())
                    .as("Append.write: all that remain in the buffer are taken")
                    .isFalse();
        }
        append.write(ByteBuffer.allocate(0));
    }

    @Test
    default void octetsComeBackAsTheyWere() throws StoreException {
        Mailbox inbox = inbox();
        for (byte[] content : contents()) {
            for (int piece : content.length > 4000 ? new int[] {8192, 1_000_003} : new int[] {1, 7, 8192}) {
                long uid;
                try (Append append = inbox.append(Set.of(), NOON, OptionalLong.of(content.length))) {
                    push(append, content, piece);
                    append.finish(octets("outline"));
                    uid = append.commit().uids().get(0);
                }
                assertThat(Chapter.read(inbox, uid))
                        .as("Content: the octets as they came in, %d in pieces of %d", content.length, piece)
                        .isEqualTo(content);
                assertThat(Chapter.message(inbox, uid).octets())
                        .as("Message.octets: the size")
                        .isEqualTo(content.length);
            }
        }
    }

    @Test
    default void aReadOnlySliceIsTakenFromItsPositionToItsLimit() throws StoreException {
        ByteBuffer slice = ByteBuffer.wrap(octets("xxHello\r\nyy")).asReadOnlyBuffer();
        slice.position(2).limit(9);
        try (Append append = inbox().append(Set.of(), NOON, OptionalLong.empty())) {
            append.write(slice);
            append.finish(octets(""));
            append.commit();
        }
        assertThat(Chapter.text(inbox(), Chapter.uids(inbox()).get(0)))
                .as("Append.write: what remains in the buffer, no more")
                .isEqualTo("Hello\r\n");
    }

    @Test
    default void outlinesComeBackAsTheyWere() throws StoreException {
        Mailbox inbox = inbox();
        for (byte[] outline : contents()) {
            long uid;
            try (Append append = inbox.append(Set.of(), NOON, OptionalLong.empty())) {
                byte[] handedIn = outline.clone();
                append.finish(handedIn);
                Arrays.fill(handedIn, (byte) 'x');
                uid = append.commit().uids().get(0);
            }
            SortedMap<Long, byte[]> kept = inbox.outlines(UidSet.of(uid));
            assertThat(kept).as("Mailbox.outlines: the one that was asked for").containsOnlyKeys(uid);
            assertThat(kept.get(uid))
                    .as("Mailbox.outlines: octet for octet, %d of them", outline.length)
                    .isEqualTo(outline);
        }
        List<Long> uids = Chapter.uids(inbox);
        inbox.expunge(UidSet.of(uids.get(1)));
        assertThat(inbox.outlines(UidSet.of(uids.get(0), uids.get(1), uids.get(2))))
                .as("Mailbox.outlines: a UID without a message is left out")
                .containsOnlyKeys(uids.get(0), uids.get(2));
    }

    @Test
    default void flagsAndDateAreKept() throws StoreException {
        Instant received = Instant.parse("1999-12-31T23:59:59.987Z");
        Set<Flag> flags = Set.of(Flag.SEEN, Flag.DRAFT, Flag.of("$Work"), Flag.of("todo"));
        try (Append append = inbox().append(flags, received, OptionalLong.empty())) {
            append.finish(octets(""));
            append.commit();
        }
        Message message = inbox().messages().get(0);
        assertThat(message.flags()).as("Mailbox.append: its flags").isEqualTo(flags);
        assertThat(message.received().truncatedTo(ChronoUnit.SECONDS))
                .as("Mailbox.append: its internal date, to the second at least")
                .isEqualTo(received.truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    default void nothingIsVisibleBeforeCommit() throws StoreException {
        Mailbox inbox = inbox();
        MailboxStatus before = inbox.status();
        try (Append append = inbox.append(Set.of(), NOON, OptionalLong.of(5))) {
            append.write(ByteBuffer.wrap(octets("hello")));
            append.finish(octets(""));
            assertThat(inbox.messages())
                    .as("Mailbox.append: nothing is visible until commit")
                    .isEmpty();
            assertThat(inbox.status())
                    .as("Mailbox.append: nothing is visible until commit")
                    .isEqualTo(before);
            append.commit();
            assertThat(inbox.messages())
                    .as("Append.commit: visible when it returns")
                    .hasSize(1);
        }
        assertThat(inbox.messages())
                .as("Append.close: does nothing behind commit")
                .hasSize(1);
    }

    @Test
    default void closingWithoutCommitLeavesNoTrace() throws StoreException {
        Mailbox inbox = inbox();
        long kept = Chapter.add(inbox, "kept");
        MailboxStatus before = inbox.status();
        try (Append begun = inbox.append(Set.of(), NOON, OptionalLong.empty())) {
            begun.write(ByteBuffer.wrap(octets("half of a mess")));
        }
        Append finished = inbox.append(Set.of(), NOON, OptionalLong.empty());
        finished.write(ByteBuffer.wrap(octets("whole")));
        finished.finish(octets(""));
        finished.next(Set.of(), NOON, OptionalLong.empty());
        finished.close();
        finished.close();
        assertThat(Chapter.uids(inbox))
                .as("Append.close: throws away what was not committed")
                .containsExactly(kept);
        MailboxStatus after = inbox.status();
        assertThat(after.octets()).as("Append.close: leaves no trace").isEqualTo(before.octets());
        assertThat(after.modSeq()).as("Append.close: leaves no trace").isEqualTo(before.modSeq());
    }

    @Test
    default void aGroupComesInInOrder() throws StoreException {
        Mailbox inbox = inbox();
        Appended appended;
        try (Append append = inbox.append(Set.of(Flag.SEEN), NOON, OptionalLong.empty())) {
            append.write(ByteBuffer.wrap(octets("first")));
            append.finish(octets("1"));
            append.next(Set.of(Flag.DRAFT), NOON.plusSeconds(60), OptionalLong.of(6));
            append.write(ByteBuffer.wrap(octets("second")));
            append.finish(octets("2"));
            append.next(Set.of(), NOON, OptionalLong.empty());
            append.finish(octets("3"));
            appended = append.commit();
        }
        assertThat(appended.uidValidity()).as("Appended.uidValidity").isEqualTo(inbox.uidValidity());
        assertThat(appended.uids())
                .as("Append.commit: ascending UIDs")
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(Chapter.uids(inbox))
                .as("Append.commit: every finished message")
                .isEqualTo(appended.uids());
        assertThat(List.of(
                        Chapter.text(inbox, appended.uids().get(0)),
                        Chapter.text(inbox, appended.uids().get(1)),
                        Chapter.text(inbox, appended.uids().get(2))))
                .as("Append.commit: in the order they came")
                .containsExactly("first", "second", "");
        Message second = inbox.messages().get(1);
        assertThat(second.flags()).as("Append.next: its own flags").containsExactly(Flag.DRAFT);
        assertThat(second.received()).as("Append.next: its own date").isEqualTo(NOON.plusSeconds(60));
        assertThat(inbox.outlines(UidSet.ALL).get(second.uid()))
                .as("Append.finish")
                .isEqualTo(octets("2"));
    }

    @Test
    default void committingNoMessagesAddsNone() throws StoreException {
        try (Append append = inbox().append(Set.of(), NOON, OptionalLong.empty())) {
            Appended appended = append.commit();
            assertThat(appended.uids())
                    .as("Append.commit: of no finished message")
                    .isEmpty();
            assertThat(appended.uidValidity()).as("Appended.uidValidity").isEqualTo(inbox().uidValidity());
        }
        assertThat(inbox().messages())
                .as("Append.commit: of no finished message")
                .isEmpty();
    }

    @Test
    default void uidsAscendInTheOrderOfCommits() throws StoreException {
        Mailbox inbox = inbox();
        try (Append begunFirst = inbox.append(Set.of(), NOON, OptionalLong.empty())) {
            begunFirst.finish(octets(""));
            long between = Chapter.add(inbox, "between");
            long last = begunFirst.commit().uids().get(0);
            assertThat(last)
                    .as("Mailbox: a reader who has seen UID %d never sees a smaller one appear", between)
                    .isGreaterThan(between);
        }
    }

    @Test
    default void aUidIsNeverGivenTwice() throws StoreException {
        Mailbox inbox = inbox();
        long uidNext = inbox.status().uidNext();
        long last = 0;
        for (int i = 0; i < 5; i++) {
            long uid = Chapter.add(inbox, "message " + i);
            assertThat(uid)
                    .as("Mailbox: UIDs ascend and are never given twice, also when the last message was removed")
                    .isGreaterThan(last)
                    .isGreaterThanOrEqualTo(uidNext);
            uidNext = inbox.status().uidNext();
            assertThat(uidNext)
                    .as("MailboxStatus.uidNext: greater than every UID that was ever given")
                    .isGreaterThan(uid);
            last = uid;
            inbox.expunge(UidSet.of(uid));
            assertThat(inbox.status().uidNext())
                    .as("MailboxStatus.uidNext: never falls")
                    .isGreaterThanOrEqualTo(uidNext);
        }
    }

    @Test
    default void aMailboxThatWasDeletedMeanwhileTakesNothing() throws StoreException {
        try (Append append = other().append(Set.of(), NOON, OptionalLong.empty())) {
            append.finish(octets(""));
            ann().delete(OTHER);
            Chapter.refused(NONEXISTENT, "Append.commit: the mailbox was deleted meanwhile", append::commit);
        }
        ann().create(OTHER, Set.of());
        assertThat(other().messages())
                .as("Append.commit: a refused one leaves no trace")
                .isEmpty();
    }
}
