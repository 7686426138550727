package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.sqlite.internal.Database;
import java.io.BufferedReader;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody shares a store with another. */
class StoreLockTest {
    @TempDir
    private Path directory;

    /** Another process, which holds the store until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (SqliteMailStore store = SqliteMailStore.open(Path.of(arguments[0]))) {
                store.addAccount(Mail.ANN);
                System.out.println("open");
                while (System.in.read() >= 0) {
                    // until the end
                }
            }
        }
    }

    @Test
    void twoStoresInOneProgramAreOneTooMany() throws Exception {
        Path file = directory.resolve("mail.db");
        Path link = directory.resolve("link.db");
        try (SqliteMailStore store = SqliteMailStore.open(file)) {
            Files.createSymbolicLink(link, file);
            assertThat(Mail.refused(Reason.INUSE, () -> SqliteMailStore.open(file)))
                    .hasMessageContaining("in this program already");
            Mail.refused(Reason.INUSE, () -> SqliteMailStore.open(link));
            store.addAccount(Mail.ANN);
        }
        try (SqliteMailStore store = SqliteMailStore.open(link)) {
            store.account(Mail.ANN).open(MailboxName.INBOX);
        }
    }

    @Test
    void anotherProcessIsNamed() throws Exception {
        Path file = directory.resolve("mail.db");
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("open");
            assertThat(Mail.refused(Reason.INUSE, () -> SqliteMailStore.open(file)))
                    .hasMessageContaining("process " + other.pid());
            other.getOutputStream().close();
            other.waitFor();
            try (SqliteMailStore store = SqliteMailStore.open(file)) {
                store.account(Mail.ANN).open(MailboxName.INBOX);
            }
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void nothingIsLaidBesideAFileThatIsNoStore() throws Exception {
        Path letter = Files.writeString(directory.resolve("letter.txt"), "Dear Ann, ".repeat(1000));
        Path theirs = directory.resolve("theirs.db");
        try (Database database = Database.open(theirs)) {
            database.execute("CREATE TABLE mailbox (theirs TEXT)");
        }
        Mail.refused(Reason.CORRUPTION, () -> SqliteMailStore.open(letter));
        Mail.refused(Reason.CANNOT, () -> SqliteMailStore.open(theirs));
        Mail.refused(Reason.UNAVAILABLE, () -> SqliteMailStore.open(directory));
        assertThat(directory).isDirectoryNotContaining("glob:**.lock");
        assertThat(directory.resolveSibling(directory.getFileName() + ".lock")).doesNotExist();
    }

    @Test
    void itsFileStaysForWhoeverHasItOpenAlready() throws Exception {
        Path file = directory.resolve("mail.db");
        SqliteMailStore.open(file).close();
        try (FileChannel early = FileChannel.open(directory.resolve("mail.db.lock"), StandardOpenOption.WRITE);
                SqliteMailStore store = SqliteMailStore.open(file)) {
            store.addAccount(Mail.ANN);
            assertThatThrownBy(early::tryLock).isInstanceOf(OverlappingFileLockException.class);
        }
    }
}
