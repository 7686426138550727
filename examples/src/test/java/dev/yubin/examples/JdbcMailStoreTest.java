package dev.yubin.examples;

import dev.yubin.conformance.MailStoreContract;
import dev.yubin.mailbox.MailStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** On H2, which takes no SQL and no value of another type than a large database would. */
class JdbcMailStoreTest extends MailStoreContract {
    private final JdbcDataSource source = new JdbcDataSource();
    /** The database is open as long as somebody has a connection. */
    private Connection held;

    @TempDir
    private Path folder;

    @Override
    protected MailStore open(String... users) throws Exception {
        source.setURL("jdbc:h2:file:" + folder.resolve("mail"));
        held = source.getConnection();
        JdbcMailStore store = new JdbcMailStore(source);
        for (String user : users) {
            store.addAccount(user);
        }
        return store;
    }

    @Override
    protected Optional<MailStore> reopen(MailStore store) throws Exception {
        store.close();
        held.close();
        held = source.getConnection();
        return Optional.of(new JdbcMailStore(source));
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        held.close();
    }
}
