package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Previews;
import dev.yubin.mailbox.outline.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlitePreviewsTest {
    @TempDir
    Path directory;

    @Test
    void aPreviewIsMadeOnceAndKept() throws Exception {
        Path file = directory.resolve("mail.db");
        try (SqliteMailStore store = SqliteMailStore.open(file)) {
            Mailbox inbox = store.addAccount("ann").open(MailboxName.INBOX);
            for (String text : new String[] {
                "Subject: a\r\n\r\nfirst words", "Subject: b\r\n\r\n", "Subject: c\r\n\r\nnot asked for"
            }) {
                try (MessageWriter writer = MessageWriter.open(inbox, Set.of(), Instant.EPOCH, OptionalLong.empty())) {
                    writer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
                    writer.commit();
                }
            }
            Previews previews = (Previews) inbox;
            assertThat(previews.previews(UidSet.ALL, true)).isEmpty();
            assertThat(previews.previews(UidSet.of(1, 2), false)).isEqualTo(Map.of(1L, "first words", 2L, ""));
        }
        try (SqliteMailStore store = SqliteMailStore.open(file)) {
            Previews previews = (Previews) store.account("ann").open(MailboxName.INBOX);
            assertThat(previews.previews(UidSet.ALL, true)).isEqualTo(Map.of(1L, "first words", 2L, ""));
        }
    }
}
