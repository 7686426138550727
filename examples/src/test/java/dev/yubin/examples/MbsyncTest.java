package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.message.Copy;
import dev.yubin.imap.message.Store;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** mbsync keeps Maildirs and the mailboxes of an account the same, both ways. */
class MbsyncTest extends RealPrograms {
    private static final int MESSAGES = 20;

    private final Program mbsync = Program.needed("mbsync");

    @Test
    void itPullsAMailboxAndCarriesAFlagBack() throws Exception {
        for (int i = 1; i <= MESSAGES; i++) {
            deliver("bbb@osaka.test", MESSAGE.replace("from outside", "number " + i));
        }
        Path maildir = Files.createDirectory(folder.resolve("mail"));
        Path config = settings(maildir, "Create Near");
        sync(config);

        List<Path> pulled = messages(maildir.resolve("INBOX"));
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

    @Test
    void messagesRemovalsAndMailboxesGoBothWays() throws Exception {
        for (int i = 1; i <= 3; i++) {
            deliver("bbb@osaka.test", MESSAGE.replace("from outside", "number " + i));
        }
        Path maildir = Files.createDirectory(folder.resolve("mail"));
        Path config = settings(maildir, "Create Both\nExpunge Both");
        try (ImapClient far = imap("bbb@osaka.test", "tanuki")) {
            ImapName made = new ImapName("Made-far");
            far.create(made).await();
            far.select(Select.of(ImapName.INBOX)).await();
            far.copy(new Copy(false, SequenceSet.of(2), made)).await();
            sync(config);
            assertThat(subjects(maildir.resolve("INBOX"))).containsExactly("number 1", "number 2", "number 3");
            assertThat(subjects(maildir.resolve("Made-far"))).containsExactly("number 2");

            far.store(Store.of(false, SequenceSet.of(1), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.DELETED))))
                    .await();
            far.expunge().await();
        }
        Files.delete(messageOf(maildir.resolve("INBOX"), "number 3"));
        Files.writeString(maildir.resolve("INBOX/new/1.own"), local("number 4"));
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(maildir.resolve("Made-near").resolve(part));
        }
        Files.writeString(maildir.resolve("Made-near/cur/1.own:2,FS"), local("number 5"));
        sync(config);

        assertThat(subjects(maildir.resolve("INBOX"))).containsExactly("number 2", "number 4");
        assertThat(mailOf("bbb@osaka.test", "tanuki"))
                .hasSize(2)
                .anySatisfy(
                        message -> assertThat(message).contains("Subject: number 4\r\n", "Two lines,\r\n.and a dot"));
        assertThat(flagsIn(new ImapName("Made-near"), "bbb@osaka.test", "tanuki"))
                .singleElement()
                .satisfies(flags -> assertThat(flags).contains(Flag.FLAGGED, Flag.SEEN));
    }

    private Path settings(Path maildir, String more) throws Exception {
        return Files.writeString(
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
                %s
                SyncState *
                """.formatted(office.port("imap"), certificate, maildir, maildir, more));
    }

    private static String local(String subject) {
        return MESSAGE.replace("from outside", subject).replace("\r", "");
    }

    private static List<String> subjects(Path mailbox) throws Exception {
        List<String> subjects = new ArrayList<>();
        for (Path message : messages(mailbox)) {
            subjects.add(subject(message));
        }
        return subjects.stream().sorted().toList();
    }

    private static String subject(Path message) throws IOException {
        return Files.readString(message, StandardCharsets.ISO_8859_1)
                .replaceFirst("(?s).*?\nSubject: ([^\n]*)\n.*", "$1");
    }

    private static Path messageOf(Path mailbox, String subject) throws Exception {
        for (Path message : messages(mailbox)) {
            if (subject(message).equals(subject)) {
                return message;
            }
        }
        throw new AssertionError("no " + subject + " in " + mailbox);
    }

    private void sync(Path config) throws Exception {
        mbsync.run(folder, "-c", config.toString(), "-V", "mail").succeeds();
    }

    private static List<Path> messages(Path mailbox) throws Exception {
        try (Stream<Path> files = Files.walk(mailbox)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            file.getParent().endsWith("new") || file.getParent().endsWith("cur"))
                    .toList();
        }
    }
}
