package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.SharedContent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each promise that a file keeps, broken once. */
class CheckTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        UPDATE mailbox SET messages = 9             | mailbox whose counters are not those of its messages 1
        UPDATE mailbox SET unseen = unseen + 1      | mailbox whose counters are not those of its messages 1
        UPDATE mailbox SET uid_next = 2             | mailbox whose counters are not those of its messages 1
        UPDATE mailbox SET mod_seq = 1              | mailbox whose counters are not those of its messages 1
        DELETE FROM tombstone                       | mailbox whose tombstones are not those that it counts 1
        UPDATE mailbox SET account = 77             | mailbox of no account 1
        UPDATE tombstone SET first = 2, last = 2    | mailbox that has a message of which a tombstone says that it vanished 1
        UPDATE account SET octets = 1               | account whose octets are not those of its mailboxes 1
        UPDATE mailbox SET name = 'X'               | account without an INBOX 1
        UPDATE message SET mailbox = 55             | messages of a mailbox that is not there, number 55
        DELETE FROM content WHERE id = 2            | message without its content, or with one of another size, in mailbox:uid 1:2
        UPDATE content SET refs = 3 WHERE id = 2    | content that counts other messages than it has 2
        DELETE FROM chunk WHERE id = 196608         | content whose chunks are not its octets 3
        DELETE FROM chunk WHERE id = 196609         | content whose chunks are not its octets 3
        UPDATE chunk SET octets = x'00' WHERE id = 196608 | chunk of another size than 256 KiB that is not the last, content:chunk 3:0
        UPDATE chunk SET octets = x'74657875' WHERE id = 131072 | message of which octets have changed ann@example.test INBOX 2
        UPDATE chunk SET octets = zeroblob(262144) WHERE id = 196608 | message of which octets have changed ann@example.test INBOX 3
        UPDATE chunk SET octets = zeroblob(length(octets)) WHERE id = 196610 | message of which octets have changed ann@example.test INBOX 3
        INSERT INTO chunk VALUES (655360, x'00')    | chunks without a content, number 10
        UPDATE shard SET next_content = 3           | content with a number that is still to be given 3
        INSERT INTO annotation VALUES (1, 5, '/shared/x', x'00') | annotation of a mailbox that is not there, number 5
        """)
    void whatDoesNotHoldIsNamed(String damage, String fault) throws Exception {
        Path file = directory.resolve("mail.db");
        try (SqliteMailStore store = SqliteMailStore.open(file)) {
            Mailbox inbox = store.addAccount(Mail.ANN).open(MailboxName.INBOX);
            Mail.add(inbox, "gone");
            Mail.add(inbox, "text", Flag.DELETED);
            Mail.add(inbox, Mail.noise(600_000), Flag.SEEN);
            inbox.expunge(UidSet.of(1));
            assertThat(store.check().faults()).isEmpty();
            assertThat(store.check()).hasToString("the store is sound");
            store.shard(Mail.ANN)
                    .commit(0, transaction -> transaction.database().update(damage));
            assertThat(store.check().faults()).contains(file + ": " + fault);
            assertThat(store.check().sound()).isFalse();
        }
    }

    @Test
    void whatSeveralMessagesShareIsNamedForEach() throws Exception {
        try (SqliteMailStore store = SqliteMailStore.builder().shards(3).open(directory.resolve("mail.db"))) {
            String[] users = {Mail.ANN, Mail.BOB, "ccc@osaka.test"};
            List<SharedContent.Recipient> all = new ArrayList<>();
            for (String user : users) {
                store.addAccount(user);
                all.add(new SharedContent.Recipient(user, MailboxName.INBOX));
            }
            try (SharedContent content = store.begin(OptionalLong.empty())) {
                content.write(ByteBuffer.wrap(Mail.noise(600_000)));
                content.finish(new byte[] {7});
                content.deliver(all, Set.of(), Mail.NOON);
            }
            Mail.inbox(store, Mail.BOB).copy(UidSet.ALL, MailboxName.INBOX);
            assertThat(store.check().faults()).isEmpty();
            for (String user : users) {
                store.shard(user)
                        .commit(
                                0,
                                transaction -> transaction
                                        .database()
                                        .update("UPDATE chunk SET octets = zeroblob(262144) WHERE id & 65535 = 1"));
            }
            assertThat(store.check().faults())
                    .extracting(fault -> fault.substring(fault.indexOf(": ") + 2))
                    .containsExactlyInAnyOrder(
                            "message of which octets have changed ann@example.test INBOX 1",
                            "message of which octets have changed ccc@osaka.test INBOX 1",
                            "message of which octets have changed bob@example.test INBOX 1",
                            "message of which octets have changed bob@example.test INBOX 2");
        }
    }

    @Test
    void octetsThatRotOnTheDiskAreNoticed() throws Exception {
        Path file = directory.resolve("mail.db");
        byte[] text = "The ferry did not run. ".repeat(4000).getBytes(StandardCharsets.US_ASCII);
        try (SqliteMailStore store = SqliteMailStore.open(file)) {
            Mail.add(store.addAccount(Mail.ANN).open(MailboxName.INBOX), text);
        }
        byte[] octets = Files.readAllBytes(file);
        octets[octets.length - 3 * 4096 - 2000] ^= 1; // in a page that is full of the text
        Files.write(file, octets);
        try (SqliteMailStore store = SqliteMailStore.open(file)) {
            assertThat(Mail.octets(Mail.inbox(store, Mail.ANN), 1)).isNotEqualTo(text);
            assertThat(store.check().faults())
                    .containsExactly(file + ": message of which octets have changed ann@example.test INBOX 1");
        }
    }
}
