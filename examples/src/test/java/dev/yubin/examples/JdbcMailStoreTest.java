package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.MailStoreContract;
import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On H2, which takes no SQL and no value of another type than a large database would. */
class JdbcMailStoreTest extends MailStoreContract {
    @TempDir
    private Path folder;

    private JdbcConnectionPool source;

    /** Who waits for a lock waits longer than the two seconds that are H2's: the machine may have other things to do. */
    private JdbcConnectionPool pool() {
        return JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("mail") + ";LOCK_TIMEOUT=30000", "", "");
    }

    @Override
    protected MailStore open(String... users) throws Exception {
        source = pool();
        JdbcMailStore store = new JdbcMailStore(source);
        for (String user : users) {
            store.addAccount(user);
        }
        return store;
    }

    /** The database is closed with its last connection. */
    @Override
    protected Optional<MailStore> reopen(MailStore store) throws Exception {
        store.close();
        source.dispose();
        source = pool();
        return Optional.of(new JdbcMailStore(source));
    }

    /** As two processes would, each thread has a store of its own; what orders them is in the database. */
    @Test
    void storesOverOneDatabaseGiveEachUidOnce() throws Exception {
        int each = 100;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<List<Long>>> given = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            MailStore store = new JdbcMailStore(source);
            given.add(threads.submit(
                    () -> addAndRemove(store.account("ann@example.test").open(MailboxName.INBOX), each)));
        }
        threads.shutdown();
        List<Long> uids = new ArrayList<>();
        for (Future<List<Long>> some : given) {
            uids.addAll(some.get(1, TimeUnit.MINUTES));
        }
        assertThat(uids).hasSize(4 * each).doesNotHaveDuplicates();
        Mailbox inbox = store().account("ann@example.test").open(MailboxName.INBOX);
        assertThat(inbox.messages()).isEmpty();
        assertThat(inbox.status().messages()).isZero();
        assertThat(inbox.status().uidNext()).isEqualTo(4 * each + 1);
    }

    private static List<Long> addAndRemove(Mailbox inbox, int messages) throws StoreException {
        List<Long> uids = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            try (Append append = inbox.append(Set.of(), Instant.EPOCH, OptionalLong.empty())) {
                append.finish(new byte[0]);
                uids.addAll(append.commit().uids());
            }
            inbox.expunge(UidSet.of(uids.get(i)));
        }
        return uids;
    }

    @AfterEach
    void closeDatabase() {
        source.dispose();
    }
}
