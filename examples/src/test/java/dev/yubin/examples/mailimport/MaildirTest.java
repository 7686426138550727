package dev.yubin.examples.mailimport;

import static dev.yubin.examples.mailimport.Imports.NOON;
import static dev.yubin.examples.mailimport.Imports.add;
import static dev.yubin.examples.mailimport.Imports.file;
import static dev.yubin.examples.mailimport.Imports.files;
import static dev.yubin.examples.mailimport.Imports.listed;
import static dev.yubin.examples.mailimport.Imports.mailboxes;
import static dev.yubin.examples.mailimport.Imports.maildir;
import static dev.yubin.examples.mailimport.Imports.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maildirs as both ends, against real files. */
class MaildirTest {
    @TempDir
    private Path folder;

    private Path maildir;
    private Path back;
    private Imports imports;

    @BeforeEach
    void makeMaildir() throws Exception {
        imports = new Imports(folder);
        maildir = maildir(folder.resolve("Maildir"));
        back = folder.resolve("back");
    }

    private Imports.Run in(String... flags) {
        return imports.run("maildir:" + maildir, "test:store", flags);
    }

    private Imports.Run out(String... flags) {
        return imports.run("test:store", "maildir:" + back, flags);
    }

    private List<String> uidList(Path directory) throws Exception {
        return Files.readAllLines(directory.resolve("dovecot-uidlist"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aMaildirGoesIntoAStoreAndBack() throws Exception {
        file(maildir, "cur/1000.M1P1.host,S=11,W=13:2,FS", "Subject: a\n");
        file(maildir, "new/1001.M1P1.host", "Subject: b\n\nhello\n");
        file(maildir, "cur/1002.M1P1.host:2,DPRSTab", "Subject: c\n");
        Files.writeString(maildir.resolve("dovecot-keywords"), "0 $Work\n1 todo\n");
        Files.writeString(maildir.resolve("dovecot-uidlist"), """
                3 V1275660208 N25022 G3085f01b7f11094c501100008c4a11c1
                25006 :1001.M1P1.host
                25017 W13 :1000.M1P1.host,S=11,W=13:2,F
                25020 :1002.M1P1.host
                """);

        in().succeeds().says("INBOX: 3 messages imported", "In all 3 messages imported");

        assertThat(listed(imports.mailbox("store", "INBOX")))
                .containsExactly(
                        "25006 [] " + NOON + " Subject: b\r\n\r\nhello\r\n",
                        "25017 [\\Flagged, \\Seen] " + NOON + " Subject: a\r\n",
                        "25020 [$Forwarded, $Work, \\Answered, \\Deleted, \\Draft, \\Seen, todo] " + NOON
                                + " Subject: c\r\n");
        assertThat(imports.mailbox("store", "INBOX").status())
                .extracting(MailboxStatus::uidValidity, MailboxStatus::uidNext)
                .containsExactly(1275660208L, 25022L);

        out().succeeds();

        assertThat(files(back))
                .containsExactly(
                        "cur [FS] " + NOON + " Subject: a\n",
                        "new [] " + NOON + " Subject: b\n\nhello\n",
                        "cur [DPRSTabc] " + NOON + " Subject: c\n");
        assertThat(uidList(back)).hasSize(4);
        assertThat(uidList(back).get(0)).isEqualTo("3 V1275660208 N25022");
        assertThat(uidList(back).get(1)).matches("25006 :[0-9]+\\.M[0-9]+P[0-9]+Q1\\.\\S+");
        assertThat(uidList(back).get(3)).startsWith("25020 :");
        assertThat(Files.readAllLines(back.resolve("dovecot-keywords"))).hasSize(3);
        assertThat(back.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void foldersKeepTheirNamesAndSubscriptions() throws Exception {
        for (String name : List.of(
                ".Lists", ".Lists.netty", ".&ZeVnLA-", ".INBOX.Sub", ".a&-b", ".example\\2eorg", ".Entw\u00fcrfe")) {
            file(maildir(maildir.resolve(name)), "cur/1.M1P1.h:2,S", "Subject: " + name.length() + "\n");
        }
        Files.createDirectory(maildir.resolve(".no-maildir"));
        Files.writeString(maildir.resolve("subscriptions"), "V\t2\n\nLists\tnetty\n&ZeVnLA-\nINBOX\n");

        in().succeeds();

        assertThat(mailboxes(imports.ann("store")).toString())
                .isEqualTo(
                        "{Entw\u00fcrfe=false, INBOX=true, INBOX/Sub=false, Lists=false, Lists/netty=true, a&b=false,"
                                + " example.org=false, \u65e5\u672c=true}");

        out().succeeds();

        for (String name : List.of(
                ".Lists", ".Lists.netty", ".&ZeVnLA-", ".INBOX.Sub", ".a&-b", ".example\\2eorg", ".Entw&APw-rfe")) {
            assertThat(files(back.resolve(name))).as(name).hasSize(1);
            assertThat(back.resolve(name).resolve("maildirfolder")).exists();
        }
        assertThat(Files.readAllLines(back.resolve("subscriptions")))
                .containsExactlyInAnyOrder("V\t2", "", "INBOX", "Lists\tnetty", "&ZeVnLA-");
    }

    @Test
    void aFolderThatNoMailboxCanBeIsNamed() throws Exception {
        maildir(maildir.resolve(".a..b"));
        maildir(maildir.resolve(".INBOX"));

        in().endsWith(1)
                .says("mailbox " + maildir.resolve(".a..b") + ": there can be no mailbox of that name")
                .says("mailbox " + maildir.resolve(".INBOX") + ": its name is that of " + maildir + " too");
    }

    @Test
    void octetsOfEveryKindComeBack() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            all.append((char) i).append(i == '\r' ? "x" : "");
        }
        List<String> contents = List.of(
                "",
                "no end of line",
                "a\0b\0\n",
                "\u00e4\u00ff\u0080\n",
                "From ann\n>From bob\n\n\n",
                "\r",
                "a\rb\n",
                all + "\n");
        for (int i = 0; i < contents.size(); i++) {
            file(maildir, "cur/" + i + ".M1P1.h:2,", contents.get(i));
        }

        in().succeeds();
        out().succeeds();

        assertThat(texts(imports.mailbox("store", "INBOX")))
                .containsExactlyElementsOf(contents.stream()
                        .map(text -> text.replace("\n", "\r\n"))
                        .toList());
        assertThat(files(back))
                .containsExactlyInAnyOrderElementsOf(contents.stream()
                        .map(text -> "new [] " + NOON + " " + text)
                        .toList());
    }

    @Test
    void linesThatEndInCrLfAlreadyStayInTheStoreAndLoseItInFiles() throws Exception {
        file(maildir, "new/1", "Subject: a\r\n\r\nmixed\n");

        in().succeeds();
        out().succeeds();

        assertThat(texts(imports.mailbox("store", "INBOX"))).containsExactly("Subject: a\r\n\r\nmixed\r\n");
        assertThat(files(back)).containsExactly("new [] " + NOON + " Subject: a\n\nmixed\n");
    }

    @Test
    void aFilesNameMayBeAnything() throws Exception {
        file(maildir, "cur/no time at all", "a\n");
        file(maildir, "cur/1:2:2,S", "b\n");
        file(maildir, "cur/2\n\t3:2,F", "c\n");
        file(maildir, "new/4:2,R", "d\n");
        file(maildir, "cur/5:1,x", "e\n");
        file(maildir, "cur/.hidden", "x\n");
        Files.write(Path.of(URI.create(maildir.toUri() + "cur/6%FF:2,S")), new byte[] {'f', '\n'});
        Files.write(Path.of(URI.create(maildir.toUri() + "cur/6%FE:2,")), new byte[] {'g', '\n'});
        Files.writeString(
                maildir.resolve("dovecot-uidlist"),
                "3 V7 N20\n11 :6\u00fe\n12 :6\u00ff:2,\n",
                StandardCharsets.ISO_8859_1);

        in().succeeds();

        assertThat(texts(imports.mailbox("store", "INBOX")))
                .startsWith("g\r\n", "f\r\n")
                .containsExactlyInAnyOrder("a\r\n", "b\r\n", "c\r\n", "d\r\n", "e\r\n", "f\r\n", "g\r\n");
        in().succeeds().says("0 messages imported (0 octets), 7 were over before");
    }

    @Test
    void whatCannotBeReadIsSkippedAndNamed() throws Exception {
        file(maildir, "cur/1:2,", "a\n");
        Files.createDirectory(maildir.resolve("cur/2:2,"));
        Files.createSymbolicLink(maildir.resolve("cur/3:2,"), folder.resolve("nothing"));
        assumeTrue(Files.exists(Path.of("/proc/self/mem")), "no file here fails while it is read");
        Files.createSymbolicLink(maildir.resolve("cur/4:2,"), Path.of("/proc/self/mem"));
        file(maildir, "cur/5:2,", "b\n");

        in().endsWith(1)
                .says(
                        "INBOX: 2 messages imported (6 octets), 1 skipped",
                        maildir.resolve("cur/2:2,") + ": it is no file",
                        maildir.resolve("cur/3:2,") + ": it cannot be read: there is no such file",
                        "INBOX: " + maildir.resolve("cur/4:2,") + ": it cannot be read: ");
        assertThat(texts(imports.mailbox("store", "INBOX"))).containsExactly("a\r\n", "b\r\n");

        Files.delete(maildir.resolve("cur/2:2,"));
        Files.delete(maildir.resolve("cur/3:2,"));
        Files.delete(maildir.resolve("cur/4:2,"));
        file(maildir, "cur/4:2,", "mended\n");
        in().succeeds();
        assertThat(texts(imports.mailbox("store", "INBOX"))).containsExactly("a\r\n", "b\r\n", "mended\r\n");
    }

    @Test
    void messagesWithoutUidsComeBehindThoseThatHaveThemInTheOrderOfTheirNames() throws Exception {
        file(maildir, "new/9.M20P1.h", "third\n");
        file(maildir, "new/9.M3P1.h", "second\n");
        file(maildir, "new/10.M1P1.h", "fourth\n");
        file(maildir, "cur/20.M1P1.h:2,", "first\n");
        Files.writeString(maildir.resolve("dovecot-uidlist"), "3 V7 N50\n8 :20.M1P1.h\n");

        in().succeeds();

        assertThat(listed(imports.mailbox("store", "INBOX")))
                .containsExactly(
                        "8 [] " + NOON + " first\r\n",
                        "50 [] " + NOON + " second\r\n",
                        "51 [] " + NOON + " third\r\n",
                        "52 [] " + NOON + " fourth\r\n");
    }

    @Test
    void aListOfUidsThatIsDamagedIsFollowedAsFarAsItGoes() throws Exception {
        file(maildir, "cur/1:2,", "a\n");
        file(maildir, "cur/2:2,", "b\n");
        Files.writeString(maildir.resolve("dovecot-uidlist"), "3 V7 N4\n3 :1\n2 :2\n");

        in().succeeds().says("is damaged from UID 3 on");

        assertThat(listed(imports.mailbox("store", "INBOX")))
                .containsExactly("3 [] " + NOON + " a\r\n", "4 [] " + NOON + " b\r\n");
    }

    @Test
    void aListOfUidsInAnotherVersionIsLeftAlone() throws Exception {
        file(maildir, "cur/1:2,", "a\n");
        Files.writeString(maildir.resolve("dovecot-uidlist"), "1 7 4\n3 1\n");

        in().succeeds().says("is of no version that is known here; its UIDs are not kept");
    }

    @Test
    void whereUidsWereGivenBeforeTheyAreNotKept() throws Exception {
        add(imports.mailbox("store", "INBOX"), "was here\r\n");
        long uidValidity = imports.mailbox("store", "INBOX").uidValidity();
        file(maildir, "cur/1:2,", "a\n");
        Files.writeString(maildir.resolve("dovecot-uidlist"), "3 V7 N40\n3 :1\n");

        in().succeeds().says("INBOX does not keep its UIDs: UIDs were given here before, under another UIDVALIDITY");

        assertThat(imports.mailbox("store", "INBOX").uidValidity()).isEqualTo(uidValidity);
        assertThat(listed(imports.mailbox("store", "INBOX")))
                .element(1)
                .asString()
                .startsWith("2 ");
    }

    @Test
    void newUidsAreGivenWhereTheyAreWanted() throws Exception {
        file(maildir, "cur/1:2,", "a\n");
        Files.writeString(maildir.resolve("dovecot-uidlist"), "3 V7 N40\n30 :1\n");

        in("--new-uids").succeeds();

        assertThat(imports.mailbox("store", "INBOX").status().uidValidity()).isNotEqualTo(7);
        assertThat(listed(imports.mailbox("store", "INBOX"))).containsExactly("1 [] " + NOON + " a\r\n");
    }

    @Test
    void aMessageDeliveredMeanwhileDoesNotGetTheUidOfAnother() throws Exception {
        file(maildir, "cur/1:2,", "a\n");
        file(maildir, "cur/2:2,", "b\n");
        Files.writeString(maildir.resolve("dovecot-uidlist"), "3 V7 N40\n30 :1\n");
        in().succeeds();
        add(imports.mailbox("store", "INBOX"), "delivered\r\n");
        file(maildir, "cur/3:2,", "c\n");
        Files.writeString(maildir.resolve("dovecot-uidlist"), "3 V7 N43\n30 :1\n40 :2\n42 :3\n");

        in().succeeds();

        assertThat(listed(imports.mailbox("store", "INBOX")))
                .containsExactly(
                        "30 [] " + NOON + " a\r\n",
                        "40 [] " + NOON + " b\r\n",
                        "41 [] " + NOON + " delivered\r\n",
                        "42 [] " + NOON + " c\r\n");
    }

    @Test
    void whatAMaildirHasNoRoomForIsNamed() throws Exception {
        List<Flag> flags = new ArrayList<>();
        for (int i = 0; i < 27; i++) {
            flags.add(Flag.of("k" + i));
        }
        add(imports.mailbox("store", "INBOX"), "a\r\n", flags.toArray(Flag[]::new));
        imports.ann("store").create(MailboxName.of("x".repeat(300)), Set.of());

        out().endsWith(1)
                .says("has room for 26 keywords; k", "is lost")
                .says("mailbox " + "x".repeat(300) + ": there can be no folder " + back);
    }

    @Test
    void aMaildirInUseKeepsItsOwnUids() throws Exception {
        maildir(back);
        Files.writeString(back.resolve("dovecot-uidlist"), "3 V9 N2\n1 :1\n");
        add(imports.mailbox("store", "INBOX"), "a\r\n", Flag.SEEN);

        out().succeeds().says(back + " has a dovecot-uidlist already; the UIDs are not kept");
        add(imports.mailbox("store", "INBOX"), "b\r\n", Flag.SEEN);
        out().succeeds();

        assertThat(uidList(back)).containsExactly("3 V9 N2", "1 :1");
        assertThat(files(back)).hasSize(2);
    }

    @Test
    void aThousandMessagesGoBothWays() throws Exception {
        for (int i = 0; i < 1000; i++) {
            file(maildir, "cur/" + i + ".M1P1.h:2,S", "Subject: " + i + "\n\nhello\n");
        }

        in().succeeds().says("In all 1000 messages imported", " messages/s, ");
        out().succeeds();

        assertThat(files(back)).isEqualTo(files(maildir));
        assertThat(uidList(back)).hasSize(1001);
    }
}
