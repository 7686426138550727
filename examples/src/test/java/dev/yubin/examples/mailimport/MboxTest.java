package dev.yubin.examples.mailimport;

import static dev.yubin.examples.mailimport.Imports.NOON;
import static dev.yubin.examples.mailimport.Imports.add;
import static dev.yubin.examples.mailimport.Imports.listed;
import static dev.yubin.examples.mailimport.Imports.mailboxes;
import static dev.yubin.examples.mailimport.Imports.octets;
import static dev.yubin.examples.mailimport.Imports.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mboxes as both ends, against real files. */
class MboxTest {
    private static final String FROM = "From ann@example.test Tue Nov 24 12:00:00 2026\n";

    @TempDir
    private Path folder;

    private Path mbox;
    private Imports imports;

    @BeforeEach
    void makeFolder() {
        imports = new Imports(folder);
        mbox = folder.resolve("mbox");
    }

    private Imports.Run in(String text, String... flags) throws Exception {
        Files.write(mbox, octets(text));
        return imports.run("mbox:" + mbox, "test:store", flags);
    }

    private Imports.Run out() {
        return imports.run("test:store", "mbox:" + folder.resolve("out"));
    }

    private String written(String name) throws Exception {
        return Files.readString(folder.resolve("out").resolve(name), StandardCharsets.ISO_8859_1);
    }

    private Mailbox inbox() throws Exception {
        return imports.mailbox("store", "INBOX");
    }

    @Test
    void messagesBeginWhereAnEmptyLineAndAFromLineAre() throws Exception {
        in(FROM + "Subject: a\n\nFrom there on it rained.\n\nFrom there on it snowed.\n" + FROM + "\n"
                        + FROM + "Subject: b\n\n\n\n"
                        + FROM + "\n"
                        + FROM + "Subject: c\n\nno end of line")
                .succeeds();

        assertThat(texts(inbox()))
                .containsExactly(
                        "Subject: a\r\n\r\nFrom there on it rained.\r\n\r\nFrom there on it snowed.\r\n"
                                + FROM.replace("\n", "\r\n"),
                        "Subject: b\r\n\r\n\r\n",
                        "",
                        "Subject: c\r\n\r\nno end of line");
        assertThat(inbox().messages())
                .allSatisfy(message -> assertThat(message.received()).isEqualTo(NOON));
    }

    @Test
    void linesMayEndInCrLfAndContentLengthIsNotBelieved() throws Exception {
        in((FROM + "Subject: a\nContent-Length: 1000\n\nhello\n\n" + FROM + "Subject: b\n\n").replace("\n", "\r\n"))
                .succeeds();

        assertThat(texts(inbox()))
                .containsExactly("Subject: a\r\nContent-Length: 1000\r\n\r\nhello\r\n", "Subject: b\r\n");
    }

    @Test
    void quotesAreTakenAwayAsTheFormatHasIt() throws Exception {
        String text = FROM + "Subject: a\n\n>From ann\n>>From ann\n> From ann\n";

        in(text).succeeds();
        imports.run("mbox:" + mbox, "test:other", "--mbox-format", "mboxo", "--mailbox", "Old")
                .succeeds();

        assertThat(texts(inbox())).containsExactly("Subject: a\r\n\r\nFrom ann\r\n>From ann\r\n> From ann\r\n");
        assertThat(texts(imports.mailbox("other", "Old")))
                .containsExactly("Subject: a\r\n\r\nFrom ann\r\n>>From ann\r\n> From ann\r\n");
    }

    @Test
    void flagsStandInTheHeaderAndAreNoneOfTheMessage() throws Exception {
        in(FROM + "Status: RO\nSubject: a\nX-Status: AF\nX-Keywords: $Work todo         \n  \nTo: b\n\nStatus: R\n")
                .succeeds();

        assertThat(listed(inbox()))
                .containsExactly("1 [$Work, \\Answered, \\Flagged, \\Seen, todo] " + NOON
                        + " Subject: a\r\nTo: b\r\n\r\nStatus: R\r\n");
    }

