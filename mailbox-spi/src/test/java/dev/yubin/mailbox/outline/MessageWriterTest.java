package dev.yubin.mailbox.outline;

import static dev.yubin.mailbox.outline.Messages.octets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
    /** Messages in a list. */
    private static final class ListAppend implements Append {
        final List<byte[]> messages = new ArrayList<>();
        final List<Outline> outlines = new ArrayList<>();
        final List<Set<Flag>> flags = new ArrayList<>();
        boolean closed;
        private final ByteArrayOutputStream present = new ByteArrayOutputStream();

        @Override
        public void write(ByteBuffer octets) {
            byte[] taken = new byte[octets.remaining()];
            octets.get(taken);
            present.writeBytes(taken);
        }

        @Override
        public void finish(byte[] outline) {
            messages.add(present.toByteArray());
            outlines.add(Outline.decode(outline));
            present.reset();
        }

        @Override
        public void next(Set<Flag> itsFlags, Instant received, OptionalLong octets) {
            flags.add(itsFlags);
        }

        @Override
        public Appended commit() {
            return new Appended(7, List.of(1L, 2L).subList(0, messages.size()));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void eachMessageComesWithItsOutline() throws Exception {
        ListAppend append = new ListAppend();
        byte[] first = octets("Subject: one\n\n1", "\r\n");
        byte[] second = octets("Subject: two\n\n2", "\r\n");
        try (MessageWriter writer = MessageWriter.of(append)) {
            ByteBuffer octets = ByteBuffer.wrap(first);
            writer.write(octets.limit(5));
            writer.write(octets.limit(first.length));
            assertThat(octets.hasRemaining()).isFalse();
            writer.next(Set.of(Flag.SEEN), Instant.EPOCH, OptionalLong.empty());
            writer.write(ByteBuffer.wrap(second));
            assertThat(writer.commit().uids()).containsExactly(1L, 2L);
        }
        assertThat(append.messages).containsExactly(first, second);
        assertThat(append.outlines).containsExactly(Messages.scan(first), Messages.scan(second));
        assertThat(append.flags).containsExactly(Set.of(Flag.SEEN));
        assertThat(append.closed).isTrue();
    }

    @Test
    void whatIsNotCommittedIsThrownAway() {
        ListAppend append = new ListAppend();
        MessageWriter.of(append).close();
        assertThat(append.closed).isTrue();
        assertThat(append.messages).isEmpty();
    }
}
