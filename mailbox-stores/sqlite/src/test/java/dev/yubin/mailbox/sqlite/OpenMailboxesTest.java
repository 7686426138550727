package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The counters that the committer keeps are those in the file, whatever is done to a mailbox and whatever is taken back. */
class OpenMailboxesTest {
    @TempDir
    private Path directory;

    private SqliteMailStore open() throws StoreException {
        return SqliteMailStore.builder().accountOctets(100).open(directory.resolve("mail.db"));
    }

    @Test
    void everyChangeGoesOnFromTheOneBefore() throws StoreException {
        try (SqliteMailStore store = open()) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            for (int i = 1; i <= 3; i++) {
                assertThat(Mail.add(inbox, "text")).isEqualTo(i);
            }
            inbox.store(UidSet.of(2), FlagChange.add(Flag.SEEN, Flag.DELETED), OptionalLong.empty());
            assertThat(Mail.add(inbox, "text")).isEqualTo(4);
            inbox.expunge(UidSet.of(1));
            inbox.copy(UidSet.of(3), MailboxName.INBOX);
            assertThat(Mail.add(inbox, "text")).isEqualTo(6);
            assertThat(inbox.status().messages()).isEqualTo(5);
            assertThat(inbox.status().modSeq()).isEqualTo(9);
            assertThat(store.check().faults()).isEmpty();
        }
    }

    @Test
    void whatWasTakenBackIsNotCounted() throws Exception {
        try (SqliteMailStore store = open()) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            Mail.add(inbox, "x".repeat(40));
            List<Append> appends = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Append append = inbox.append(Set.of(), Mail.NOON, OptionalLong.empty());
                append.write(ByteBuffer.allocate(30));
                append.finish(new byte[0]);
                appends.add(append);
            }
            assertThat(appends.get(0).commit().uids()).containsExactly(2L);
            assertThat(appends.get(1).commit().uids()).containsExactly(3L);
            Mail.refused(Reason.OVERQUOTA, appends.get(2)::commit);
            inbox.expunge(UidSet.of(1));
            assertThat(Mail.add(inbox, "text")).isEqualTo(4);
            assertThat(store.check().faults()).isEmpty();
        }
    }

    @Test
    void aMailboxThatIsGoneTakesNothing() throws StoreException {
        try (SqliteMailStore store = open()) {
            var ann = store.addAccount(Mail.ANN);
            ann.create(Mail.OTHER, Set.of());
            Mailbox other = ann.open(Mail.OTHER);
            Mail.add(other, "text");
            ann.rename(Mail.OTHER, MailboxName.of("New"));
            Mail.add(other, "text");
            ann.delete(MailboxName.of("New"));
            Mail.refused(Reason.NONEXISTENT, () -> Mail.add(other, "text"));
            assertThat(store.check().faults()).isEmpty();
        }
    }
}
