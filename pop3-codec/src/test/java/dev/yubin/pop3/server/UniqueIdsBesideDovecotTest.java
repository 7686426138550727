package dev.yubin.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.yubin.mailbox.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that Debian's Dovecot gives messages, and ours for the same UIDs. It runs without a port: commands in, replies out. */
@Tag("programs")
@Timeout(60)
class UniqueIdsBesideDovecotTest {
    private static final Path PROGRAM = Path.of("/usr/lib/dovecot/pop3");
    private static final int MESSAGES = 11;

    @TempDir
    private Path folder;

    @BeforeEach
    void fillAMaildir() throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            missing("dovecot-pop3d is not installed");
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String part : List.of("new", "cur", "tmp")) {
            own(Files.createDirectories(folder.resolve("mail").resolve(part)));
        }
        own(folder.resolve("mail"));
        for (int i = 1; i <= MESSAGES; i++) {
            own(Files.writeString(folder.resolve("mail/new/1000" + i + ".a.osaka"), "A: " + i + "\n\nx\n"));
        }
    }

    private static void missing(String what) {
        if ("required".equals(System.getProperty("yubin.programs"))) {
            fail(what + ", and -Dyubin.programs=required");
        }
        abort(what);
    }

    /** Dovecot serves no mail that is root's. */
    private static String owner() {
        String user = System.getProperty("user.name");
        return user.equals("root") ? "mail" : user;
    }

    private static void own(Path path) throws IOException {
        Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%08Xu%08Xv",
                "%v.%u",
                "%v-%u",
                "UID%u-%v",
                "%u",
                "%08Xv%08Xu",
                "%Xu",
                "%010u",
                "%04v-%04u",
                "%01u"
            })
    void dovecotCallsThemTheSame(String format) throws Exception {
        List<String> dovecots = listing(format);
        long uidValidity = uidValidity();
        UniqueIds ours = UniqueIds.dovecot(format);
        assertThat(dovecots)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, MESSAGES)
                        .mapToObj(uid -> uid + " " + name(ours, uidValidity, uid))
                        .toList());
        if (format.equals("%08Xu%08Xv")) {
            assertThat(dovecots.get(0)).isEqualTo("1 " + name(UniqueIds.DOVECOT, uidValidity, 1));
        }
    }

    private static String name(UniqueIds names, long uidValidity, long uid) {
        try {
            return names.uniqueId("mrose", uidValidity, uid);
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> listing(String format) throws IOException, InterruptedException {
        Path settings = Files.writeString(folder.resolve("settings"), """
                base_dir = %1$s
                state_dir = %1$s
                log_path = /dev/null
                ssl = no
                mail_location = maildir:%1$s/mail
                mail_uid = %2$s
                mail_gid = %2$s
                first_valid_uid = 1
                pop3_uidl_format = %3$s
                """.formatted(folder, owner(), format));
        ProcessBuilder dovecot =
                new ProcessBuilder("doveadm", "-c", settings.toString(), "exec", "pop3").redirectErrorStream(true);
        dovecot.environment().put("USER", "mrose");
        dovecot.environment().put("HOME", folder.resolve("mail").toString());
        Process process = dovecot.start();
        try (OutputStream commands = process.getOutputStream()) {
            commands.write("UIDL\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(lines).contains(".");
        return lines.subList(lines.lastIndexOf("+OK") + 1, lines.indexOf("."));
    }

    /** From the first line of the file in which Dovecot keeps a Maildir's UIDs. */
    private long uidValidity() throws IOException {
        String first = Files.readAllLines(folder.resolve("mail/dovecot-uidlist"), StandardCharsets.ISO_8859_1)
                .get(0);
        return Long.parseLong(first.replaceAll(".* V([0-9]+) .*", "$1"));
    }
}
