package dev.yubin.spool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.sqlite.SqliteMailStore;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.routing.spool.Intake;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.ReversePath;
import java.io.BufferedReader;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Its file: whose it may be, and what happens when it cannot be written. */
class SqliteSpoolTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("spool.db");
    }

    static long add(SqliteSpool spool, int octets) throws StoreException {
        try (Intake intake = spool.begin(OptionalLong.empty())) {
            intake.write(ByteBuffer.allocate(octets));
            Rcpt bob = new Rcpt(ForwardPath.of("bob@osaka.test"), RcptParameters.NONE);
            return intake.commit(
                    new Mail(ReversePath.of("ann@kyoto.test"), MailParameters.NONE),
                    NOON,
                    List.of(SpooledRecipient.pending(0, bob, "osaka.test", NOON)));
        }
    }

    private static Reason refusal(ThrowingCallable call) {
        return catchThrowableOfType(StoreException.class, call).reason();
    }

    /** Many are found in another way than few are. */
    @Test
    void theMessagesForADestinationComePageByPageHoweverManyThereAre() throws Exception {
        try (SqliteSpool spool = SqliteSpool.open(file)) {
            List<Long> ids = IntStream.rangeClosed(0, SqliteSpool.FEW)
                    .parallel()
                    .mapToObj(i -> {
                        try {
                            return add(spool, 1);
                        } catch (StoreException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .sorted()
                    .toList();
            assertThat(pages(spool)).isEqualTo(ids);
            spool.change(ids.get(0), Set.of(0), recipient -> recipient.in(State.DELIVERED));
            spool.change(ids.get(1), Set.of(0), recipient -> recipient.in(State.HELD));
            assertThat(pages(spool)).isEqualTo(ids.subList(1, ids.size()));
        }
    }

    private static List<Long> pages(SqliteSpool spool) throws StoreException {
        List<Long> all = new ArrayList<>();
        List<SpooledMessage> page = spool.messagesFor("osaka.test", 0, 100);
        while (!page.isEmpty()) {
            page.forEach(message -> all.add(message.id()));
            page = spool.messagesFor("osaka.test", all.get(all.size() - 1), 100);
        }
        return all;
    }

    @Test
    void anotherProgramsFileIsRefusedAndLeftAlone() throws Exception {
        Path letter = Files.writeString(directory.resolve("letter.txt"), "Dear Ann, ".repeat(1000));
        Path store = directory.resolve("mail.db");
        SqliteMailStore.open(store).close();
        Files.delete(directory.resolve("mail.db.lock"));
        Path theirs = directory.resolve("theirs.db");
        try (Database database = Database.open(theirs)) {
            database.execute("CREATE TABLE message (theirs TEXT)");
        }
        assertThat(refusal(() -> SqliteSpool.open(letter))).isEqualTo(Reason.CORRUPTION);
        assertThat(refusal(() -> SqliteSpool.open(store))).isEqualTo(Reason.CANNOT);
        assertThat(catchThrowableOfType(StoreException.class, () -> SqliteSpool.open(theirs)))
                .hasMessageContaining("give the spool a file of its own");
        assertThat(directory).isDirectoryNotContaining("glob:**.lock");
    }

    @Test
    void aFileOfANewerVersionIsRefused() throws Exception {
        SqliteSpool.open(file).close();
        try (Database database = Database.open(file)) {
            database.pragma("user_version = 1000");
        }
        assertThat(catchThrowableOfType(StoreException.class, () -> SqliteSpool.open(file)))
                .hasMessageContaining("is of version 1000");
    }

    @Test
    void aDamagedFileSaysWhatToDo() throws Exception {
        try (SqliteSpool spool = SqliteSpool.open(file)) {
            for (int i = 0; i < 50; i++) {
                add(spool, 10_000);
            }
        }
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            for (long at = 4096; at < raw.length(); at += 4096) {
                raw.seek(at);
                raw.write(new byte[64]);
            }
        }
        StoreException refusal = catchThrowableOfType(StoreException.class, () -> {
            try (SqliteSpool spool = SqliteSpool.open(file)) {
                spool.messages(0, 100);
            }
        });
        assertThat(refusal.reason()).isEqualTo(Reason.CORRUPTION);
        assertThat(refusal).hasMessageContaining("keep a copy of it");
    }

    /** Another process, which holds the spool until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (SqliteSpool spool = SqliteSpool.open(Path.of(arguments[0]))) {
                System.out.println("open " + spool.messages(0, 1).size());
                while (System.in.read() >= 0) {
                    // until the end
                }
            }
        }
    }

    @Test
    void oneProcessHasItAtATime() throws Exception {
        Process other = ChildJvm.start(Holder.class, file.toString());
        try (BufferedReader said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("open 0");
            assertThat(catchThrowableOfType(StoreException.class, () -> SqliteSpool.open(file)))
                    .hasMessageContaining("process " + other.pid());
            other.getOutputStream().close();
            other.waitFor();
            SqliteSpool.open(file).close();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aFullDiskIsToldAndNothingAcknowledgedIsLost() throws Exception {
        try (SqliteSpool spool = SqliteSpool.open(file)) {
            long before = add(spool, 1000);
            spool.commit(0, changes -> changes.transaction().database().pragma("max_page_count = 100"));
            assertThat(refusal(() -> add(spool, 2_000_000))).isEqualTo(Reason.FULL);
            assertThat(spool.messages(0, 10)).hasSize(1);
            spool.change(before, Set.of(0), recipient -> recipient.in(State.DELIVERED));
            spool.commit(0, changes -> changes.transaction().database().pragma("max_page_count = 1000000"));
            add(spool, 2_000_000);
            assertThat(spool.check()).isEmpty();
        }
    }

    @Test
    void whatWasNeverCommittedIsSweptOut() throws Exception {
        try (SqliteSpool spool = SqliteSpool.open(file)) {
            Intake lost = spool.begin(OptionalLong.empty());
            lost.write(ByteBuffer.allocate(3 << 20)); // and nobody closes it, as when the program is killed
            try (Intake closed = spool.begin(OptionalLong.empty())) {
                closed.write(ByteBuffer.allocate(3 << 20));
            }
            long big = add(spool, 3 << 20);
            spool.change(big, Set.of(0), recipient -> recipient.in(State.DELIVERED));
        }
        try (SqliteSpool spool = SqliteSpool.open(file)) {
            long chunks = 1;
            for (int i = 0; i < 1000 && chunks > 0; i++) { // each commit takes out a little
                chunks = spool.commit(
                        0,
                        changes -> changes.transaction()
                                .database()
                                .first("SELECT count(*) FROM chunk", row -> row.getLong(1))
                                .orElseThrow());
            }
            assertThat(chunks).isZero();
            assertThat(spool.check()).isEmpty();
        }
    }
}
