package dev.yubin.examples.mailimport;

import static dev.yubin.examples.mailimport.Imports.ANN;
import static dev.yubin.examples.mailimport.Imports.add;
import static dev.yubin.examples.mailimport.Imports.file;
import static dev.yubin.examples.mailimport.Imports.files;
import static dev.yubin.examples.mailimport.Imports.maildir;
import static dev.yubin.examples.mailimport.Imports.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.feature.GivenUids;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Listener;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.UserTable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is cut off, wherever that is, and another that goes on: no message is lost, and none is there twice. */
@Timeout(120)
class ResumeTest {
    /** Some are the same, as they are in the mailboxes of people. */
    private static final List<String> TEXTS = IntStream.range(0, 15)
            .mapToObj(i -> "Subject: " + i / 3 + "\r\n\r\nhello\r\n")
            .toList();

    @TempDir
    private Path folder;

    private final MailStore here = MemoryMailStore.create(ANN);
    private final Report remarks = new Report();

    @BeforeEach
    void fillStore() throws Exception {
        for (String text : TEXTS) {
            add(here.account(ANN).open(MailboxName.INBOX), text);
        }
    }

    /** Opens the sink again for each run, as a process that is started again does. */
    private interface Opening {
        Sink open() throws IOException;
    }

    /** A process that ends at a message. */
    private static final class CutOff extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** When it ends: before the message is put, with the message half written, behind it. */
    private enum When {
        BEFORE,
        WITHIN,
        BEHIND
    }

    /** A sink whose process ends at the n-th message; nothing that a process does at its end is done. */
    private record Ending(Sink sink, int n, When when) implements Sink {
        @Override
        public SinkMailbox begin(Folder folder, UidCounters counters) throws IOException {
            return ending(sink.begin(folder, counters));
        }

        @Override
        public SinkMailbox goOn(Folder folder, UidCounters counters, String identity) throws IOException {
            return ending(sink.goOn(folder, counters, identity));
        }

        private SinkMailbox ending(SinkMailbox mailbox) {
            return new SinkMailbox() {
                private int count;

                @Override
                public String identity() {
                    return mailbox.identity();
                }

                @Override
                public String mark() throws IOException {
                    return mailbox.mark();
                }

                @Override
                public void put(Mail mail) throws IOException {
                    boolean last = ++count == n;
                    if (last && when == When.BEFORE) {
                        throw new CutOff();
                    }
                    boolean half = last && when == When.WITHIN;
                    mailbox.put(half ? mail.with(ResumeTest::half) : mail);
                    if (last) {
                        throw new CutOff();
                    }
                }

                @Override
                public void sync() throws IOException {
                    mailbox.sync();
                }

                @Override
                public List<Mail> settle(String mark, List<Mail> mails) throws IOException {
                    return mailbox.settle(mark, mails);
                }

                @Override
                public void end() throws IOException {
                    mailbox.end();
                }

                @Override
                public void close() throws IOException {
                    mailbox.close();
                }
            };
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }

    private static void half(OutputStream out) throws IOException {
        out.write("Subject: ha".getBytes(StandardCharsets.US_ASCII));
        throw new CutOff();
    }

    /** Cuts a run off at every third message in every way, and then lets one go through. */
    private void cutOffAgainAndAgain(Opening opening) throws Exception {
        for (int n : new int[] {1, 3, 2}) {
            for (When when : When.values()) {
                try (Sink sink = opening.open()) {
                    assertThatThrownBy(() -> run(new Ending(sink, n, when))).isInstanceOf(CutOff.class);
                }
            }
        }
        try (Sink sink = opening.open()) {
            run(sink);
        }
        assertThat(remarks.whole()).isTrue();
    }

    private void run(Sink sink) throws IOException {
        try (Source source = new StoreAccount(here, ANN, remarks);
                Journal journal = Journal.open(folder.resolve("journal"), "here", "there")) {
            new Importer(source, remarks, Progress.NONE, false).run(sink, journal);
        }
    }

    @Test
    void intoAStore() throws Exception {
        MailStore there = MemoryMailStore.create(ANN);

        cutOffAgainAndAgain(() -> new StoreAccount(there, ANN, remarks));

        assertThat(texts(there.account(ANN).open(MailboxName.INBOX))).isEqualTo(TEXTS);
        assertThat(there.account(ANN).open(MailboxName.INBOX).status())
                .isEqualTo(here.account(ANN).open(MailboxName.INBOX).status());
    }