    @Test
    void whatAStoreHasComesBack() throws Exception {
        List<String> contents = List.of(
                "Subject: a\r\n\r\nFrom ann\r\n>From bob\r\n\r\n\r\n",
                "Subject: \u00e4\0\r\n\r\na\rb\r\n",
                "Subject: no body\r\n",
                "\r\nno header\r\n",
                "Subject: long\r\n\r\n" + "x".repeat(100_000) + "\r\n" + ">".repeat(20_000) + "From ann\r\n",
                "");
        for (String text : contents) {
            add(inbox(), text, Flag.SEEN, Flag.DELETED, Flag.of("$Work"));
        }
        imports.ann("store").create(MailboxName.of("Lists/netty"), Set.of());
        add(imports.mailbox("store", "Lists/netty"), "Return-Path: <bob@example.test>\r\nSubject: b\r\n\r\n");
        for (String name : List.of("..", "../x", ".a", "b.mbox/c", "\u65e5\u672c", "a\\2eb")) {
            imports.ann("store").create(MailboxName.of(name), Set.of());
        }

        out().succeeds();
        imports.run("mbox:" + folder.resolve("out"), "test:other").succeeds();

        assertThat(written("Lists/netty.mbox"))
                .isEqualTo("From bob@example.test Tue Nov 24 12:00:00 2026\nStatus: O\n"
                        + "Return-Path: <bob@example.test>\nSubject: b\n\n\n");
        assertThat(listed(imports.mailbox("other", "INBOX"))).isEqualTo(listed(inbox()));
        assertThat(mailboxes(imports.ann("other"))).isEqualTo(mailboxes(imports.ann("store")));
        assertThat(Files.list(folder))
                .as("nothing beside its folder")
                .allSatisfy(file -> assertThat(file.getFileName().toString()).matches("out|.*\\.journal"));
    }

    @Test
    void aMessageWithoutAFinalEndOfLineGetsOne() throws Exception {
        add(inbox(), "Subject: a\r\n\r\nno end");

        out().succeeds();

        assertThat(written("INBOX.mbox"))
                .isEqualTo("From MAILER-DAEMON Tue Nov 24 12:00:00 2026\nStatus: O\nSubject: a\n\nno end\n\n");
    }

    @Test
    void aFileThatIsThereIsLeftAlone() throws Exception {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/INBOX.mbox"), "mine\n");
        add(inbox(), "Subject: a\r\n");

        out().endsWith(1).says("mailbox INBOX: there is a file " + folder.resolve("out/INBOX.mbox") + " already");

        assertThat(written("INBOX.mbox")).isEqualTo("mine\n");
    }

    @Test
    void messagesAreKnownAgainWhenTheFileWasWrittenAnew() throws Exception {
        in(FROM + "Subject: a\n\n" + FROM + "Subject: a\n\n" + FROM + "Subject: b\n\n")
                .succeeds();

        in(FROM + "Status: RO\nSubject: b\n\n" + FROM + "Subject: a\n\n" + FROM + "Status: O\nSubject: a\n\n" + FROM
                        + "Subject: a\n\n" + FROM + "Subject: c\n\n")
                .succeeds()
                .says("2 messages imported", "3 were over before");

        assertThat(texts(inbox()))
                .containsExactly(
                        "Subject: a\r\n", "Subject: a\r\n", "Subject: b\r\n", "Subject: a\r\n", "Subject: c\r\n");
    }

    @Test
    void whatIsNoMboxIsPassedOver() throws Exception {
        Path many = Files.createDirectories(folder.resolve("many/lists"));
        Files.writeString(many.resolve("netty"), FROM + "Subject: a\n\n");
        Files.writeString(many.resolve("notes.txt"), "buy milk\n");
        Files.writeString(many.resolve("empty.mbox"), "");
        Files.writeString(many.resolve(".index"), "From me\n");

        imports.run("mbox:" + folder.resolve("many"), "test:store")
                .succeeds()
                .says("notes.txt is passed over: it does not begin as an mbox does");
        in("buy milk\n").endsWith(2).says("mail-import: " + mbox + " is no mbox: it does not begin with \"From \"");

        assertThat(mailboxes(imports.ann("store"))).containsOnlyKeys("INBOX", "lists", "lists/netty", "lists/empty");
    }

    @Test
    void theFirstFromLineNeedsNoDate() throws Exception {
        in("From somebody\nSubject: a\n\n").succeeds();

        assertThat(texts(inbox())).containsExactly("Subject: a\r\n");
    }
}
