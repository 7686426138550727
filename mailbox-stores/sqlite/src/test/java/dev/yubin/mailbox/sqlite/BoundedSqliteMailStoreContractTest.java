package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.MailStoreContract;
import dev.yubin.mailbox.MailStore;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract holds also over several files, where octets are bounded, and for who remembers next to nothing of what vanished. */
class BoundedSqliteMailStoreContractTest extends MailStoreContract {
    @TempDir
    private Path directory;

    private SqliteMailStore open() throws Exception {
        return SqliteMailStore.builder()
                .shards(2)
                .accountOctets(120_000_000)
                .tombstones(1)
                .open(directory.resolve("mail.db"));
    }

    @Override
    protected MailStore open(String... users) throws Exception {
        SqliteMailStore store = open();
        for (String user : users) {
            store.addAccount(user);
        }
        return store;
    }

    @AfterEach
    void theFilesAreSoundBehindEveryTest() throws Exception {
        assertThat(((SqliteMailStore) store()).check().faults()).isEmpty();
    }

    @Override
    protected Optional<MailStore> reopen(MailStore store) throws Exception {
        store.close();
        return Optional.of(open());
    }
}
