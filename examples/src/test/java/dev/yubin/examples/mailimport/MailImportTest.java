package dev.yubin.examples.mailimport;

import static dev.yubin.examples.mailimport.Imports.ANN;
import static dev.yubin.examples.mailimport.Imports.add;
import static dev.yubin.examples.mailimport.Imports.listed;
import static dev.yubin.examples.mailimport.Imports.mailboxes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.memory.MemoryMailStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program: its flags, its report, and a store at both ends. */
class MailImportTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --from memory                                  | Missing required option: '--to=URL'
            --from tape:a --to test:b --user ann           | --from is maildir:DIR, mbox:FILE, imap://user@host:port or a store, not 'tape:a'
            --from maildir:nowhere --to test:b             | nowhere is no Maildir: it has no folders cur and new
            --from mbox:nowhere --to test:b                | there is no file
            --from test:a --to test:b                      | a store has many accounts; name one by --user
            --from test:a --to test:b --user bob           | the store says NONEXISTENT: there is no account bob
            --from imap://host:1 --to test:b               | expected imap://user@host:port, not 'imap://host:1'
            --from imap://ann@host:99999 --to test:b       | a port is 1 to 65535, not 99999
            --from imap://ann@127.0.0.1:1 --to test:b      | there is no terminal to ask for the password; name --from-password-file
            --from imap://a@h --to test:b --from-password-file nowhere | there is no such file
            --from test:a --to test:b --from-tls maybe     | Invalid value for option '--from-tls': expected one of
            --from test:a --to test:b --mailbox a//b       | Invalid value for option '--mailbox': a mailbox's name has text on both sides
            --from test:a --to test:b --pigeon             | Unknown option: '--pigeon'
            """)
    void aFlagThatIsWrongIsNamedInASentence(String flags, String sentence) {
        Imports.Run run = new Imports(folder).command(flags.split(" "));

        run.endsWith(2).says(sentence);
        assertThat(run.output()).startsWith("mail-import: ");
        assertThat(run.output().strip().lines()).hasSize(1);
    }

    @Test
    void helpNamesEveryFlag() {
        new Imports(folder)
                .command("--help")
                .succeeds()
                .says("maildir:DIR", "mbox:FILE", "imap://user@host:port", "--from", "--to", "--user", "--from-tls")
                .says("STARTTLS_OPTIONAL, STARTTLS_REQUIRED, IMPLICIT", "--trust", "--mbox-format", "--mailbox")
                .says(
                        "--new-uids",
                        "--journal",
                        "--dry-run",
                        "--from-password-file",
                        "--to-password-file",
                        "Exit codes:");
    }

    @Test
    void mailGoesIntoAFileOfSqliteAndBackUnderItsUids() throws Exception {
        Imports imports = new Imports(folder);
        Mailbox inbox = imports.mailbox("one", "INBOX");
        add(inbox, "Subject: a\r\n", Flag.SEEN, Flag.of("$Work"));
        inbox.expunge(UidSet.of(add(inbox, "gone")));
        add(inbox, "Subject: b\r\n\r\n\u00ff\0");
        String file = "sqlite:" + folder.resolve("mail.sqlite");

        imports.run("test:one", file).succeeds();
        imports.run(file, "test:two").succeeds();

        assertThat(listed(imports.mailbox("two", "INBOX"))).isEqualTo(listed(inbox));
        assertThat(imports.mailbox("two", "INBOX").uidValidity()).isEqualTo(inbox.uidValidity());
        imports.run("sqlite:" + folder, "test:two").endsWith(2).says("sqlite:" + folder + ": ");
    }

    @Test
    void mailGoesFromStoreToStore() throws Exception {
        Imports imports = new Imports(folder);
        add(imports.mailbox("one", "INBOX"), "Subject: a\r\n", Flag.SEEN);
        imports.ann("one").create(MailboxName.of("Lists/netty"), Set.of());
        imports.ann("one").subscribe(MailboxName.of("Lists/netty"), true);
        add(imports.mailbox("one", "Lists/netty"), "Subject: b\n");

        imports.run("test:one", "test:two")
                .succeeds()
                .says("INBOX: 1 message imported (12 octets)", "In all 2 messages imported (23 octets), in ");

        assertThat(mailboxes(imports.ann("two"))).isEqualTo(mailboxes(imports.ann("one")));
        assertThat(listed(imports.mailbox("two", "INBOX"))).isEqualTo(listed(imports.mailbox("one", "INBOX")));
        assertThat(listed(imports.mailbox("two", "Lists/netty")))
                .isEqualTo(listed(imports.mailbox("one", "Lists/netty")));
    }

    @Test
    void aDryRunOnlyCounts() throws Exception {
        Imports imports = new Imports(folder);
        add(imports.mailbox("one", "INBOX"), "Subject: a\r\n");
        imports.run("test:one", "test:two", "--dry-run").succeeds().says("INBOX: 1 message to import (12 octets)");
        assertThat(Files.list(folder)).isEmpty();
        assertThat(listed(imports.mailbox("two", "INBOX"))).isEmpty();

        imports.run("test:one", "test:two").succeeds();
        add(imports.mailbox("one", "INBOX"), "Subject: b\r\n");

        imports.run("test:one", "test:two", "--dry-run").succeeds().says("1 message to import", "1 were over before");
    }

    @Test
    void aStoreThatIsFullEndsTheRunAndAnotherGoesOn() throws Exception {
        Imports imports = new Imports(folder);
        MemoryMailStore small = MemoryMailStore.builder().accountOctets(25).build();
        small.addAccount(ANN);
        imports.use("two", small);
        add(imports.mailbox("one", "INBOX"), "Subject: a\r\n");
        add(imports.mailbox("one", "INBOX"), "Subject: b\r\n");
        imports.ann("one").create(MailboxName.of("Lists"), Set.of());
        add(imports.mailbox("one", "Lists"), "Subject: c\r\n");

        imports.run("test:one", "test:two")
                .endsWith(1)
                .says(
                        "2 messages imported",
                        "it ended before all was over: the store says OVERQUOTA",
                        "start it again");
        imports.mailbox("two", "INBOX").expunge(UidSet.of(1));
        imports.run("test:one", "test:two").succeeds().says("1 message imported", "2 were over before");

        assertThat(listed(imports.mailbox("two", "INBOX"))).hasSize(1);
        assertThat(listed(imports.mailbox("two", "Lists"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            imap://ann@example.test@host:143       | ann@example.test | host  | 143
            imap://ann%40example.test@host         | ann@example.test | host  | 0
            imap://a+b@[::1]:993/                  | a+b              | ::1   | 993
            """)
    void aUrlNamesUserHostAndPort(String url, String user, String host, int port) {
        assertThat(ImapUrl.parse(url)).isEqualTo(new ImapUrl(user, host, port));
    }
}
