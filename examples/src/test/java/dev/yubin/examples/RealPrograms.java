package dev.yubin.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.mailbox.Flag;
import dev.yubin.pop3.ScanListing;
import dev.yubin.pop3.client.Pop3Client;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.client.SmtpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every test of programs from outside begins with: an open post office with two users, and a certificate that its clients can check. */
@Tag("programs")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
abstract class RealPrograms {
    static final String MESSAGE = """
            From: Aaa <aaa@osaka.test>\r
            To: Bbb <bbb@osaka.test>\r
            Subject: from outside\r
            Date: Thu, 26 Nov 2026 09:00:00 +0900\r
            Message-ID: <1@osaka.test>\r
            \r
            Two lines,\r
            .and a dot in front of the second.\r
            """;

    private static final int MOST_OCTETS = 1 << 20;

    @TempDir
    private static Path kept;

    /** Each test's own. */
    @TempDir
    Path folder;

    /** One for all tests of a class: to start a process costs more than all of them. */
    PostOfficeProcess office;
    /** PEM, as {@code --cacert} and the like want it. */
    Path certificate;

    private final TlsIdentity identity = TlsIdentity.selfSigned("localhost", "127.0.0.1");

    @BeforeAll
    void open() throws Exception {
        certificate = Files.writeString(kept.resolve("cert.pem"), Pem.chain(identity));
        Path key = Files.writeString(kept.resolve("key.pem"), Pem.key(identity));
        List<String> flags = new ArrayList<>(List.of("--domain", "osaka.test"));
        flags.addAll(List.of("--user", "aaa@osaka.test:kitsune", "--user", "bbb@osaka.test:tanuki"));
        for (String port : "smtp submission submissions lmtp pop3 pop3s imap imaps".split(" ")) {
            flags.addAll(List.of("--" + port, "0"));
        }
        flags.addAll(List.of("--cert", certificate.toString(), "--key", key.toString()));
        office = PostOfficeProcess.start(flags.toArray(String[]::new));
    }

    @AfterAll
    void close() {
        if (office != null) {
            office.close();
        }
    }

    @BeforeEach
    void emptyTheMailboxes() throws Exception {
        empty("aaa@osaka.test", "kitsune");
        empty("bbb@osaka.test", "tanuki");
    }

    /** The message as a file. */
    Path message() throws IOException {
        return Files.writeString(folder.resolve("message.eml"), MESSAGE);
    }

    /** All that is in the mailbox, oldest first; one octet a character. */
    List<String> mailOf(String user, String password) throws FaultException {
        try (Pop3Client mailbox = mailbox(user, password)) {
            List<String> mail = new ArrayList<>();
            for (ScanListing message : mailbox.list().await()) {
                mail.add(new String(
                        mailbox.retrieve(message.message(), MOST_OCTETS).await(), ISO_8859_1));
            }
            mailbox.quit().await();
            return mail;
        }
    }

    private void empty(String user, String password) throws FaultException {
        try (Pop3Client mailbox = mailbox(user, password)) {
            for (ScanListing message : mailbox.list().await()) {
                mailbox.delete(message.message()).await();
            }
            mailbox.quit().await();
        }
    }

    private Pop3Client mailbox(String user, String password) throws FaultException {
        Pop3Client mailbox = Pop3Client.builder("localhost", office.port("pop3s"), TlsMode.IMPLICIT)
                .trust(TlsTrust.in(identity))
                .connect()
                .await();
        mailbox.login(Credentials.of(user, Secret.of(password))).await();
        return mailbox;
    }

    /** Puts a message into a mailbox. */
    void deliver(String user, String message) throws FaultException {
        try (SmtpClient lmtp = SmtpClient.builder("localhost", office.port("lmtp"), TlsMode.PLAINTEXT)
                .lmtp()
                .connect()
                .await()) {
            lmtp.send(Envelope.of("ccc@kyoto.test", user), message.getBytes(ISO_8859_1))
                    .await();
            lmtp.quit().await();
        }
    }

    /** How many messages of INBOX bear both flags. */
    long flaggedAndSeen(String user, String password) throws FaultException {
        return flagsIn(ImapName.INBOX, user, password).stream()
                .filter(flags -> flags.containsAll(Set.of(Flag.FLAGGED, Flag.SEEN)))
                .count();
    }

    /** The flags of each message in a mailbox. */
    List<Set<Flag>> flagsIn(ImapName name, String user, String password) throws FaultException {
        try (ImapClient mailbox = imap(user, password)) {
            mailbox.select(Select.readOnly(name)).await();
            Fetch asked = Fetch.of(false, SequenceSet.ALL, FetchItem.Attribute.FLAGS);
            List<Set<Flag>> flags = mailbox.fetch(asked).await().stream()
                    .map(message -> message.flags().orElseThrow())
                    .toList();
            mailbox.logout().await();
            return flags;
        }
    }

    /** A connection of our own, for what another client of the same user does. */
    ImapClient imap(String user, String password) throws FaultException {
        ImapClient mailbox = ImapClient.builder("localhost", office.port("imaps"), TlsMode.IMPLICIT)
                .trust(TlsTrust.in(identity))
                .connect()
                .await();
        mailbox.login(Credentials.of(user, Secret.of(password))).await();
        return mailbox;
    }
}
