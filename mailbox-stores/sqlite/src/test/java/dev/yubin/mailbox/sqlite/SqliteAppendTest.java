package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Database;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group of messages that together are more than is kept in memory. */
class SqliteAppendTest {
    private static final int MESSAGES = 300;
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void aLongGroupComesInWholeAndInOrder() throws Exception {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount("ann@example.net").open(MailboxName.INBOX);
            try (Append append = begun(inbox)) {
                append.commit();
            }

            assertThat(inbox.messages()).hasSize(MESSAGES);
            for (int number = 0; number < MESSAGES; number++) {
                assertThat(octets(inbox, number + 1)).isEqualTo(message(number));
            }
        }
    }

    @Test
    void aLongGroupThatIsGivenUpLeavesNothing() throws Exception {
        try (SqliteMailStore store = SqliteMailStore.open(file())) {
            Mailbox inbox = store.addAccount("ann@example.net").open(MailboxName.INBOX);
            begun(inbox).close();

            assertThat(inbox.messages()).isEmpty();
        }
        try (Database database = Database.openToRead(file())) {
            assertThat(database.first("SELECT count(*) FROM message", row -> row.getInt(1)))
                    .contains(0);
            // What is not swept out yet is used by no message.
            assertThat(database.first("SELECT count(*) FROM content WHERE refs > 0", row -> row.getInt(1)))
                    .contains(0);
        }
    }

    private static Append begun(Mailbox inbox) throws StoreException {
        Append append = inbox.append(Set.of(), NOON, OptionalLong.empty());
        for (int number = 0; number < MESSAGES; number++) {
            if (number > 0) {
                append.next(Set.of(), NOON, OptionalLong.empty());
            }
            append.write(ByteBuffer.wrap(message(number)));
            append.finish(new byte[] {(byte) number});
        }
        return append;
    }

    /** From one octet to some kilobytes; the longest is longer than all that is kept in memory. */
    private static byte[] message(int number) {
        byte[] octets = new byte[number == 100 ? Chunks.SIZE + 1 : 1 + 16 * number];
        Arrays.fill(octets, (byte) number);
        return octets;
    }

    private static byte[] octets(Mailbox inbox, long uid) throws StoreException {
        try (Content content = inbox.content(uid)) {
            ByteBuffer octets = ByteBuffer.allocate((int) content.octets());
            while (octets.hasRemaining() && content.read(octets.position(), octets) > 0) {
                // as many as are at hand each time
            }
            return octets.array();
        }
    }

    private Path file() {
        return directory.resolve("mail.db");
    }
}
