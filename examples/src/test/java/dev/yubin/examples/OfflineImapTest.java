package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.ImapName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** OfflineIMAP keeps a Maildir and the mailboxes of an account the same, both ways. */
class OfflineImapTest extends RealPrograms {
    private final Program offlineimap = Program.needed("offlineimap");

    @Test
    void flagsRemovalsAndFoldersGoBothWays() throws Exception {
        for (int i = 1; i <= 3; i++) {
            deliver("bbb@osaka.test", MESSAGE.replace("from outside", "number " + i));
        }
        Path maildir = folder.resolve("mail");
        Path settings = settings(maildir);
        sync(settings);
        List<Path> pulled = messages(maildir.resolve("INBOX"));
        assertThat(pulled)
                .hasSize(3)
                .allSatisfy(message -> assertThat(Files.readString(message, StandardCharsets.ISO_8859_1))
                        .contains("Two lines,"));

        String name = pulled.get(0).getFileName().toString().replaceAll(":2,.*", "");
        Files.move(pulled.get(0), maildir.resolve("INBOX/cur").resolve(name + ":2,FS"));
        Files.delete(pulled.get(1));
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(maildir.resolve("Own").resolve(part));
        }
        Files.writeString(maildir.resolve("Own/new/1.own"), MESSAGE.replace("\r", ""));
        sync(settings);

        assertThat(flaggedAndSeen("bbb@osaka.test", "tanuki")).isEqualTo(1);
        assertThat(flagsIn(ImapName.INBOX, "bbb@osaka.test", "tanuki")).hasSize(2);
        assertThat(flagsIn(new ImapName("Own"), "bbb@osaka.test", "tanuki")).hasSize(1);
    }

    private Path settings(Path maildir) throws Exception {
        return Files.writeString(folder.resolve("offlineimaprc"), """
                [general]
                accounts = osaka
                ui = basic
                metadata = %s
                socktimeout = 20

                [Account osaka]
                localrepository = near
                remoterepository = far

                [Repository near]
                type = Maildir
                localfolders = %s

                [Repository far]
                type = IMAP
                remotehost = localhost
                remoteport = %d
                remoteuser = bbb@osaka.test
                remotepass = tanuki
                ssl = yes
                sslcacertfile = %s
                """.formatted(
                        folder.resolve("state"), maildir, office.port("imaps"), certificate));
    }

    private void sync(Path settings) throws Exception {
        offlineimap.run(folder, "-c", settings.toString(), "-o").succeeds();
    }

    private static List<Path> messages(Path maildir) throws Exception {
        try (Stream<Path> files = Files.walk(maildir)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
