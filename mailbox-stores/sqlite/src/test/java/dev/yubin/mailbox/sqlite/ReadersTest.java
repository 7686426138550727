package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Readers;
import dev.yubin.mailbox.sqlite.internal.Trouble;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However one call fails, the next is served. */
class ReadersTest {
    private static final int CALLS = 100; // more than there are connections

    @TempDir
    private Path directory;

    private Readers readers;

    @BeforeEach
    void open() throws Exception {
        Path file = directory.resolve("mail.db");
        try (Database database = Database.open(file)) {
            database.pragma("journal_mode = WAL");
            database.execute("CREATE TABLE seen (number INTEGER)");
            database.execute("INSERT INTO seen VALUES (7)");
        }
        readers = new Readers(file, new Trouble(file));
    }

    @AfterEach
    void close() throws Exception {
        readers.close();
    }

    private static int number(Database database) throws SQLException {
        return database.first("SELECT number FROM seen", row -> row.getInt(1)).orElseThrow();
    }

    @Test
    void anErrorLeavesNoTransactionBehind() throws Exception {
        for (int i = 0; i < CALLS; i++) {
            assertThatThrownBy(() -> readers.read(database -> {
                        number(database);
                        throw new OutOfMemoryError("as the test wants it");
                    }))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(readers.read(ReadersTest::number)).isEqualTo(7);
        }
    }

    @Test
    void anErrorInTheMidstOfRowsDoesNotEither() throws Exception {
        assertThatThrownBy(() -> readers.read(database -> database.all("SELECT number FROM seen", row -> {
                    throw new StackOverflowError("as the test wants it");
                })))
                .isInstanceOf(StackOverflowError.class);
        assertThat(readers.read(ReadersTest::number)).isEqualTo(7);
    }

    @Test
    void aQueryThatFailsIsToldAndTheNextIsServed() throws Exception {
        for (int i = 0; i < CALLS; i++) {
            Mail.refused(Reason.UNAVAILABLE, () -> readers.read(database -> database.update("no SQL")));
            assertThatThrownBy(() -> readers.read(database -> {
                        throw new IllegalArgumentException("a bug");
                    }))
                    .hasMessage("a bug");
            assertThat(readers.read(ReadersTest::number)).isEqualTo(7);
        }
    }
}
