package dev.yubin.conformance;

import dev.yubin.mailbox.MailStore;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link MailStore} promises, as tests. A store's author extends it and says how a store is opened:
 *
 * <pre>{@code
 * class MyStoreTest extends MailStoreContract {
 *     @Override
 *     protected MailStore open(String... users) {
 *         return MyStore.inDirectory(directory).withAccounts(users);
 *     }
 * }
 * }</pre>
 *
 * <p>Each interface of {@code dev.yubin.mailbox.feature} has a chapter too, which is skipped where the store lacks it.
 *
 * <p>A failure begins with the method whose Javadoc makes the promise, such as {@code Append.close}. Tests of chance print their seed in
 * a failure; {@code -Dyubin.seed=...} plays it again, though threads never meet quite the same way twice. The tests tagged {@code large}
 * move 100 MB.
 */
public abstract class MailStoreContract
        implements AppendContract,
                ReadContract,
                FlagContract,
                CopyContract,
                ChangesContract,
                AccountContract,
                WatchContract,
                ManyThreadsContract,
                RaceContract,
                ReopenContract,
                GivenUidsContract,
                ObjectIdsContract,
                QuotasContract,
                QuotaChangeContract,
                AppendLimitsContract,
                PreviewsContract,
                SaveDatesContract,
                AtomicReplaceContract,
                SentSizesContract,
                NativeSearchContract,
                AccountWatchContract,
                SingleInstanceContract,
                AnnotationsContract,
                AccessRightsContract {
    private Optional<MailStore> store = Optional.empty();

    /** For a store's tests. */
    protected MailStoreContract() {}

    /** Opens a store without mail in which these accounts exist and no other. It is closed when the test ends. */
    protected abstract MailStore open(String... users) throws Exception;

    /**
     * Closes a durable store and opens it again. The tests of durability are skipped where this is not overridden.
     *
     * @return empty for a store that forgets
     */
    protected Optional<MailStore> reopen(MailStore store) throws Exception {
        return Optional.empty();
    }

    @BeforeEach
    final void openStore() throws Exception {
        store = Optional.of(open(ANN, BOB));
    }

    @AfterEach
    final void closeStore() throws Exception {
        if (store.isPresent()) {
            store.get().close();
        }
    }

    @Override
    public final MailStore store() {
        return store.orElseThrow();
    }

    @Override
    public final boolean reopened() throws Exception {
        Optional<MailStore> again = reopen(store());
        again.ifPresent(opened -> store = again);
        return again.isPresent();
    }
}
