package dev.yubin.examples;

import dev.yubin.conformance.numbers.SequenceNumbers;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.sqlite.SqliteMailStore;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.UserTable;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three clients at once on one mailbox of the store on disk. {@code -Dyubin.seed=} plays a round again. */
class SequenceNumbersTest {
    private static final String USER = "bbb@osaka.test";
    private static final int STEPS = 60;

    @TempDir
    private Path folder;

    @Test
    void sequenceNumbersNeverLie() throws Exception {
        long seed = Long.getLong("yubin.seed", System.nanoTime());
        UserTable users = new UserTable(4096).add(USER, Secret.of("tanuki"));
        try (SqliteMailStore store = SqliteMailStore.open(folder.resolve("mail.sqlite"));
                ImapServer server = ImapServer.builder(store, users)
                        .plaintextLogin(true)
                        .listen(new InetSocketAddress("127.0.0.1", 0), TlsMode.PLAINTEXT)
                        .start()) {
            store.addAccount(USER);
            SequenceNumbers.play(
                    server.port(), USER, "tanuki", store.account(USER).open(MailboxName.INBOX), seed, STEPS);
        }
    }
}
