package dev.yubin.spool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.routing.spool.Spool;
import dev.yubin.spool.conformance.SpoolContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteSpoolContractTest extends SpoolContract {
    @TempDir
    private Path directory;

    @Override
    protected Spool open() throws Exception {
        return SqliteSpool.open(directory.resolve("spool.db"));
    }

    @Override
    protected Optional<Spool> reopen(Spool spool) throws Exception {
        spool.close();
        return Optional.of(open());
    }

    @AfterEach
    void theFileIsSoundBehindEveryTest() throws Exception {
        spool().close();
        try (SqliteSpool again = SqliteSpool.open(directory.resolve("spool.db"))) {
            assertThat(again.check()).isEmpty();
        }
    }
}