    @Test
    void intoAMaildir() throws Exception {
        Path there = folder.resolve("Maildir");

        cutOffAgainAndAgain(() -> Maildir.sink(there, remarks));

        assertThat(files(there)).hasSize(TEXTS.size());
        List<String> back = new ArrayList<>();
        try (Source source = Maildir.source(there, remarks)) {
            SourceMailbox inbox = source.open(source.folders().get(0));
            for (Mail mail : inbox.messages()) {
                assertThat(mail.uid()).isPresent();
                back.add(Files.readString(Path.of(mail.place())).replace("\n", "\r\n"));
            }
        }
        assertThat(back).isEqualTo(TEXTS);
    }

    @Test
    void intoAnMbox() throws Exception {
        Path there = folder.resolve("out");
        cutOffAgainAndAgain(() -> {
            if (Files.exists(there)) { // and the last message was half written
                Files.writeString(there.resolve("INBOX.mbox"), "From ann@example.te", StandardOpenOption.APPEND);
            }
            return Mbox.sink(there, remarks);
        });

        MailStore back = MemoryMailStore.create(ANN);
        try (Source source = Mbox.source(folder.resolve("out"), MailboxName.INBOX, MboxFormat.MBOXRD, remarks);
                Journal journal = Journal.open(folder.resolve("back"), "there", "back")) {
            new Importer(source, remarks, Progress.NONE, false).run(new StoreAccount(back, ANN, remarks), journal);
        }
        assertThat(texts(back.account(ANN).open(MailboxName.INBOX))).isEqualTo(TEXTS);
    }

    @Test
    void ontoAServer() throws Exception {
        MailStore there = MemoryMailStore.create(ANN);
        Listener listener = ImapServer.builder(there, new UserTable(4096).add(ANN, Secret.of("tanuki")))
                .plaintextLogin(true)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.PLAINTEXT)
                .start();
        try {
            cutOffAgainAndAgain(() -> {
                ImapClient imap = ImapClient.builder(
                                "localhost", listener.addresses().get(0).getPort(), TlsMode.PLAINTEXT)
                        .plaintextLogin(true)
                        .connect()
                        .await();
                imap.login(Credentials.of(ANN, Secret.of("tanuki"))).await();
                return ImapAccount.of(imap, remarks);
            });
        } finally {
            listener.drain(Duration.ZERO);
        }
        assertThat(texts(there.account(ANN).open(MailboxName.INBOX))).isEqualTo(TEXTS);
    }

    /** kill -9, again and again at moments of chance. */
    @Test
    void aProcessThatIsKilledLosesAndDoublesNothing() throws Exception {
        Path from = maildir(folder.resolve("from"));
        for (int i = 0; i < 300; i++) {
            file(from, "cur/" + i + ".M1P1.h:2,S", "Subject: " + i / 2 + "\n\nhello\n");
        }
        Path to = folder.resolve("to");
        int kills = 0;
        for (int enough = 60; count(to) < 300; enough += 80) {
            Process process = start(from, to);
            while (count(to) < enough && !process.waitFor(5, TimeUnit.MILLISECONDS)) {
                // it works on
            }
            kills += process.isAlive() ? 1 : 0;
            process.destroyForcibly().waitFor();
        }
        Process last = start(from, to);
        assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(last.exitValue()).isZero();
        assertThat(kills).as("runs that were cut off").isPositive();
        assertThat(files(to)).isEqualTo(files(from));
        assertThat(Files.readAllLines(to.resolve("dovecot-uidlist"))).hasSize(301);
        assertThat(to.resolve("tmp")).isEmptyDirectory();
    }

    private Process start(Path from, Path to) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MailImport.class.getName(),
                        "--from",
                        "maildir:" + from,
                        "--to",
                        "maildir:" + to)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    private static long count(Path maildir) throws IOException {
        if (!Files.isDirectory(maildir.resolve("tmp"))) {
            return 0;
        }
        try (Stream<Path> files = Files.list(maildir.resolve("cur"))) {
            return files.count();
        }
    }

    @Test
    void aSinkThatIsNotTheOneOfBeforeIsNotTakenForIt() throws Exception {
        Imports imports = new Imports(folder);
        imports.use("here", here);
        imports.run("test:here", "test:there").succeeds();
        imports.use("there", MemoryMailStore.create(ANN));
        ((GivenUids) imports.mailbox("there", "INBOX")).adopt(77, 1);
        imports.run("test:here", "maildir:" + folder.resolve("m")).succeeds();
        Files.delete(folder.resolve("m/dovecot-uidlist"));
        imports.run("test:here", "mbox:" + folder.resolve("o")).succeeds();
        Files.delete(folder.resolve("o/INBOX.mbox"));

        imports.run("test:here", "test:there").endsWith(1).says("INBOX is not what an earlier run filled");
        imports.run("test:here", "maildir:" + folder.resolve("m"))
                .endsWith(1)
                .says("is not what an earlier run filled");
        imports.run("test:here", "mbox:" + folder.resolve("o")).endsWith(1).says("is not what an earlier run filled");
    }
}
