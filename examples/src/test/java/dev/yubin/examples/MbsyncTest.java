package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** mbsync pulls a mailbox into a Maildir, and carries flags back. */
class MbsyncTest extends RealPrograms {
    private static final int MESSAGES = 20;

    private final Program mbsync = Program.needed("mbsync");

    @Test
    void itPullsAMailboxAndCarriesAFlagBack() throws Exception {
        for (int i = 1; i <= MESSAGES; i++) {
            deliver("bbb@osaka.test", MESSAGE.replace("from outside", "number " + i));
        }
        Path maildir = Files.createDirectory(folder.resolve("mail"));
        Path config = Files.writeString(
                folder.resolve("mbsyncrc"), """
                IMAPAccount osaka
                Host localhost
                Port %d
                User bbb@osaka.test
                Pass tanuki
                SSLType STARTTLS
                CertificateFile %s

                IMAPStore far
                Account osaka

                MaildirStore near
                Path %s/
                Inbox %s/INBOX

                Channel mail
                Far :far:
                Near :near:
                Patterns *
                Create Near
                SyncState *
                """.formatted(office.port("imap"), certificate, maildir, maildir));

        sync(config);

        List<Path> pulled = messages(maildir);
        assertThat(pulled).hasSize(MESSAGES);
        assertThat(pulled)
                .allSatisfy(message -> assertThat(Files.readString(message, StandardCharsets.ISO_8859_1))
                        .contains("Two lines,\n.and a dot"));

        Path read = pulled.get(0);
        Path current = Files.createDirectories(maildir.resolve("INBOX/cur"));
        String name = read.getFileName().toString().replaceAll(":2,.*", "");
        Files.move(read, current.resolve(name + ":2,FS"));
        sync(config);

        assertThat(flaggedAndSeen("bbb@osaka.test", "tanuki")).isEqualTo(1);
    }

    private void sync(Path config) throws Exception {
        mbsync.run(folder, "-c", config.toString(), "-V", "mail").succeeds();
    }

    private static List<Path> messages(Path maildir) throws Exception {
        try (Stream<Path> files = Files.walk(maildir.resolve("INBOX"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            file.getParent().endsWith("new") || file.getParent().endsWith("cur"))
                    .toList();
        }
    }
}
