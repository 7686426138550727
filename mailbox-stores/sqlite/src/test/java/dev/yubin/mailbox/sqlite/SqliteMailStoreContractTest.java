package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.MailStoreContract;
import dev.yubin.mailbox.MailStore;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteMailStoreContractTest extends MailStoreContract {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("mail.db");
    }

    @Override
    protected MailStore open(String... users) throws Exception {
        SqliteMailStore store = SqliteMailStore.open(file());
        for (String user : users) {
            store.addAccount(user);
        }
        return store;
    }

    @AfterEach
    void theFileIsSoundBehindEveryTest() throws Exception {
        assertThat(((SqliteMailStore) store()).check().faults()).isEmpty();
    }

    @Override
    protected Optional<MailStore> reopen(MailStore store) throws Exception {
        store.close();
        return Optional.of(SqliteMailStore.open(file()));
    }
}
