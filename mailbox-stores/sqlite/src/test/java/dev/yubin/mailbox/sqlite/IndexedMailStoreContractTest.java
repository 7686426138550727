package dev.yubin.mailbox.sqlite;

import dev.yubin.conformance.MailStoreContract;
import dev.yubin.mailbox.MailStore;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** The contract holds with the word index as it does without. */
class IndexedMailStoreContractTest extends MailStoreContract {
    @TempDir
    Path directory;

    private SqliteMailStore open() throws Exception {
        return SqliteMailStore.builder().wordIndex(true).open(directory.resolve("mail.db"));
    }

    @Override
    protected MailStore open(String... users) throws Exception {
        SqliteMailStore store = open();
        for (String user : users) {
            store.addAccount(user);
        }
        return store;
    }

    @Override
    protected Optional<MailStore> reopen(MailStore store) throws Exception {
        store.close();
        return Optional.of(open());
    }
}
